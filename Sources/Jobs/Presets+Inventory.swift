// SPDX-License-Identifier: Apache-2.0

extension Preset {
  /// The current inventory layout: only `On hand (new)` acts.
  static let shopifyInventory = Preset(
    name: "shopify-inventory", operations: ["stock.set"],
    doc:
      "Shopify's inventory CSV with `On hand (new)`; a blank there and `not stocked` change nothing.",
    required: ["SKU", "Location", "On hand (new)"],
    text: """
      format: {type: csv}
      fields:
        sku: {sql: "ltrim(\\"SKU\\", '''')"}
        location: Location
        on_hand: On hand (new)
      where: "trim(\\"On hand (new)\\") <> '' AND lower(trim(\\"On hand (new)\\")) <> 'not stocked'"

      """)

  /// The inventory layout of 2023 and 2024: `On hand` is what is set.
  static let shopifyInventoryShort = Preset(
    name: "shopify-inventory-2023", operations: ["stock.set"],
    doc: "Shopify's inventory CSV of 2023 and 2024, whose one column `On hand` is set.",
    required: ["SKU", "Location", "On hand"],
    text: """
      format: {type: csv}
      fields:
        sku: {sql: "ltrim(\\"SKU\\", '''')"}
        location: Location
        on_hand: On hand
      where: "trim(\\"On hand\\") <> '' AND lower(trim(\\"On hand\\")) <> 'not stocked'"

      """)
}
