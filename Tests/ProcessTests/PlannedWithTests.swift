// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A job is changed while a file of it is under way: what was planned is sent and told as it was planned.
@Suite struct PlannedWithTests {
  /// A change of the config, and what it does to files planned afterwards.
  struct Change: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// Files below `jobs`, before and after.
    var before: [String: String]
    var after: [String: String]
    /// The file, of two good records and one of an unknown SKU, before the change and after it.
    var file: String
    var next: String
    /// `location available` of the next file's record.
    var told: String

    private static let keys =
      "feed: stock.set\nquiet: 0s\ncompare: mirror\nrails: {min_records: 1}\n"
    private static let csv = "format: {type: csv}\n"
    private static let plain = "fields: {sku: sku, location: location, available: available}\n"
    private static let file =
      "sku,location,available\nSKU-00010,Berlin,700\nNOWHERE,Berlin,5\nSKU-00011,Berlin,701\n"
    private static let next = "sku,location,available\nSKU-00012,Berlin,702\n"

    static let all = [
      Change(
        testDescription: "fields", before: ["stock.yaml": keys + csv + plain],
        after: [
          "stock.yaml": keys + csv
            + "fields: {sku: sku, location: location, available: {sql: \"number(available) + 1000\"}}\n"
        ], file: file, next: next, told: "Berlin 1702"),
      Change(
        testDescription: "a look-up table",
        before: [
          "stock.yaml": keys + csv
            + "fields: {sku: sku, location: {column: location, lookup: sites}, available: available}\n",
          "tables/sites.csv": "key,value\nBerlin,Berlin\n",
        ], after: ["tables/sites.csv": "key,value\nBerlin,Hamburg\n"], file: file, next: next,
        told: "Hamburg 702"),
      Change(
        testDescription: "a preset of the home",
        before: [
          "stock.yaml": keys + "preset: ours\n",
          "presets/ours.yaml":
            "name: ours\ndoc: Ours.\nfor: stock.set\nrecognise: {columns: [sku]}\n" + csv + plain,
        ],
        after: [
          "presets/ours.yaml":
            "name: ours\ndoc: Ours.\nfor: stock.set\nrecognise: {columns: [sku]}\n" + csv
            + "fields: {sku: sku, location: {value: Hamburg}, available: available}\n"
        ], file: file, next: next, told: "Hamburg 702"),
      Change(
        testDescription: "the SELECT of map",
        before: [
          "stock.yaml": keys + csv
            + "map: SELECT record, sku, location, number(available) AS available FROM feed\n"
        ],
        after: [
          "stock.yaml": keys + csv
            + "map: SELECT record, sku, 'Hamburg' AS location, number(available) + 1 AS available FROM feed\n"
        ], file: file, next: next, told: "Hamburg 703"),
      Change(
        testDescription: "the format, by which records have other numbers",
        before: ["stock.yaml": keys + csv + plain],
        after: ["stock.yaml": keys + "format: {type: csv, comment: SKU}\n" + plain],
        file: file, next: next.replacing("SKU-00012", with: "\"SKU-00012\""), told: "Berlin 702"),
    ]
  }

  private func expectAsPlanned(_ home: TestHome) async throws {
    try await home.expectOnce(2, by: "inventorySetQuantities", "stock", "S.csv")
    #expect(try home.levels() == ["SKU-00010 Berlin 700", "SKU-00011 Berlin 701"])
    let receipt = try home.receipt("stock", "S.csv")
    #expect(receipt["records"]?.int == 3 && receipt["rejected"]?.int == 1, "\(receipt.text)")
    let rejected = home.text("outbox/receipts/stock/S.csv.rejected.csv") ?? ""
    #expect(rejected.contains("NOWHERE") && !rejected.contains("SKU-000"), "\(rejected)")
  }

  @Test(arguments: Change.all)
  func `B30 killed half-way and the config changed, the file is finished as it was planned`(
    _ change: Change
  ) async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      for (name, text) in change.before { try home.write("jobs/\(name)", text) }
      _ = try await home.dray("refresh")
      try await home.sandbox.script("inventorySetQuantities:1:hang")
      try home.drop("stock", "S.csv", change.file)
      let command = try home.start(["run", "stock"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      for (name, text) in change.after { try home.write("jobs/\(name)", text) }
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)")
      try await expectAsPlanned(home)

      // What comes afterwards is planned with the new one.
      try home.drop("stock", "T.csv", change.next)
      let next = try await home.dray("run", "stock")
      #expect(next.status == 0, "\(next)")
      #expect(try home.levels().last == "SKU-00012 \(change.told)")
      // A duplicate of the first tells what the first came to.
      try home.drop("stock", "U.csv", change.file)
      #expect(try await home.dray("run", "stock").status == 0)
      #expect(
        home.text("outbox/receipts/stock/U.csv.rejected.csv")
          == home.text("outbox/receipts/stock/S.csv.rejected.csv"))
    }
  }

  @Test(arguments: Change.all.prefix(4))
  func `B30 a held delivery is planned when it is approved, with the config of that day`(
    _ change: Change
  ) async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      for (name, text) in change.before {
        try home.write(
          "jobs/\(name)", text.replacing("min_records: 1}", with: "min_records: 2}"))
      }
      try home.drop("stock", "S.csv", change.next)
      #expect(try await home.dray("run", "stock").status == 65)
      for (name, text) in change.after { try home.write("jobs/\(name)", text) }
      let approved = try await home.dray("approve", "d1")
      #expect(approved.status == 0, "\(approved)")
      #expect(try home.levels() == ["SKU-00012 \(change.told)"])
      #expect(try await home.sandbox.effects(of: "inventorySetQuantities").count == 1)
    }
  }
}

extension TestHome {
  /// What the store has of what was set, from the mirror, which the outcomes were copied to.
  fileprivate func levels() throws -> [String] {
    try mirror(
      """
      SELECT v.sku || ' ' || o.name || ' ' || l.available FROM inventory_levels l
      JOIN variants v ON v.item_id = l.item_id JOIN locations o ON o.id = l.location_id
      WHERE l.available >= 700 ORDER BY v.sku
      """)
  }
}
