// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

/// Layouts of products and prices in XML, from the file to the store.
@Suite struct CatalogueLayoutTests {
  private func home(
    _ operation: String, _ preset: String, _ body: (TestHome) async throws -> Void
  ) async throws {
    try await TestHome.with(TestHome.feed(operation, preset), sandbox: TestHome.small, body)
  }

  private func products(_ home: TestHome, _ handles: String) throws -> [String] {
    try home.mirror(
      """
      SELECT p.handle, p.title, p.vendor, p.status, v.option1, coalesce(v.sku, ''), coalesce(v.barcode, ''), v.price,
        coalesce(v.cost, ''), CAST(v.weight AS TEXT) FROM products p JOIN variants v ON v.product_id = p.id WHERE p.handle IN (\(handles))
      ORDER BY p.handle, v.position
      """)
  }

  @Test func `Google Merchant's items of a group are one product`() async throws {
    try await home("product.set", "google-merchant") { home in
      let lines = try await home.work("google-merchant.xml")
      #expect(lines.allSatisfy { $0.hasSuffix("applied") }, "\(lines)")
      #expect(
        try products(home, "'tee-1', 'mug-1'") == [
          "mug-1|Mug|Sandbox|ACTIVE|Default Title|MUG-1||9.50||0",
          "tee-1|Tee, red, M|Acme|ACTIVE|Red|TEE-R-M|4006381333931|19.90||5.5",
          "tee-1|Tee, red, M|Acme|ACTIVE|Blue|TEE-B-L||25.00||0",
        ])
      try home.drop("feed", "again.xml", try LayoutFile.bytes("google-merchant.xml") + [10])
      #expect(try await home.dray("run", "feed").status == 0)
      let again = try home.receipt("feed", "again.xml")
      #expect(
        again["unchanged"]?.int == again["records"]?.int, "\(home.lines("feed", "again.xml"))")
    }
  }

  @Test func `an amount in another currency than the shop's rejects its item, whole`() async throws
  {
    try await home("product.set", "google-merchant") { home in
      try home.drop(
        "feed", "G.xml",
        """
        <rss xmlns:g="http://base.google.com/ns/1.0"><channel>
        <item><g:id>A</g:id><title>A</title><g:price>105.29 USD</g:price></item>
        <item><g:id>B</g:id><title>B</title><g:price>105.29 EUR</g:price></item>
        </channel></rss>
        """)
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(home.lines("feed", "G.xml") == ["1 rejected not-a-number", "2 applied"])
      let rows = try #require(home.text("outbox/receipts/feed/G.xml.receipt.csv"))
      #expect(rows.contains("found '105.29 USD'; say `currency: USD`"), "\(rows)")
      #expect(try products(home, "'a', 'b'").map { $0.prefix(2) } == ["b|"])
    }
  }

  @Test func `a BMEcat catalogue of 1.2 makes products, with its doctype passed over`() async throws
  {
    try await home("product.set", "bmecat-catalog") { home in
      // The drill has two pictures, a logo and a small picture; a price for a hundred, and one in another currency
      // than the shop's, are not read as one for one piece.
      let lines = try await home.work("bmecat-catalog.xml")
      #expect(
        lines == [
          "1 applied", "2 applied", "3 applied", "4 rejected not-a-number",
          "5 rejected not-a-number", "6 applied",
        ])
      #expect(
        try home.mirror(
          "SELECT url FROM product_media m JOIN products p ON p.id = m.product_id WHERE p.handle = 'dr-10-4' ORDER BY m.position"
        ).map { $0.split(separator: "/").last.map { String($0.prefix { $0 != "?" }) } } == [
          "dr10.jpg", "dr10b.png",
        ])
      #expect(
        try products(home, "'off'") == [
          "off|With a discount|SupplyCo Ltd.|ACTIVE|Default Title|OFF||8.49||0"
        ])
      #expect(
        try products(home, "'dr-10-4', '0042'") == [
          "0042|Bit|Bitco|ACTIVE|Default Title|0042||1.20||0",
          "dr-10-4|Drill 10\"|SupplyCo Ltd.|ACTIVE|Default Title|DR 10/4|4006381333931|129.00||0",
        ])
      #expect(
        try home.mirror("SELECT tags FROM products WHERE handle = 'dr-10-4'") == [
          "[\"Corded\",\"Electric\",\"Metal\",\"Seventh\",\"Tool\",\"Wall\",\"Wood\"]"
        ])
      // The same products, changed: two are there, one is new, one is nowhere.
      try home.write(
        "jobs/update.yaml", "feed: product.set\npreset: bmecat-products\nquiet: 0s\nreceipt: all\n")
      try home.drop("update", "U.xml", try LayoutFile.bytes("bmecat-products.xml"))
      #expect(try await home.dray("run", "update").status == 0)
      #expect(
        home.lines("update", "U.xml") == [
          "1 applied", "2 applied", "3 applied", "4 rejected unknown-key",
        ])
      #expect(
        try home.mirror(
          "SELECT handle, title FROM products WHERE handle IN ('dr-10-4', '0042', 'new-1') ORDER BY 1"
        )
          == ["dr-10-4|Drill 10\", new", "new-1|Saw"])
      try await home.expectAudit()
    }
  }

  @Test func `BMEcat 2005 and 1_01 are the same preset, texts in several languages and all`()
    async throws
  {
    try await home("product.set", "bmecat-catalog") { home in
      #expect(try await home.work("bmecat-catalog--1.01.xml") == ["1 applied"])
      #expect(
        try products(home, "'k-7'") == [
          "k-7|Kübel|Müller|ACTIVE|Default Title|K-7|4006381333931|7.50||0"
        ])
      #expect(
        try home.receipt("feed", "bmecat-catalog--1.01.xml")["read_as"]?["encoding"] == "iso-8859-1"
      )
      let lines = try await home.work("bmecat-catalog--2005.xml")
      #expect(lines == ["1 applied", "2 applied"])
      #expect(
        try home.mirror("SELECT tags FROM products WHERE handle = '1000'") == ["[\"tragbar\"]"])
      #expect(
        try home.mirror(
          "SELECT url FROM product_media m JOIN products p ON p.id = m.product_id WHERE p.handle = '1000' ORDER BY m.position"
        ).map { $0.split(separator: "/").last.map { String($0.prefix { $0 != "?" }) } } == [
          "1.jpg", "2.jpg",
        ])
      #expect(
        try products(home, "'1000'") == [
          "1000|Laptop|Macro|ACTIVE|Default Title|1000|8712670911213|1499.50||1.37"
        ])
    }
  }

  @Test func `BMEcat prices are those for one piece`() async throws {
    try await home("price.set", "bmecat-prices") { home in
      let lines = try await home.work("bmecat-prices.xml")
      #expect(lines == ["1 applied", "2 rejected unknown-key"])
      #expect(try home.mirror("SELECT price FROM variants WHERE sku = 'SKU-00010'") == ["1499.50"])
    }
  }

  @Test func `a UBL catalogue makes and deletes products`() async throws {
    try await home("product.set", "ubl-catalogue-products") { home in
      let lines = try await home.work("ubl-catalogue-products.xml")
      #expect(lines == ["1 applied", "2 applied", "3 rejected unknown-key"])
      #expect(
        try products(home, "'k-1'") == [
          "k-1|Kettle|Acme|ACTIVE|Default Title|K 1|4006381333931|12.50||0"
        ])
      #expect(
        try home.mirror(
          "SELECT json_array_length(tags), count(*) FROM products p JOIN product_media m ON m.product_id = p.id WHERE handle = 'k-1'"
        ) == ["7|2"])
    }
  }

  @Test func `a UBL catalogue sets prices`() async throws {
    try await home("price.set", "ubl-catalogue-prices") { home in
      let lines = try await home.work("ubl-catalogue-prices.xml")
      #expect(lines == ["1 applied", "2 applied"])
      #expect(
        try home.mirror(
          "SELECT price FROM variants WHERE sku IN ('SKU-00010', 'SKU-00011') ORDER BY sku")
          == ["12.50", "7.00"])
    }
  }

  @Test func `SAP's materials are products, without the zeros of their numbers`() async throws {
    try await home("product.set", "sap-matmas") { home in
      let lines = try await home.work("sap-matmas.xml")
      #expect(lines == ["1 applied", "2 applied"])
      #expect(
        try products(home, "'4711', 'ab-12'") == [
          "4711|Drill & chuck|Sandbox|ACTIVE|Default Title|4711|4006381333931|0.00|80.50|1.25",
          "ab-12|Auslauf|Sandbox|ARCHIVED|Default Title|AB-12|4006381333955|0.00||0",
        ])
      // Titles in another language, as the job says.
      let job = "feed: product.set\npreset: sap-matmas\nquiet: 0s\nreceipt: all\n"
      try home.write("jobs/german.yaml", job + "columns: {language: \"'DE'\"}\n")
      try home.drop("german", "D.xml", try LayoutFile.bytes("sap-matmas.xml"))
      #expect(try await home.dray("run", "german").status == 0)
      #expect(
        try home.mirror("SELECT title FROM products WHERE handle = '4711'") == ["Bohrer & Futter"])
    }
  }

  @Test func `an IDoc with a raw ampersand is refused with its place, and nothing of it is sent`()
    async throws
  {
    try await home("product.set", "sap-matmas") { home in
      let text = String(decoding: try LayoutFile.bytes("sap-matmas.xml"), as: UTF8.self)
        .replacing("Drill &amp; chuck", with: "Drill & chuck")
      try home.drop("feed", "RAW.xml", text)
      #expect(try await home.dray("run", "feed").status == 65)
      let receipt = try home.receipt("feed", "RAW.xml")
      #expect(receipt["state"] == "refused")
      #expect(receipt["faults"]?[0]?["code"] == "not-well-formed")
      let message = receipt["faults"]?[0]?["message"]?.string ?? ""
      #expect(
        message.hasPrefix("RAW.xml:9:76:") && message.hasSuffix("write `&amp;` instead of `&`"),
        "\(message)")
      #expect(try await home.sandbox.effects().isEmpty)
    }
  }
}
