// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension OperationCase {
  static let variantSet = OperationCase(
    name: "variant.set",
    job: """
      format: {type: csv}
      fields: {sku: sku, handle: product, option1_value: size, price: price, barcode: ean}
      """,
    good: """
      sku,product,size,price,ean
      SKU-00001,,,501.00,4006381333931
      SKU-00002,alpine-parka-1,M,502.00,
      NEW-1,alpine-parka-1,3XL,503.00,4006381333948

      """, records: 3,
    effects: ["productVariantsBulkUpdate": 2, "productVariantsBulkCreate": 1],
    refused: (
      "sku,product,size,price,ean\nSKU-00001,,,501.00,\nNEW-1,alpine-parka-1,,1.00,\n",
      "no-options", 1
    ),
    unknown: (
      "sku,product,size,price,ean\nSKU-00001,,,501.00,\nNEW-1,nowhere,3XL,1.00,\n",
      "unknown-key", 1
    ),
    kills: ["productVariantsBulkUpdate", "productVariantsBulkCreate"])
}
