// SPDX-License-Identifier: Apache-2.0

extension OperationCase {
  static let inventoryItemUpdate = OperationCase(
    name: "inventory-item.update",
    job: """
      format: {type: csv, delimiter: ";", decimal: ","}
      fields:
        sku: sku
        cost: cost
        hs_code: hs
        country_of_origin: country
        weight: kg
        weight_unit: {value: kg}
        tracked: counted
      """,
    good: """
      sku;cost;hs;country;kg;counted
      SKU-00001;4,50;610910;DE;0,250;yes
      SKU-00002;4,5;610910;DE;0,25;J
      SKU-00012;9,00;;IT;1,5;no

      """.replacing(";J\n", with: ";y\n"), records: 3, effects: ["productVariantsBulkUpdate": 3],
    refused: (
      "sku;cost;hs;country;kg;counted\nSKU-00001;4,50;61;DE;0,250;yes\nSKU-00002;4,5;610910;DE;0,25;1\n",
      "INVALID_INPUT", 1
    ),
    unknown: (
      "sku;cost;hs;country;kg;counted\nSKU-00001;4,50;610910;DE;0,250;yes\nNOWHERE;4,5;610910;DE;0,25;1\n",
      "unknown-key", 1
    ),
    kills: ["productVariantsBulkUpdate"])
}
