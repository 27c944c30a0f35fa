// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

extension OperationCase {
  /// A product that is there, and a new one with options, images and a channel.
  static let productSet = OperationCase(
    name: "product.set",
    job: """
      format: {type: csv}
      fields:
        handle: handle
        title: title
        tags: tags
        published: channels
        option1_name: option
        option1_value: value
        sku: sku
        price: price
        cost: cost
        image_url: image
        image_alt: alt
        variant_image_url: shows
      """,
    good: """
      handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows
      alpine-parka-1,Alpine Parka II,"warm, winter",,Size,S,SKU-00001,501.00,200.00,,,
      alpine-parka-1,,,,,3XL,NEW-1,505.00,,,,
      linen-shirt,Linen Shirt,summer,"Online Store",Size,S,LS-S,49.00,20.00,https://pim.example/img/front.jpg,front,https://pim.example/img/front.jpg
      linen-shirt,,,,,M,LS-M,49.00,20.00,,,
      linen-shirt,,,,,,,,,https://pim.example/img/back.jpg,back,

      """, records: 5,
    effects: [
      "productCreate": 2, "productUpdate": 5, "tagsAdd": 1, "productVariantsBulkUpdate": 3,
      "productVariantsBulkCreate": 2, "publishablePublish": 1,
    ],
    refused: (
      "handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows\nalpine-parka-1,,,,Size,S,SKU-00001,501.00,,,,\nalpine-parka-1,,,,,M,,502.00,,https://pim.example/broken.jpg,,\n",
      "IMAGE_DOWNLOAD_FAILURE", 1
    ),
    unknown: (
      "handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows\nalpine-parka-1,,,,Size,S,SKU-00001,501.00,,,,\nnowhere,,,,,,N-1,1.00,,,,\n",
      "missing-title", 1
    ),
    kills: [
      "productCreate", "productUpdate", "tagsAdd", "productVariantsBulkUpdate",
      "productVariantsBulkCreate", "nodes", "publishablePublish",
    ])
}

@Suite struct ProductSetTests {
  private static let header =
    "handle,title,tags,channels,option,value,sku,price,cost,image,alt,shows\n"

  private static func variants(_ home: TestHome, of handle: String) async throws -> [String] {
    try await home.sandbox.post("show-product", ["handle": .string(handle)])["variants"]?["nodes"]?
      .array?.compactMap { $0["title"]?.string }.sorted() ?? []
  }

  @Test func `merging never deletes a variant, not even one made in the shop a moment ago`()
    async throws
  {
    try await OperationCase.productSet.with { home in
      // The plan is made; the first request hangs; someone makes a variant by hand.
      try await home.sandbox.script("productUpdate:1:hang")
      try home.drop(
        "feed", "F.csv",
        Self.header + "alpine-parka-1,Parka III,,,Size,S,SKU-00001,501.00,,,,\n")
      let command = try home.start(["run", "feed"])
      #expect(try await home.faultHits("hang"))
      _ = try await home.sandbox.post(
        "variants",
        [
          "handle": "alpine-parka-1",
          "variants": [
            ["price": "7.00", "optionValues": [["optionName": "Size", "name": "Tiny"]]]
          ],
        ])
      command.signal(SIGKILL)
      _ = await command.finish()
      try await home.sandbox.clearFaults()
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try home.receipt("feed", "F.csv")["applied"]?.int == 1)
      let left = try home.mirror(
        "SELECT count(*) FROM variants v JOIN products p ON p.id = v.product_id WHERE p.handle = 'alpine-parka-1'"
      )
      #expect(left == ["5"])
      #expect(try await home.changes(of: "productVariantsBulkDelete").isEmpty)
      #expect(try await home.changes(of: "productSet").isEmpty)
    }
  }

  @Test func `a whole list replaces the variants, and a rail holds it where too many would go`()
    async throws
  {
    try await OperationCase.productSet.with { home in
      let job =
        "feed: product.set\nquiet: 0s\nvariants: replace\nformat: {type: csv}\nfields: {handle: handle, option1_name: option, option1_value: value, sku: sku, price: price}\n"
      try home.write("jobs/feed.yaml", job + "rails: {max_deleted: 0}\n")
      let file =
        "handle,option,value,sku,price\nalpine-parka-1,Size,S,SKU-00001,501.00\nalpine-parka-1,Size,XXXL,NEW,502.00\n"
      try home.drop("feed", "F.csv", file)
      #expect(try await home.dray("run", "feed").status == 65)
      try await home.expectNoEffect()
      try home.write("jobs/feed.yaml", job)
      #expect(try await home.dray("approve", "d1").status == 0)
      _ = try await home.dray("run", "feed")
      #expect(try home.receipt("feed", "F.csv")["applied"]?.int == 2)
      let left = try home.mirror(
        "SELECT v.option1 || ' ' || v.sku || ' ' || v.price FROM variants v JOIN products p ON p.id = v.product_id WHERE p.handle = 'alpine-parka-1' ORDER BY v.sku"
      )
      #expect(left == ["XXXL NEW 502.00", "S SKU-00001 501.00"])
      // A record that cannot be read would be missing from the list: nothing of the product is done.
      try home.drop(
        "feed", "G.csv",
        "handle,option,value,sku,price\nalpine-parka-1,Size,S,SKU-00001,601.00\nalpine-parka-1,Size,XXXL,NEW,much\n"
      )
      _ = try await home.dray("run", "feed")
      #expect(
        home.text("outbox/receipts/feed/G.csv.receipt.csv")?.contains("incomplete-list") == true)
    }
  }

  @Test func `the daily limit on new variants waits for tomorrow instead of failing`() async throws
  {
    try await OperationCase.productSet.with { home in
      _ = try await home.sandbox.post("variant-limit", ["threshold": 10, "daily": 0])
      try home.drop(
        "feed", "F.csv",
        Self.header + "alpine-parka-1,,,,Size,S,SKU-00001,501.00,,,,\n"
          + "alpine-parka-1,,,,Size,Huge,NEW-9,502.00,,,,\n")
      let run = try await home.dray("run", "feed")
      #expect(run.status == 75, "\(run)")
      #expect(try await home.changes() == ["productVariantsBulkUpdate": 1])
      #expect(
        try home.journal("SELECT state FROM changes WHERE not_before IS NOT NULL") == ["planned"])
    }
  }

  static let generations: [(String, String)] = [
    (
      "shopify-products",
      """
      HANDLE,Title ,Body (HTML),Vendor,Type,Tags,Published,Option1 Name,Option1 Value,Variant SKU,Variant Grams,Variant Inventory Tracker,Variant Inventory Policy,Variant Price,Variant Compare At Price,Variant Requires Shipping,Variant Taxable,Variant Barcode,Image Src,Image Position,Variant Weight Unit,Status
      mug,Mug,<p>A mug</p>,Acme,Home,"cup, tea",TRUE,Colour,Red,M-1,350.0,shopify,deny,9.50,12.00,TRUE,true,'4006381333931,https://pim.example/red.jpg,1,kg,active
      mug,,,,,,,,Blue,M-2,350.0,shopify,continue,9.50,,true,true,,,,kg,
      mug,,,,,,,,,,,,,,,,,,https://pim.example/side.jpg,2,,
      """
    ),
    (
      "shopify-products-new",
      """
      Title,URL handle,Description,Vendor,Type,Tags,Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,Price,Compare-at price,Charge tax,Inventory tracker,Continue selling when out of stock,Weight value (grams),Weight unit for display,Requires shipping,Product image URL
      Mug,mug,<p>A mug</p>,Acme,Home,"cup, tea",TRUE,Active,M-1,4006381333931,Colour,Red,9.50,12.00,TRUE,shopify,DENY,350,kg,TRUE,https://pim.example/red.jpg
      ,mug,,,,,,,M-2,,,Blue,9.50,,TRUE,shopify,CONTINUE,350,kg,TRUE,
      ,mug,,,,,,,,,,,,,,,,,,,https://pim.example/side.jpg
      """
    ),
  ]

  @Test(arguments: generations)
  func `a product CSV of either generation makes the product, and dropped back changes nothing`(
    _ preset: String, _ text: String
  ) async throws {
    try await OperationCase.productSet.with { home in
      try home.write(
        "jobs/feed.yaml", "feed: product.set\nquiet: 0s\nreceipt: all\npreset: \(preset)\n")
      try home.drop("feed", "F.csv", text)
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(
        try home.receipt("feed", "F.csv")["applied"]?.int == 3, "\(home.lines("feed", "F.csv"))")
      let made = try home.mirror(
        "SELECT v.option1, v.sku, v.barcode, v.price, v.compare_at_price, v.weight, v.weight_unit, v.tracked, v.inventory_policy FROM variants v JOIN products p ON p.id = v.product_id WHERE p.handle = 'mug' ORDER BY v.position"
      )
      #expect(
        made == [
          "Red|M-1|4006381333931|9.50|12.00|0.35|KILOGRAMS|1|DENY",
          "Blue|M-2|NULL|9.50|NULL|0.35|KILOGRAMS|1|CONTINUE",
        ])
      let before = try await home.changes()
      try home.drop("feed", "G.csv", text + "\n")
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try home.receipt("feed", "G.csv")["unchanged"]?.int == 3)
      #expect(try await home.changes() == before)
    }
  }

  /// A shop's own export, where it is at hand.
  static let sample =
    FileManager.default.currentDirectoryPath.hasSuffix("/")
    ? "" : sharedFile("samples/shopify-product-csv/apparel.csv")

  private static func sharedFile(_ name: String) -> String {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    return ProcessInfo.processInfo.environment["DRAY_SHARED"].map { "\($0)/\(name)" }
      ?? root.deletingLastPathComponent().appendingPathComponent("shared/\(name)").path
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: sample), "no ../shared here"))
  func `a shop's sample file is taken whole and changes nothing the second time`() async throws {
    try await OperationCase.productSet.with { home in
      try home.write(
        "jobs/feed.yaml", "feed: product.set\nquiet: 0s\nreceipt: all\npreset: shopify-products\n")
      let bytes = try #require(FileManager.default.contents(atPath: Self.sample))
      try home.drop("feed", "F.csv", Array(bytes))
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      let receipt = try home.receipt("feed", "F.csv")
      #expect(receipt["rejected"]?.int == 0, "\(receipt.text)\n\(home.lines("feed", "F.csv"))")
      try home.drop("feed", "G.csv", Array(bytes) + [10])
      _ = try await home.dray("run", "feed")
      let again = try home.receipt("feed", "G.csv")
      #expect(again["unchanged"]?.int == again["records"]?.int, "\(home.lines("feed", "G.csv"))")
    }
  }
}
