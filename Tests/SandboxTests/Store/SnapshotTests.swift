// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Keeping state` {
  @Test func `a store taken back from its snapshot is the store it was`() throws {
    let shop = try TestShop()
    _ = `Setting stock`().set(
      shop, [`Setting stock`.quantity(shop.item(1), shop.location(1), 5, from: nil)])
    _ = `Updating variants`().update(shop, [["id": .string(shop.variant(2)), "price": "1.23"]])
    for (path, body) in [
      ("sell", ["lines": [["sku": "SKU-00003"]]] as JSON),
      ("order-edit", ["order": 1002, "note": "neu"]), ("delete-variant", ["sku": "SKU-00004"]),
      (
        "product",
        [
          "input": [
            "title": "Neu", "files": [["originalSource": "https://example.com/a.jpg"]],
            "productOptions": [["name": "Size", "values": [["name": "S"], ["name": "M"]]]],
            "variants": [
              ["optionValues": [["optionName": "Size", "name": "M"]], "sku": "NEU-M"],
              ["optionValues": [["optionName": "Size", "name": "S"]], "sku": "NEU-S"],
            ],
          ]
        ]
      ),
      (
        "metafield",
        ["handle": "neu", "namespace": "custom", "key": "material", "type": "id", "value": "1"]
      ),
      ("publish", ["handle": "neu", "publication": "Shop"]), ("delete-variant", ["sku": "NEU-S"]),
      ("product", ["input": ["title": "Weg"]]), ("product-delete", ["handle": "weg"]),
      ("product-delete", ["handle": .string(shop.store.assortment.products[4].handle)]),
    ] {
      #expect(shop.store.control(path: path, body: body, context: shop.context())?.0 == 200)
    }
    let snapshot = try shop.store.snapshot()
    let other = try TestShop()
    other.pass(.seconds(3600))
    try other.store.restore(try JSON(parsing: snapshot.text))
    #expect(try other.store.snapshot() == snapshot)
    #expect(other.available(1, 1) == 5)
    #expect(other.store.assortment.price[1] == 123)
    #expect(other.store.assortment.isDeleted[3])
    #expect(other.store.orders.count == 41)
    #expect(other.store.orders[1].note == "neu")
    #expect(other.store.assortment.variants(of: 12) == shop.store.assortment.variants(of: 12))
    #expect(!other.store.assortment.holds(product: 4))
    #expect(other.store.assortment.productDeletions == 2)
    // The key is still known.
    _ = `Setting stock`().set(
      other, [`Setting stock`.quantity(other.item(1), other.location(1), 5, from: nil)])
    #expect(other.store.effects.count == shop.store.effects.count)
  }
}
