// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `Adjusting stock and items` {
  func adjust(
    _ shop: TestShop, _ changes: [JSON], name: String = "available", reason: String = "correction",
    key: String = "k1"
  ) -> JSON {
    let reply = shop.run(
      "mutation($input: InventoryAdjustQuantitiesInput!, $key: String!) { inventoryAdjustQuantities(input: $input) @idempotent(key: $key) { inventoryAdjustmentGroup { changes { name delta } } userErrors { field message code } } }",
      [
        "input": [
          "name": .string(name), "reason": .string(reason), "changes": .array(changes),
        ], "key": .string(key),
      ])
    return reply.payload("inventoryAdjustQuantities")
  }

  static func change(
    _ shop: TestShop, _ delta: Int, from: Int? = nil, _ more: [JSON.Member] = []
  ) -> JSON {
    .object(
      [
        .init("inventoryItemId", .string(shop.item(1))),
        .init("locationId", .string(shop.location(1))), .init("delta", JSON(delta)),
        .init("changeFromQuantity", from.map { JSON($0) } ?? .null),
      ] + more)
  }

  @Test func `a delta moves what is available once for its key`() throws {
    let shop = try TestShop()
    let before = shop.available(1, 1)
    for _ in 1...2 {
      let answer = adjust(shop, [Self.change(shop, 3, from: before)])
      #expect(answer["userErrors"] == [])
      #expect(shop.available(1, 1) == before + 3)
    }
    #expect(shop.store.effects.count == 1)
    #expect(
      adjust(shop, [Self.change(shop, 3, from: before)], key: "k2").at("userErrors.0.code")?.string
        == "CHANGE_FROM_QUANTITY_STALE")
  }

  struct Refusal: CustomTestStringConvertible {
    var testDescription: String
    var name = "available"
    var reason = "correction"
    var ledger: String?
    var field: JSON
    var code: String
  }

  @Test(arguments: [
    Refusal(
      testDescription: "a name that is none", name: "on_hand", field: ["input", "name"],
      code: "INVALID_QUANTITY_NAME"),
    Refusal(
      testDescription: "a reason that is none", reason: "because", field: ["input", "reason"],
      code: "INVALID_REASON"),
    Refusal(
      testDescription: "a ledger for available", ledger: "erp://1",
      field: ["input", "changes", "0", "ledgerDocumentUri"], code: "INVALID_AVAILABLE_DOCUMENT"),
    Refusal(
      testDescription: "no ledger for another name", name: "damaged",
      field: ["input", "changes", "0", "ledgerDocumentUri"], code: "INVALID_QUANTITY_DOCUMENT"),
    Refusal(
      testDescription: "a ledger of Shopify's", name: "damaged", ledger: "gid://shopify/Order/1",
      field: ["input", "changes", "0", "ledgerDocumentUri"], code: "INTERNAL_LEDGER_DOCUMENT"),
  ]) func `what cannot be adjusted is refused`(_ refusal: Refusal) throws {
    let shop = try TestShop()
    let more = refusal.ledger.map { [JSON.Member("ledgerDocumentUri", .string($0))] } ?? []
    let answer = adjust(
      shop, [Self.change(shop, 1, more)], name: refusal.name, reason: refusal.reason)
    #expect(answer.at("userErrors.0.field") == refusal.field)
    #expect(answer.at("userErrors.0.code")?.string == refusal.code)
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `changeFromQuantity must be there although it may be null`() throws {
    let shop = try TestShop()
    let answer = adjust(
      shop,
      [
        [
          "inventoryItemId": .string(shop.item(1)), "locationId": .string(shop.location(1)),
          "delta": 1,
        ]
      ])
    #expect(
      answer.at("errors.0.message")?.string
        == "InventoryChangeInput must include the following argument: changeFromQuantity.")
  }

  func update(_ shop: TestShop, _ id: String, _ input: JSON) -> JSON {
    let reply = shop.run(
      "mutation($id: ID!, $input: InventoryItemInput!) { inventoryItemUpdate(id: $id, input: $input) { inventoryItem { tracked unitCost { amount } countryCodeOfOrigin provinceCodeOfOrigin harmonizedSystemCode requiresShipping measurement { weight { value unit } } } userErrors { field message } } }",
      ["id": .string(id), "input": input])
    return reply.at("data.inventoryItemUpdate") ?? reply
  }

  @Test func `an item takes cost, origin, code and weight`() throws {
    let shop = try TestShop()
    let answer = update(
      shop, shop.item(1),
      [
        "cost": "12.345", "countryCodeOfOrigin": "CA", "provinceCodeOfOrigin": "ON",
        "harmonizedSystemCode": "620343", "requiresShipping": false, "tracked": false,
        "measurement": ["weight": ["value": .number("2.5"), "unit": "KILOGRAMS"]],
      ])
    #expect(answer["userErrors"] == [])
    #expect(
      answer["inventoryItem"] == [
        "tracked": false, "unitCost": ["amount": "12.35"], "countryCodeOfOrigin": "CA",
        "provinceCodeOfOrigin": "ON", "harmonizedSystemCode": "620343", "requiresShipping": false,
        "measurement": ["weight": ["value": .number("2.5"), "unit": "KILOGRAMS"]],
      ])
  }

  static let refusals: [(String, JSON, String)] = [
    ("cost", ["cost": "-1"], "Cost must be greater than or equal to 0"),
    (
      "harmonizedSystemCode", ["harmonizedSystemCode": "12"],
      "Harmonized system code must be a number between six and thirteen digits"
    ),
    (
      "measurement.weight",
      ["measurement": ["weight": ["value": .number("-1"), "unit": "KILOGRAMS"]]],
      "Measurement weight value -1 kg must be >= 0 kg"
    ),
  ]

  @Test(arguments: refusals) func `what an item cannot have is refused`(
    _ path: String, _ input: JSON, _ message: String
  )
    throws
  {
    let shop = try TestShop()
    let answer = update(shop, shop.item(1), input)
    let field = ["input"] + path.split(separator: ".").map(String.init)
    #expect(answer.at("userErrors.0.field") == .array(field.map { .string($0) }))
    #expect(answer.at("userErrors.0.message")?.string == message)
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `an item that does not exist`() throws {
    let shop = try TestShop()
    #expect(
      update(shop, "gid://shopify/InventoryItem/1", ["tracked": true])
        .at("userErrors.0.message")?.string
        == "The product couldn't be updated because it does not exist.")
  }
}
