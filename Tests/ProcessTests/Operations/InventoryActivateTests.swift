// SPDX-License-Identifier: Apache-2.0

extension OperationCase {
  /// SKU-00005 is not stocked at München; a variant just made is stocked nowhere but at the first location.
  static let inventoryActivate = OperationCase(
    name: "inventory.activate",
    job: """
      format: {type: csv}
      fields: {sku: sku, location: location, available: available}
      """,
    good: "sku,location,available\nSKU-00005,München,7\n", records: 1,
    effects: ["inventoryActivate": 1],
    refused: (
      "sku,location,available\nSKU-00005,München,7\nSKU-00010,München,900\n", "already-active", 1
    ),
    unknown: (
      "sku,location,available\nSKU-00005,München,7\nNOWHERE,München,1\n", "unknown-key", 1
    ),
    kills: ["inventoryActivate"])
}
