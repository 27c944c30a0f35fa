// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Sets prices, the prices of one product in one request.
  package static let priceSet = Operation(
    name: "price.set",
    doc: "Sets the price, the compare-at price and the cost of variants.",
    fields: [
      Field("sku", .text, "The variant's SKU; one that names two variants is rejected."),
      Field("barcode", .text, "The variant's barcode; one that names two variants is rejected."),
      Field("variant_id", .id(type: "ProductVariant"), "The variant's id, as a number or a gid."),
      Field("price", .money(isClearable: false), "The price, in the shop's currency."),
      Field(
        "compare_at_price", .money(isClearable: true),
        "The price before the reduction; an empty value takes it away."),
      Field(
        "cost", .money(isClearable: true),
        "What one costs the shop, in its currency; an empty value takes it away."),
    ],
    keys: [["sku"], ["barcode"], ["variant_id"]],
    values: .atLeastOne(["price", "compare_at_price", "cost"]),
    steps: [
      Step(
        name: "set",
        root: "productVariantsBulkUpdate",
        document: """
          mutation dray_BATCH($productId: ID!, $variants: [ProductVariantsBulkInput!]!) {
            productVariantsBulkUpdate(productId: $productId, variants: $variants, allowPartialUpdates: true) {
              userErrors { code field message }
            }
          }
          """,
        recovery: .set,
        maxItems: 250,
        assumedCost: { _ in 10 },
        group: { $0.identity["product_id"] ?? "" },
        item: { intent in
          var members = [
            JSON.Member(
              "id", .string("gid://shopify/ProductVariant/\(intent.identity["variant_id"] ?? "")"))
          ]
          for (field, name) in [("price", "price"), ("compare_at_price", "compareAtPrice")] {
            if let value = intent.desired[field] {
              members.append(JSON.Member(name, value.map(JSON.string) ?? .null))
            }
          }
          if let cost = intent.desired["cost"] {
            members.append(
              JSON.Member("inventoryItem", ["cost": cost.map(JSON.string) ?? .null]))
          }
          return .object(members)
        },
        variables: { intents, items, _ in
          [
            "productId": .string(
              "gid://shopify/Product/\(intents.first?.identity["product_id"] ?? "")"),
            "variants": .array(items),
          ]
        },
        itemPath: ["variants"],
        unnamed: .applied,
        decide: { _ in .reject })
    ],
    scopes: ["write_products"],
    routes: [.direct, .bulk],
    streams: ["products"],
    objects: """
      SELECT CAST(v.id AS TEXT) AS object, v.id AS variant_id, v.product_id AS product_id,
        v.sku AS sku, v.barcode AS barcode, v.price AS price, v.compare_at_price AS compare_at_price,
        v.cost AS cost
      FROM variants v
      """,
    objectName: "variant",
    identity: ["variant_id", "product_id"],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: "product_id",
    readBack: ReadBack(
      document: """
        query dray_read($ids: [ID!]!) {
          nodes(ids: $ids) { ... on ProductVariant { id price compareAtPrice inventoryItem { unitCost { amount } } } }
        }
        """,
      id: { "gid://shopify/ProductVariant/\($0.identity["variant_id"] ?? "")" },
      values: { node in
        guard let price = node["price"]?.string else { return nil }
        return [
          "price": price, "compare_at_price": node["compareAtPrice"]?.string,
          "cost": node["inventoryItem"]?["unitCost"]?["amount"]?.string,
        ]
      }),
    mirrorUpdates: [
      """
      UPDATE variants SET
        price = iif(:maps_price, :desired_price, price),
        compare_at_price = iif(:maps_compare_at_price, :desired_compare_at_price, compare_at_price),
        cost = iif(:maps_cost, :desired_cost, cost),
        known_at = :known_at
      WHERE id = CAST(:variant_id AS INTEGER)
      """
    ],
    quantityFields: [])
}
