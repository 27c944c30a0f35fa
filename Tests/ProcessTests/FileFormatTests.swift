// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Every format of a feed, from the inbox to the store and back: what is rejected returns in its own layout, and is
/// accepted once it is mended.
@Suite struct FileFormatTests {
  /// One good and one bad record in some format.
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// The job's `format:` block and what depends on it.
    var format: String
    /// The file's name; what is rejected comes back under it.
    var name: String
    var text: String
    /// The whole file of rejected records.
    var rejected: String
    var ending: String
    /// The place the bad record has in the receipt.
    var line: String

    static let all = [
      Case(
        testDescription: "delimited text with all around it",
        format: """
          format:
            type: csv
            skip: 2
            comment: "#"
            trailer: {begins: TRL, count: 2}
          """,
        name: "STOCK.csv",
        text: "Stock \"list\r\nof today\r\nsku;location;available\r\n# a comment\r\n"
          + "SKU-00010;Berlin;700;\r\nSKU-00011;Berlin; many;\r\nTRL;2\r\n",
        rejected: "Stock \"list\r\nof today\r\nsku;location;available;_code;_message\r\n"
          + "SKU-00011;Berlin; many;CODE;\"MESSAGE\"\r\n",
        ending: "csv", line: "6"),
      Case(
        testDescription: "delimited text without a header",
        format: "format: {type: csv, header: none, columns: [sku, location, available]}",
        name: "STOCK.csv", text: "SKU-00010,Berlin,700\nSKU-00011,Berlin, many\n",
        rejected: "SKU-00011,Berlin, many,CODE,\"MESSAGE\"\n", ending: "csv", line: "2"),
      Case(
        testDescription: "delimited text in which quotes mean nothing",
        format: "format: {type: csv, delimiter: \";\", quote: none}", name: "STOCK.csv",
        text: "note;sku;location;available\n\"3/4\" pipe;SKU-00010;Berlin;700\n"
          + "\";SKU-00011;Berlin; many\n",
        rejected: "note;sku;location;available;_code;_message\n"
          + "\";SKU-00011;Berlin; many;CODE;MESSAGE\n",
        ending: "csv", line: "3"),
      Case(
        testDescription: "a JSON array",
        format: """
          format: {type: json, records: /data/levels}
          columns: {available: stock/qty}
          """,
        name: "STOCK.json",
        text: """
          {"sent": "2026-08-01", "data": {"levels": [
            {"sku": "SKU-00010", "location": "Berlin", "stock": {"qty": 700}},
            {"sku": "SKU-00011", "location": "Berlin", "stock": {"qty": "many"}}
          ]}, "count": 2}
          """,
        rejected: """
          {"sent": "2026-08-01", "data": {"levels": [
            {"_code":"CODE","_message":"MESSAGE","sku": "SKU-00011", "location": "Berlin", "stock": {"qty": "many"}}
          ]}, "count": 2}
          """, ending: "json", line: "3"),
      Case(
        testDescription: "JSON Lines", format: "format: {type: json}", name: "STOCK.jsonl",
        text: """
          {"sku": "SKU-00010", "location": "Berlin", "available": "700"}
          {"sku": "SKU-00011", "location": "Berlin", "available": "many"}

          """,
        rejected: """
          {"_code":"CODE","_message":"MESSAGE","sku": "SKU-00011", "location": "Berlin", "available": "many"}

          """, ending: "json", line: "2"),
      Case(
        testDescription: "fixed width",
        format: """
          format:
            type: fixed
            kinds:
              W: {is: heading, columns: {location: {start: 2, width: 10}}}
              S: {columns: {sku: {start: 2, width: 10}, available: {start: 12, width: 6}}}
              T: {is: skip}
          """,
        name: "STOCK.txt",
        text: "WBerlin    \r\nSSKU-00010    700\r\nSSKU-00011 many\r\nT2\r\n",
        rejected: "WBerlin    \r\n#dray line 3: CODE: MESSAGE\nSSKU-00011 many\r\n",
        ending: "txt", line: "3"),
      Case(
        testDescription: "XML with values from outside of the records",
        format: """
          format: {type: xml, records: /s/wh/i}
          columns: {sku: "@no", location: ../head/name, available: "q[@k='free']"}
          """,
        name: "STOCK.xml",
        text: """
          <?xml version="1.0"?>
          <s><wh><head><name>Berlin</name></head>
          <i no="SKU-00010"><q k="held">1</q><q k="free">700</q></i></wh>
          <wh><head><name>Hamburg</name></head></wh>
          <wh><head><name>Berlin</name></head><!-- two -->
          <i no="SKU-00011"><q k="free"> many</q></i></wh></s>
          """,
        rejected: """
          <?xml version="1.0"?>
          <s rejected="dray"><wh><head><name>Berlin</name></head>
          </wh>
          <wh><head><name>Hamburg</name></head></wh>
          <wh><head><name>Berlin</name></head><!-- two -->
          <!-- line 6: CODE: MESSAGE -->
          <i no="SKU-00011"><q k="free"> many</q></i></wh></s>
          """, ending: "xml", line: "6"),
    ]

    var job: String {
      """
      feed: stock.set
      quiet: 0s
      \(format)
      fields:
        sku: sku
        location: location
        available: available
      """
    }
  }

  @Test(arguments: Case.all)
  func `a rejected record comes back in its own layout and is accepted once it is mended`(
    _ it: Case
  ) async throws {
    try await TestHome.with(["stock": it.job], sandbox: TestHome.small) { home in
      try home.drop("stock", it.name, it.text)
      let first = try await home.dray("run", "stock")
      #expect(first.status == 0, "\(first)")
      let receipt = try home.receipt("stock", it.name)
      #expect(receipt["applied"]?.int == 1, "\(receipt.text)")
      #expect(receipt["rejected"]?.int == 1)
      let list = home.text("outbox/receipts/stock/\(it.name).receipt.csv") ?? ""
      #expect(list.contains("\n2,\(it.line),"), "\(list)")

      let rejected = home.text("outbox/receipts/stock/\(it.name).rejected.\(it.ending)") ?? ""
      // The message, as the receipt has it, without the quotes CSV puts around it.
      let reason = list.split(whereSeparator: \.isNewline).last?.split(
        separator: "not-a-whole-number,")
      let words = (reason?.last ?? "").replacing("\"", with: "")
      #expect(
        rejected
          == it.rejected.replacing("CODE", with: "not-a-whole-number").replacing(
            "MESSAGE",
            with: it.format.contains("quote: none") ? words.replacing(";", with: " ") : words))

      let mended = rejected.replacing(" many", with: "  701").replacing(
        "\"many\"}", with: "\"701\"}")
      try home.drop("stock", "\(it.name).rejected.\(it.ending)", mended)
      let second = try await home.dray("run", "stock")
      #expect(second.status == 0, "\(second)")
      let answer = try home.receipt("stock", "\(it.name).rejected.\(it.ending)")
      #expect(answer["correction"]?.bool == true)
      #expect(answer["applied"]?.int == 1, "\(answer.text)")
      #expect(try await home.sandbox.effects().count == 2)
      try await home.expectAudit()
    }
  }
}
