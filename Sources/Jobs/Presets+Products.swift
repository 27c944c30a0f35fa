// SPDX-License-Identifier: Apache-2.0

extension Preset {
  /// The older product layout: samples everywhere, and what existing shops still export.
  static let shopifyProducts = Preset(
    name: "shopify-products", operations: ["product.set"],
    doc: "Shopify's product CSV, older generation (`Handle`, `Body (HTML)`, `Variant SKU` …).",
    required: ["Handle"],
    text: """
      format: {type: csv}
      fields:
        handle: Handle
        title: Title
        description: Body (HTML)
        vendor: Vendor
        type: Type
        tags: Tags
        status: Status
        published: {sql: "CASE WHEN lower(trim(\\"Published\\")) IN ('true', 'yes', '1') THEN 'Online Store' END"}
        seo_title: SEO Title
        seo_description: SEO Description
        option1_name: Option1 Name
        option1_value: Option1 Value
        option2_name: Option2 Name
        option2_value: Option2 Value
        option3_name: Option3 Name
        option3_value: Option3 Value
        sku: {sql: "ltrim(\\"Variant SKU\\", '''')"}
        barcode: {sql: "ltrim(\\"Variant Barcode\\", '''')"}
        price: Variant Price
        compare_at_price: Variant Compare At Price
        cost: Cost per item
        weight: {sql: "CASE WHEN trim(\\"Variant Grams\\") <> '' THEN CASE WHEN lower(trim(\\"Variant Weight Unit\\")) = 'kg' THEN decimal_mul(number(\\"Variant Grams\\"), '0.001') ELSE number(\\"Variant Grams\\") END END"}
        weight_unit: {sql: "CASE WHEN trim(\\"Variant Grams\\") <> '' THEN iif(lower(trim(\\"Variant Weight Unit\\")) = 'kg', 'kg', 'g') END"}
        taxable: Variant Taxable
        requires_shipping: Variant Requires Shipping
        tracked: {sql: "CASE WHEN trim(\\"Variant Price\\") <> '' THEN iif(lower(trim(\\"Variant Inventory Tracker\\")) = 'shopify', 'true', 'false') END"}
        inventory_policy: Variant Inventory Policy
        image_url: Image Src
        image_position: Image Position
        image_alt: Image Alt Text
        variant_image_url: Variant Image

      """)

  /// The layout of Shopify's current template.
  static let shopifyProductsNew = Preset(
    name: "shopify-products-new", operations: ["product.set"],
    doc: "Shopify's product CSV, current template (`URL handle`, `Description`, `SKU` …).",
    required: ["URL handle"],
    text: """
      format: {type: csv}
      fields:
        handle: URL handle
        title: Title
        description: Description
        vendor: Vendor
        type: Type
        tags: Tags
        status: Status
        published: {sql: "CASE WHEN lower(trim(\\"Published on online store\\")) IN ('true', 'yes', '1') THEN 'Online Store' END"}
        seo_title: SEO title
        seo_description: SEO description
        option1_name: Option1 name
        option1_value: Option1 value
        option2_name: Option2 name
        option2_value: Option2 value
        option3_name: Option3 name
        option3_value: Option3 value
        sku: {sql: "ltrim(\\"SKU\\", '''')"}
        barcode: {sql: "ltrim(\\"Barcode\\", '''')"}
        price: Price
        compare_at_price: Compare-at price
        cost: Cost per item
        weight: {sql: "CASE WHEN trim(\\"Weight value (grams)\\") <> '' THEN CASE WHEN lower(trim(\\"Weight unit for display\\")) = 'kg' THEN decimal_mul(number(\\"Weight value (grams)\\"), '0.001') ELSE number(\\"Weight value (grams)\\") END END"}
        weight_unit: {sql: "CASE WHEN trim(\\"Weight value (grams)\\") <> '' THEN iif(lower(trim(\\"Weight unit for display\\")) = 'kg', 'kg', 'g') END"}
        taxable: Charge tax
        requires_shipping: Requires shipping
        tracked: {sql: "CASE WHEN trim(\\"Price\\") <> '' THEN iif(lower(trim(\\"Inventory tracker\\")) = 'shopify', 'true', 'false') END"}
        inventory_policy: {sql: "CASE WHEN lower(trim(\\"Continue selling when out of stock\\")) IN ('true', 'yes', '1', 'continue') THEN 'continue' WHEN trim(\\"Continue selling when out of stock\\") <> '' THEN 'deny' END"}
        image_url: Product image URL
        image_position: Image position
        image_alt: Image alt text
        variant_image_url: Variant image URL

      """)
}
