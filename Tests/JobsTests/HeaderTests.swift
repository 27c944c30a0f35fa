// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Jobs

/// The headers of the files that other programs write, whole, as they have been seen.
@Suite struct HeaderTests {
  /// Matrixify's Products sheet, as it exports it.
  private static let matrixifyProducts =
    "ID,Handle,Command,Title,Body HTML,Vendor,Type,Tags,Tags Command,Created At,"
    + "Updated At,Status,Published,Published At,Published Scope,Template Suffix,Gift Card,"
    + "URL,Total Inventory Qty,Row #,Top Row,Category: ID,Category: Name,Category,"
    + "Custom Collections,Smart Collections,Image Type,Image Src,Image Command,"
    + "Image Position,Image Width,Image Height,Image Alt Text,Variant Inventory Item ID,"
    + "Variant ID,Variant Command,Option1 Name,Option1 Value,Option2 Name,Option2 Value,"
    + "Option3 Name,Option3 Value,Variant Generate From Options,Variant Position,"
    + "Variant SKU,Variant Barcode,Variant Image,Variant Weight,Variant Weight Unit,"
    + "Variant Price,Variant Compare At Price,Variant Taxable,Variant Tax Code,"
    + "Variant Inventory Tracker,Variant Inventory Policy,Variant Fulfillment Service,"
    + "Variant Requires Shipping,Variant Inventory Qty,Variant Inventory Adjust,"
    + "Variant Cost,Variant HS Code,Variant Country of Origin,Variant Province of Origin,"
    + "Inventory Available: Berlin,Metafield: custom.care [string],"
    + "Variant Metafield: custom.care [string]"

  static let headers: [(String, String)] = [
    (
      "shopify-products",
      "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,"
        + "Option1 Value,Option2 Name,Option2 Value,Option3 Name,Option3 Value,Variant SKU,"
        + "Variant Grams,Variant Inventory Tracker,Variant Inventory Qty,"
        + "Variant Inventory Policy,Variant Fulfillment Service,Variant Price,"
        + "Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,"
        + "Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,"
        + "Google Shopping / Google Product Category,Google Shopping / Gender,"
        + "Google Shopping / Age Group,Google Shopping / MPN,"
        + "Google Shopping / AdWords Grouping,Google Shopping / AdWords Labels,"
        + "Google Shopping / Condition,Google Shopping / Custom Product,"
        + "Google Shopping / Custom Label 0,Google Shopping / Custom Label 1,"
        + "Google Shopping / Custom Label 2,Google Shopping / Custom Label 3,"
        + "Google Shopping / Custom Label 4,Variant Image,Variant Weight Unit,Variant Tax Code,"
        + "Cost per item,Price / International,Compare At Price / International,Status"
    ),
    (
      "shopify-products",
      "Handle,Title,Body (HTML),Vendor,Standard Product Type,Custom Product Type,Type,Tags,"
        + "Published,Option1 Name,Option1 Value,Option1 Linked To,Option2 Name,Option2 Value,"
        + "Option3 Name,Option3 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,"
        + "Variant Inventory Policy,Variant Fulfillment Service,Variant Price,"
        + "Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,"
        + "Image Src,Image Position,Image Alt Text,Gift Card,SEO Title,SEO Description,"
        + "Google Shopping / Google Standard Product Type,Custom Product Type,"
        + "Google Shopping / Gender,Google Shopping / Age Group,Google Shopping / MPN,"
        + "Google Shopping / AdWords Grouping,Google Shopping / AdWords Labels,"
        + "Google Shopping / Condition,Google Shopping / Custom Product,"
        + "Google Shopping / Custom Label 0,Google Shopping / Custom Label 1,"
        + "Google Shopping / Custom Label 2,Google Shopping / Custom Label 3,"
        + "Google Shopping / Custom Label 4,Variant Image,Variant Weight Unit,Variant Tax Code,"
        + "Cost per item,Price / International,Compare At Price / International,Status,"
        + "Included / Austria,Price / Austria,Compare At Price / Austria,"
        + "Fabric (product.metafields.custom.fabric)"
    ),
    (
      "shopify-products-new",
      "Title,URL handle,Description,Vendor,Product category,Type,Tags,"
        + "Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,"
        + "Option1 Linked To,Option2 name,Option2 value,Option2 Linked To,Option3 name,"
        + "Option3 value,Option3 Linked To,Price,Compare-at price,Cost per item,Charge tax,"
        + "Tax code,Unit price total measure,Unit price total measure unit,"
        + "Unit price base measure,Unit price base measure unit,Inventory tracker,"
        + "Inventory quantity,Continue selling when out of stock,Weight value (grams),"
        + "Weight unit for display,Requires shipping,Fulfillment service,Product image URL,"
        + "Image position,Image alt text,Variant image URL,Gift card,SEO title,SEO description,"
        + "Color (product.metafields.shopify.color-pattern),"
        + "Google Shopping / Google product category,Google Shopping / Gender,"
        + "Google Shopping / Age group,Google Shopping / Manufacturer part number (MPN),"
        + "Google Shopping / Ad group name,Google Shopping / Ads labels,"
        + "Google Shopping / Condition,Google Shopping / Custom product,"
        + "Google Shopping / Custom label 0,Google Shopping / Custom label 1,"
        + "Google Shopping / Custom label 2,Google Shopping / Custom label 3,"
        + "Google Shopping / Custom label 4"
    ),
    (
      "shopify-inventory",
      "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,"
        + "Option3 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not editable),"
        + "Unavailable (not editable),Committed (not editable),Available (not editable),"
        + "On hand (current),On hand (new)"
    ),
    (
      "shopify-inventory",
      "Handle,Title,SKU,Barcode,HS Code,COO,Location,Bin name,Incoming (not editable),"
        + "Unavailable (not editable),Committed (not editable),Available (not editable),"
        + "On hand (current),On hand (new)"
    ),
    (
      "shopify-inventory-2023",
      "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,"
        + "Option3 Value,SKU,HS Code,COO,Location,Incoming,Unavailable,Committed,Available,"
        + "On hand"
    ),
    (
      "shopify-inventory-wide",
      "Handle,Title,Option1 Name,Option1 Value,Option2 Name,Option2 Value,Option3 Name,"
        + "Option3 Value,SKU,HS Code,COO,Berlin,Hamburg Hafen"
    ),
    (
      "shopify-inventory",
      "SKU,Location,On hand (current),On hand (new)"
    ),
    (
      "shopify-customers",
      "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,"
        + "Default Address Company,Default Address Address1,Default Address Address2,"
        + "Default Address City,Default Address Province Code,Default Address Country Code,"
        + "Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,"
        + "Total Orders,Note,Tax Exempt,Tags"
    ),
    (
      "shopify-customers",
      "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,"
        + "Default Address Company,Default Address Address1,Default Address Address2,"
        + "Default Address City,Default Address Province Code,Default Address Country Code,"
        + "Default Address Zip,Default Address Phone,Phone,Accepts SMS Marketing,Total Spent,"
        + "Total Orders,Note,Tax Exempt,Tags,Accepts WhatsApp Marketing,"
        + "Size (customer.metafields.custom.size)"
    ),
    (
      "shopify-customers-old",
      "First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,"
        + "Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,"
        + "Total Spent,Total Orders,Tags,Note,Tax Exempt"
    ),
    ("matrixify-products", matrixifyProducts),
    (
      "matrixify-products",
      matrixifyProducts + ",Inventory On Hand: Berlin,"
        + "Inventory Available Adjust: Berlin"
    ),
    (
      "matrixify-stock",
      "ID,Command,Inventory Available: Berlin"
    ),
    (
      "matrixify-stock",
      "Variant ID,Command,Inventory Available: Berlin,Inventory Available: Hamburg"
    ),
    (
      "matrixify-stock",
      "Variant SKU,Command,Inventory Available: Berlin"
    ),
    (
      "matrixify-on-hand",
      "Variant SKU,Command,Inventory On Hand: Berlin"
    ),
    (
      "matrixify-adjust",
      "Variant SKU,Command,Inventory Available Adjust: Berlin"
    ),
    (
      "matrixify-tracking",
      "Name,Command,Line: Type,Line: SKU,Line: Quantity,Fulfillment: Status,"
        + "Fulfillment: Tracking Company,Fulfillment: Tracking Number"
    ),
    (
      "matrixify-tracking",
      "ID,Name,Command,Number,Processed At,Created At,Updated At,Price: Total,"
        + "Payment: Status,Order Fulfillment Status,Customer: Email,Billing: Name,"
        + "Shipping: Name,Line: Type,Line: ID,Line: Title,Line: SKU,Line: Quantity,Line: Price,"
        + "Line: Discount,Line: Total,Refund: ID,Refund: Note,Refund: Restock,"
        + "Refund: Restock Type,Refund: Restock Location,Refund: Send Receipt,"
        + "Refund: Generate Transaction,Transaction: ID,Transaction: Kind,Risk: Level,"
        + "Fulfillment: ID,Fulfillment: Status,Fulfillment: Created At,Fulfillment: Updated At,"
        + "Fulfillment: Tracking Company,Fulfillment: Location,Fulfillment: Shipment Status,"
        + "Fulfillment: Processed At,Fulfillment: Tracking Number,Fulfillment: Tracking URL,"
        + "Fulfillment: Send Receipt"
    ),
  ]

  @Test(arguments: headers)
  func `every column of a header is known to its layout, in any case and with space around it`(
    _ preset: String, _ header: String
  ) {
    let columns = header.split(separator: ",").map(String.init)
    for columns in [
      columns, columns.map { " \($0.uppercased()) " }, columns.map { $0.lowercased() },
    ] {
      let fit = Preset.fitting(Layout.Sight(columns: columns)).first
      #expect(fit?.preset.name == preset)
      #expect(fit?.percent == 100)
    }
  }
}
