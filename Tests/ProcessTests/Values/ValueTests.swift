// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// How values reach the store, as the job says its file writes them: whole processes, judged by the sandbox.
@Suite struct ValueTests {
  private static let prices = """
    feed: price.set
    files: "*.csv"
    quiet: 0s
    format: {type: csv, delimiter: ";", decimal: ",", thousands: "."}
    fields:
      sku: {column: ART, apostrophe: true}
      price: {column: PREIS, currency: EUR}
      compare_at_price: UVP
    """

  @Test
  func `B12 B13 prices of a German ERP reach the store exactly or their records are rejected`()
    async throws
  {
    try await TestHome.with(["prices": Self.prices], sandbox: TestHome.small) { home in
      try home.drop(
        "prices", "PREISE.csv",
        """
        ART;PREIS;UVP
        'SKU-00010;1.234,56 €;2.000
        SKU-00011;EUR 9,9;
        SKU-00012;1.23;
        SKU-00013;9,90 USD;
        SKU-00014;12.345.678,905;
        SKU-00015;1e3;
        1,23E+12;9,90;

        """)
      #expect(try await home.dray("run", "prices").status == 0)
      let effects = try await home.sandbox.effects()
      let after = effects.map { "\($0["after"]?["price"]?.string ?? "")" }.sorted()
      #expect(after == ["1234.56", "9.90"], "\(effects.map(\.text))")
      #expect(
        effects.contains { $0["after"]?["compareAtPrice"]?.string == "2000.00" },
        "\(effects.map(\.text))")
      #expect(
        try home.journal("SELECT line || ' ' || code FROM rejections ORDER BY line") == [
          "4 ambiguous-number", "5 wrong-currency", "6 too-precise", "7 not-a-number",
          "8 scientific-notation",
        ])
      try await home.expectAudit()
    }
  }

  private static let events = """
    feed: shipment.event
    files: "*.csv"
    quiet: 0s
    format: {type: csv, delimiter: ";"}
    fields:
      order: AUFTRAG
      status: {value: DELIVERED}
      happened_at: {column: ZEIT, date: "dd.MM.yyyy HH:mm", zone: Europe/Berlin}
    """

  @Test func `B14 times that there are not, or twice, reject their records`() async throws {
    try await TestHome.with(
      ["events": Self.events], sandbox: ["--products", "10", "--orders", "10"]
    ) { home in
      try home.drop(
        "events", "EVENTS.csv",
        """
        AUFTRAG;ZEIT
        #1001;29.02.2026 10:00
        #1002;29.03.2026 02:30
        #1003;25.10.2026 02:30
        #1004;01.05.26 10:00
        #1005;01.05.2026
        #1006;31.04.2026 10:00

        """)
      let result = try await home.dray("run", "events")
      #expect(result.status == 0, "\(result)")
      try await home.expectNoEffect()
      #expect(
        try home.journal("SELECT line || ' ' || code FROM rejections ORDER BY line") == [
          "2 no-such-date", "3 skipped-time", "4 doubled-time", "5 not-a-date", "6 not-a-date",
          "7 no-such-date",
        ])
      let receipt = home.text("outbox/receipts/events/EVENTS.csv.receipt.csv") ?? ""
      #expect(
        receipt.contains("clocks in Europe/Berlin skip when summer time begins"), "\(receipt)")
    }
  }

  private static let products = """
    feed: product.set
    files: "*.csv"
    quiet: 0s
    format: {type: csv}
    fields:
      handle: handle
      title: title
      description: html
      tags: tags
      metafield.custom.score.number_integer: score
    """

  @Test func `B28 values over Shopify's limits are rejected before anything is sent`() async throws
  {
    try await TestHome.with(["products": Self.products], sandbox: TestHome.small) { home in
      let tags = (1...251).map { "t\($0)" }.joined(separator: ",")
      try home.drop(
        "products", "P.csv",
        """
        handle,title,html,tags,score
        long-title,\(String(repeating: "ü", count: 256)),,,
        long-tag,A,,"a,\(String(repeating: "b", count: 256))",
        many-tags,A,,"\(tags)",
        \(String(repeating: "h", count: 256)),A,,,
        odd-metafield,A,,,twelve
        just-right,\(String(repeating: "ü", count: 255)),,"\(String(repeating: "b", count: 255))",12

        """)
      let result = try await home.dray("run", "products")
      #expect(result.status == 0, "\(result)")
      #expect(
        try home.journal("SELECT line || ' ' || code FROM rejections ORDER BY line") == [
          "2 too-long", "3 too-long", "4 too-many", "5 too-long", "6 wrong-form",
        ])
      let created = try await home.sandbox.effects().filter {
        $0["root"]?.string == "productCreate"
      }
      #expect(Set(created.compactMap { $0["after"]?["handle"]?.string }) == ["just-right"])
    }
  }

  @Test func `B29 HTML and scripts of a description reach the store as they are`() async throws {
    try await TestHome.with(["products": Self.products], sandbox: TestHome.small) { home in
      let script = #"<script>alert("ü")</script>"#
      let html =
        "<p class='x'>5 &lt; 6 &amp; 7</p>\n\(script)\r\n<!-- {{ liquid }} -->\u{2028}</p"
      let quoted = html.replacing("\"", with: "\"\"")
      try home.drop(
        "products", "P.csv",
        "handle,title,html,tags,score\nhtml,A,\"\(quoted)\",,\n")
      #expect(try await home.dray("run", "products").status == 0)
      let stored = try await home.sandbox.post("show-product", ["handle": "html"])
      #expect(stored["descriptionHtml"]?.string == html, "\(stored.text)")
    }
  }

  private static let nulls = """
    feed: price.set
    files: "*.xml"
    quiet: 0s
    format: {type: xml, records: /prices/item}
    fields:
      sku: sku
      price: price
      compare_at_price: was
    """

  @Test func `B23 an absent, an empty and a null element do three things`() async throws {
    try await TestHome.with(["prices": Self.nulls], sandbox: TestHome.small) { home in
      func file(_ items: String) -> String {
        "<prices xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\(items)</prices>"
      }
      func item(_ sku: Int, _ rest: String) -> String {
        "<item><sku>SKU-0001\(sku)</sku>\(rest)</item>\n"
      }
      try home.drop(
        "prices", "A.xml",
        file((0...4).map { item($0, "<price>9.00</price><was>19.00</was>") }.joined()))
      #expect(try await home.dray("run", "prices").status == 0)
      let before = try await home.sandbox.effects().count
      try home.drop(
        "prices", "B.xml",
        file(
          item(0, "<price>8.00</price>") + item(1, "<price>8.00</price><was/>")
            + item(2, "<price>8.00</price><was xsi:nil=\"true\"/>")
            + item(3, "<price/><was>19.00</was>")
            + item(4, "<price xsi:nil=\"true\"/><was>19.00</was>")))
      #expect(try await home.dray("run", "prices").status == 0)
      let effects = try await home.sandbox.effects().dropFirst(before)
      #expect(effects.count == 3, "\(effects.map(\.text))")
      #expect(
        effects.map { $0["after"]?["compareAtPrice"]?.string }.sorted { ($0 ?? "") < ($1 ?? "") }
          == [nil, nil, "19.00"], "\(effects.map(\.text))")
      #expect(
        try home.journal("SELECT code FROM rejections ORDER BY line") == [
          "missing-value", "null-value",
        ])
    }
  }
}
