// SPDX-License-Identifier: Apache-2.0

extension OperationCase {
  static let priceCost = OperationCase(
    name: "price.set",
    job: """
      format: {type: xml, records: /prices/item}
      fields: {sku: "@sku", price: gross, compare_at_price: was, cost: cost}
      """,
    file: "PRICES.xml",
    good: """
      <prices>
        <item sku="SKU-00001"><gross>501.00</gross><was>600.00</was><cost>250.00</cost></item>
        <item sku="SKU-00002"><gross>502.00</gross><was/><cost>251.00</cost></item>
        <item sku="SKU-00010"><cost>12.00</cost></item>
      </prices>
      """, records: 3, effects: ["productVariantsBulkUpdate": 3],
    refused: (
      "<prices><item sku=\"SKU-00001\"><gross>1.00</gross></item><item sku=\"SKU-00007\"><cost>2.00</cost></item></prices>",
      "ambiguous-key", 1
    ),
    unknown: (
      "<prices><item sku=\"SKU-00001\"><cost>1.00</cost></item><item sku=\"NO\"><cost>2.00</cost></item></prices>",
      "unknown-key", 1
    ),
    kills: ["productVariantsBulkUpdate"])
}
