// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Sets what customs, carriers and accounts want to know of items, those of one product in one request.
  package static let inventoryItemUpdate = Operation(
    name: "inventory-item.update",
    doc:
      "Sets cost, customs code, origin, weight, and whether the stock of a variant's inventory item is counted and shipped.",
    fields: VariantKeys.fields + [
      Field(
        "item_id", .id(type: "InventoryItem"), "The inventory item's id, as a number or a gid."),
      Field("cost", .money(isClearable: true), "What one costs the shop; empty takes it away."),
      Field(
        "hs_code", .text, "The harmonized system code, 6 to 13 digits; empty takes it away.",
        empty: .cleared, maxLength: 13),
      Field(
        "country_of_origin", .text, "The country of origin, two capital letters (ISO 3166-1).",
        empty: .cleared, maxLength: 2),
      Field(
        "province_of_origin", .text,
        "The province of origin, as in ISO 3166-2 without the country.",
        empty: .cleared, maxLength: 6),
      Field("weight", .measure, "The weight.", empty: .nothing),
      Field(
        "weight_unit", Weight.unitType, "The weight's unit; kg if left out.", empty: .nothing),
      Field("tracked", .flag, "Whether its stock is counted.", empty: .nothing),
      Field("requires_shipping", .flag, "Whether it is shipped.", empty: .nothing),
    ],
    keys: VariantKeys.keys + [["item_id"]],
    values: .atLeastOne(
      [
        "cost", "hs_code", "country_of_origin", "province_of_origin", "weight", "weight_unit",
        "tracked", "requires_shipping",
      ]),
    // inventoryItemUpdate takes one item a call; this takes all of a product's for the same points.
    steps: [
      Step(
        name: "update", root: "productVariantsBulkUpdate", document: VariantSteps.update.document,
        recovery: .set, maxItems: 250, assumedCost: { _ in 10 },
        group: { $0.identity["product_id"] ?? "" },
        item: { intent in
          [
            "id": .string("gid://shopify/ProductVariant/\(intent.identity["variant_id"] ?? "")"),
            "inventoryItem": .object(VariantInput.item(intent.desired)),
          ]
        },
        variables: VariantSteps.update.variables, itemPath: ["variants"], unnamed: .applied,
        decide: { _ in .reject })
    ],
    scopes: ["write_products", "write_inventory"],
    routes: [.direct, .bulk],
    streams: ["products"],
    objects: """
      SELECT CAST(v.id AS TEXT) AS object, v.id AS variant_id, v.product_id AS product_id,
        v.item_id AS item_id, v.sku AS sku, v.barcode AS barcode, v.cost AS cost,
        v.hs_code AS hs_code, v.country_of_origin AS country_of_origin,
        v.province_of_origin AS province_of_origin, v.weight AS weight,
        CASE v.weight_unit WHEN 'KILOGRAMS' THEN 'kg' WHEN 'GRAMS' THEN 'g' WHEN 'POUNDS' THEN 'lb'
          WHEN 'OUNCES' THEN 'oz' END AS weight_unit,
        iif(v.tracked, 'true', 'false') AS tracked,
        iif(v.requires_shipping, 'true', 'false') AS requires_shipping
      FROM variants v
      """,
    objectName: "variant",
    identity: ["variant_id", "product_id", "item_id"],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: "product_id",
    readBack: ReadBack(
      document: """
        query dray_read($ids: [ID!]!) {
          nodes(ids: $ids) { ... on ProductVariant { \(ProductLooks.variantFields) } }
        }
        """,
      id: { "gid://shopify/ProductVariant/\($0.identity["variant_id"] ?? "")" },
      values: { node in
        guard let item = node["inventoryItem"] else { return nil }
        let weight = item["measurement"]?["weight"]
        let unit = Weight.units.first { $0.name == weight?["unit"]?.string }?.word
        return [
          "cost": item["unitCost"]?["amount"]?.string,
          "hs_code": item["harmonizedSystemCode"]?.string,
          "country_of_origin": item["countryCodeOfOrigin"]?.string,
          "province_of_origin": item["provinceCodeOfOrigin"]?.string,
          "weight": ProductState.text(weight?["value"]), "weight_unit": unit,
          "tracked": ProductState.text(item["tracked"]),
          "requires_shipping": ProductState.text(item["requiresShipping"]),
        ]
      }),
    mirrorUpdates: [
      """
      UPDATE variants SET
        cost = iif(:maps_cost, :desired_cost, cost),
        hs_code = iif(:maps_hs_code, :desired_hs_code, hs_code),
        country_of_origin = iif(:maps_country_of_origin, :desired_country_of_origin, country_of_origin),
        province_of_origin = iif(:maps_province_of_origin, :desired_province_of_origin, province_of_origin),
        weight = iif(:maps_weight, :desired_weight, weight),
        weight_unit = iif(:maps_weight, CASE coalesce(:desired_weight_unit, 'kg') WHEN 'g' THEN 'GRAMS'
          WHEN 'lb' THEN 'POUNDS' WHEN 'oz' THEN 'OUNCES' ELSE 'KILOGRAMS' END, weight_unit),
        tracked = iif(:maps_tracked, :desired_tracked = 'true', tracked),
        requires_shipping = iif(:maps_requires_shipping, :desired_requires_shipping = 'true', requires_shipping),
        known_at = :known_at
      WHERE id = CAST(:variant_id AS INTEGER)
      """
    ],
    quantityFields: [])
}
