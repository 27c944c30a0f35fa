// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Rows that belong together stand or fall together: a group, and the rows a SELECT makes of a record that is added up.
@Suite struct GroupTests {
  private static let select = """

    map: SELECT f.record, l.sku, l.location, number(l.QUANTITY) AS QUANTITY FROM feed f JOIN lines l USING (record)
    """

  private static func job(_ operation: String, _ quantity: String, _ more: String = "") -> String {
    """
    feed: \(operation)
    quiet: 0s
    format: {type: csv}
    group: lot
    fields: {sku: sku, location: location, \(quantity): \(quantity)}\(more.replacing("QUANTITY", with: quantity))
    """
  }

  /// Groups 2 and 3 are each at fault in one row.
  private static func file(_ quantity: String) -> String {
    """
    lot,sku,location,\(quantity)
    1,SKU-00010,Berlin,700
    ,SKU-00011,Berlin,701
    2,SKU-00012,Berlin,702
    ,NOWHERE,Berlin,9
    ,SKU-00013,Berlin,703
    3,SKU-00014,Berlin,x
    3,SKU-00015,Berlin,705
    4,SKU-00016,Berlin,706

    """
  }

  @Test(arguments: [
    ("stock.set", "available", ""), ("stock.set", "available", select),
    ("stock.adjust", "delta", ""), ("stock.adjust", "delta", select),
  ])
  func `a group of which a row is wrong is rejected whole, comes back whole and is done once`(
    _ operation: String, _ quantity: String, _ select: String
  ) async throws {
    let jobs = ["feed": Self.job(operation, quantity, select)]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      _ = try await home.dray("refresh")
      let before = try home.berlin()
      try home.drop("feed", "S.csv", Self.file(quantity))
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(try await home.sandbox.effects().count == 3)
      let receipt = try home.receipt("feed", "S.csv")
      // A number that the SELECT cannot read rejects its record before there are rows of it.
      let rows = select.isEmpty ? 8 : 7
      #expect(receipt["records"]?.int == rows, "\(receipt.text)")
      #expect(receipt["rejected"]?.int == rows - 3 && receipt["applied"]?.int == 3)
      #expect(receipt["file_records"]?.int == 4)
      let list = home.text("outbox/receipts/feed/S.csv.receipt.csv") ?? ""
      #expect(
        list.contains(
          "broken-group,\"row \(select.isEmpty ? 4 : 5), which belongs to the same record, is rejected, so that nothing of it is done; S.csv:\(select.isEmpty ? 5 : 4):1: "
        ), "\(list)")
      let back = home.text("outbox/receipts/feed/S.csv.rejected.csv") ?? ""
      let lines = back.split(separator: "\n")
      #expect(lines.count == 6, "\(back)")
      #expect(
        lines.dropFirst().allSatisfy { !$0.contains("SKU-00010") && !$0.contains("broken-group") })
      #expect(back.contains("unknown-key,"), "\(back)")

      // The mended groups, dropped again, are each done once.
      try home.drop(
        "feed", "S.csv.rejected.csv",
        back.replacing("NOWHERE,Berlin,9", with: "SKU-00017,Berlin,707")
          .replacing("Berlin,x", with: "Berlin,704"))
      let again = try await home.dray("run", "feed")
      #expect(again.status == 0, "\(again)")
      #expect(try home.receipt("feed", "S.csv.rejected.csv")["applied"]?.int == 5)
      #expect(try await home.sandbox.effects().count == 8)
      let after = try home.berlin()
      for number in 10...17 {
        let old = operation == "stock.set" ? 0 : before[number] ?? 0
        #expect(after[number] == old + 690 + number, "SKU-000\(number)")
      }
      try await home.expectAudit()
    }
  }

  @Test func `what a rejected group would have added to a sum is not in it`() async throws {
    try await TestHome.with(["feed": Self.job("stock.adjust", "delta")], sandbox: TestHome.small) {
      home in
      _ = try await home.dray("refresh")
      let before = try home.berlin()[10] ?? 0
      try home.drop(
        "feed", "S.csv",
        "lot,sku,location,delta\n1,SKU-00010,Berlin,5\n2,SKU-00010,Berlin,2\n2,NOWHERE,Berlin,1\n3,SKU-00010,Berlin,10\n"
      )
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try home.berlin()[10] == before + 15)
      let back = home.text("outbox/receipts/feed/S.csv.rejected.csv") ?? ""
      try home.drop("feed", "S.csv.rejected.csv", back.replacing("NOWHERE", with: "SKU-00011"))
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try home.berlin()[10] == before + 17)
      try await home.expectAudit()
    }
  }

  @Test func `rows of one record that are added up stand or fall together without a group too`()
    async throws
  {
    let job = """
      feed: stock.adjust
      quiet: 0s
      format: {type: csv}
      map: |
        SELECT f.record, f.sku, c.name AS location, number(c.value) AS delta
        FROM feed f JOIN cells c USING (record) WHERE c.number > 1 AND c.value <> ''
      """
    try await TestHome.with(["feed": job], sandbox: TestHome.small) { home in
      _ = try await home.dray("refresh")
      let before = try home.berlin()
      try home.drop(
        "feed", "S.csv", "sku,Berlin,Hamburg,Atlantis\nSKU-00010,5,3,\nSKU-00011,4,,2\n")
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try await home.sandbox.effects().count == 2)
      let back = home.text("outbox/receipts/feed/S.csv.rejected.csv") ?? ""
      #expect(back.contains("SKU-00011,4,,2,"), "\(back)")
      try home.drop("feed", "S.csv.rejected.csv", back.replacing("4,,2,", with: "4,2,,"))
      let again = try await home.dray("run", "feed")
      #expect(again.status == 0, "\(again)")
      #expect(try home.berlin()[10] == (before[10] ?? 0) + 5)
      #expect(try home.berlin()[11] == (before[11] ?? 0) + 4)
      #expect(try await home.sandbox.effects().count == 4)
    }
  }

  @Test func `a group of which the store took a part of a sum does not come back`() async throws {
    try await TestHome.with(["feed": Self.job("stock.adjust", "delta")], sandbox: TestHome.small) {
      home in
      try home.drop(
        "feed", "S.csv",
        "lot,sku,location,delta\n1,SKU-00010,Berlin,5\n1,SKU-00012,Berlin,1000000000\n2,SKU-00013,Berlin,1000000000\n"
      )
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try await home.sandbox.effects().count == 1)
      let receipt = try home.receipt("feed", "S.csv")
      #expect(receipt["applied"]?.int == 1 && receipt["rejected"]?.int == 2, "\(receipt.text)")
      let back = home.text("outbox/receipts/feed/S.csv.rejected.csv") ?? ""
      #expect(back.contains("SKU-00013") && !back.contains("SKU-00012"), "\(back)")
    }
  }

  /// A warehouse in each column.
  private static let wide = """
    feed: stock.set
    quiet: 0s
    receipt: all
    format: {type: csv}
    map: |
      SELECT f.record, f.sku, c.name AS location, number(c.value) AS available
      FROM feed f JOIN cells c USING (record) WHERE c.number > 1 AND c.value <> ''
    """

  @Test func `a receipt of all records lists each row, and a duplicate tells the same`()
    async throws
  {
    try await TestHome.with(["stock": Self.wide], sandbox: TestHome.small) { home in
      try home.drop("stock", "A.csv", "sku,Berlin,Hamburg\nSKU-00010,700,701\nSKU-00011,,702\n")
      #expect(try await home.dray("run", "stock").status == 0)
      let text =
        "sku,Berlin,Hamburg,Atlantis\nSKU-00010,700,711,\nSKU-00011,,702,1\nSKU-00012,,,\n"
      try home.drop("stock", "B.csv", text)
      #expect(try await home.dray("run", "stock").status == 0)
      let list = home.text("outbox/receipts/stock/B.csv.receipt.csv") ?? ""
      #expect(
        list.split(separator: "\n").map {
          $0.split(separator: ",").prefix(4).joined(separator: ",")
        }
          == [
            "record,line,key,outcome", "1,2,SKU-00010 / Berlin,unchanged",
            "2,2,SKU-00010 / Hamburg,applied", "3,3,SKU-00011 / Hamburg,unchanged",
            "4,3,SKU-00011 / Atlantis,rejected",
          ], "\(list)")
      try home.drop("stock", "C.csv", text)
      #expect(try await home.dray("run", "stock").status == 0)
      let (first, again) = (
        try home.receipt("stock", "B.csv"), try home.receipt("stock", "C.csv")
      )
      #expect(again["state"]?.string == "duplicate")
      for key in ["records", "applied", "unchanged", "rejected", "file_records", "passed_over"] {
        #expect(again[key] == first[key], "\(key)")
      }
      #expect(again["file_records"]?.int == 3 && again["passed_over"]?.int == 1)
      #expect(home.text("outbox/receipts/stock/C.csv.receipt.csv") == list)
      #expect(
        home.text("outbox/receipts/stock/C.csv.rejected.csv")
          == home.text("outbox/receipts/stock/B.csv.rejected.csv"))
      #expect(try await home.sandbox.effects().count == 4)
    }
  }

  @Test(arguments: [
    "",
    "\nmap: SELECT f.record, l.sku, l.location, number(l.available) AS available FROM feed f JOIN lines l USING (record)",
  ])
  func `B04 the last group before a break is rejected, as it may go on behind it`(_ select: String)
    async throws
  {
    let jobs = ["feed": Self.job("stock.set", "available", "\nall_or_nothing: false" + select)]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      try home.drop(
        "feed", "S.csv",
        "lot,sku,location,available\n1,SKU-00010,Berlin,700\n1,SKU-00011,Berlin,701\n2,SKU-00012,Berlin,702\n,SKU-00013,\"Ber"
      )
      #expect(try await home.dray("run", "feed").status == 65)
      #expect(try await home.sandbox.effects().count == 2)
      let receipt = try home.receipt("feed", "S.csv")
      #expect(receipt["applied"]?.int == 2 && receipt["rejected"]?.int == 1, "\(receipt.text)")
      #expect(receipt["faults"]?[0]?["code"]?.string == "truncated")
      let back = home.text("outbox/receipts/feed/S.csv.rejected.csv") ?? ""
      #expect(back.contains("2,SKU-00012,Berlin,702,broken-group,"), "\(back)")
    }
  }
}

extension TestHome {
  /// What is available in Berlin of `SKU-00010` to `SKU-00019`, by number, as the mirror has it.
  fileprivate func berlin() throws -> [Int: Int] {
    let rows = try mirror(
      """
      SELECT substr(v.sku, -2), l.available FROM inventory_levels l
      JOIN variants v ON v.item_id = l.item_id JOIN locations o ON o.id = l.location_id
      WHERE o.name = 'Berlin' AND v.sku LIKE 'SKU-0001_'
      """)
    return Dictionary(
      uniqueKeysWithValues: rows.compactMap { row in
        let parts = row.split(separator: "|").compactMap { Int($0) }
        return parts.count == 2 ? (parts[0], parts[1]) : nil
      })
  }
}
