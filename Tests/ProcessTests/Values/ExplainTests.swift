// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `dray explain` and `dray init --from`, by the real program.
@Suite struct ExplainTests {
  /// What a German warehouse writes.
  private static let german =
    "ART_NR;Lager;Bestand;Preis;Bemerkung\r\n"
    + (10...19).map { "SKU-000\($0);Berlin;1.\($0)0;1.2\($0),50 €;x\r\n" }.joined()
    + "SKU-00010;München;7;9,50 €;\r\n"

  private func files(_ home: TestHome) throws -> [String] {
    let all = FileManager.default.enumerator(atPath: home.path)?.compactMap { $0 as? String } ?? []
    return all.filter { !$0.hasPrefix("scratch") }.sorted()
  }

  @Test func `explain tells format, columns and faults of a file, and touches nothing`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.write("scratch/LAGER_20260501.csv", Self.german)
      let before = try files(home)
      let path = "\(home.path)/scratch/LAGER_20260501.csv"
      let told = try await home.dray("explain", path)
      #expect(told.status == 0, "\(told)")
      #expect(told.output.hasPrefix("LAGER_20260501.csv: CSV ("), "\(told.output)")
      #expect(told.output.contains("; between them"), "\(told.output)")
      #expect(told.output.contains("numbers such as 1.234,50; with EUR"), "\(told.output)")
      #expect(told.output.contains("\n11 records, 0 of them with faults"), "\(told.output)")
      #expect(try files(home) == before)
    }
  }

  @Test func `explain with a job shows what records ask and every fault with its place`()
    async throws
  {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.write(
        "scratch/S.csv",
        "sku,location,available\nSKU-00010,Berlin,5\nSKU-00011,Berlin,1e3\nSKU-00012,Berlin\nSKU-00013,Berlin,\n"
      )
      let path = "\(home.path)/scratch/S.csv"
      let told = try await home.dray("explain", path, "--job", "stock", "--json", "--faults", "2")
      #expect(told.status == 0, "\(told)")
      let json = try JSON(parsing: told.output)
      #expect(json["records"]?.int == 4 && json["faulty"]?.int == 3, "\(json.text)")
      #expect(json["faults"]?.array?.map { $0["line"]?.int } == [3, 4])
      #expect(json["faults_left_out"]?.int == 1)
      #expect(json["job"]?["operation"]?.string == "stock.set")
      #expect(json["job"]?["first"]?[0]?["values"]?["available"]?["set"]?.string == "5")
      #expect(json["job"]?["first"]?[1]?["values"]?["available"]?.string == "faulty")
      #expect(try await home.dray("explain", path, "--job", "nope").status == 1)
      #expect(try await home.dray("explain", path + "x").status == 1)
      try home.write("jobs/wrong.yaml", "feed: stock.set\n")
      #expect(try await home.dray("explain", path, "--job", "wrong").status == 78)
    }
  }

  @Test func `explain says why a file as a whole would be refused`() async throws {
    try await TestHome.with(sandbox: TestHome.small) { home in
      try home.write(
        "scratch/CUT.csv", "sku,location,available\nSKU-00010,Berlin,5\nSKU-00011,\"Ber")
      let path = "\(home.path)/scratch/CUT.csv"
      let told = try await home.dray("explain", path, "--job", "stock")
      #expect(told.status == 65, "\(told)")
      #expect(told.output.contains("would be refused: CUT.csv:3:11: "), "\(told.output)")
    }
  }

  @Test func `a job made from a sample passes the check and runs`() async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      try home.write("scratch/LAGER_20260501.csv", Self.german)
      let path = "\(home.path)/scratch/LAGER_20260501.csv"
      let made = try await home.dray("init", "--from", path, home.path)
      #expect(made.status == 0, "\(made)")
      #expect(made.output.hasPrefix("wrote   jobs/lager.yaml\n"), "\(made.output)")
      #expect(made.output.contains("feed: stock.set, guessed"), "\(made.output)")
      #expect(made.output.contains("not used: Preis, Bemerkung"), "\(made.output)")
      let text = home.text("jobs/lager.yaml") ?? ""
      #expect(text.contains("files: \"LAGER_*.csv\""), "\(text)")
      #expect(text.contains("delimiter: \";\"") && text.contains("thousands: \".\""), "\(text)")
      #expect(try await home.dray("check", "lager").status == 0)
      let told = try await home.dray("explain", path, "--job", "lager")
      #expect(told.status == 0 && told.output.contains("0 of them with faults"), "\(told)")
      let run = try await home.dray("run", "lager", path)
      #expect(run.status == 0, "\(run)")
      let receipt = try home.receipt("lager", "LAGER_20260501.csv")
      #expect(receipt["rejected"]?.int == 0, "\(receipt.text)")
      let after = try await home.sandbox.effects().compactMap { $0["after"]?["available"]?.int }
      #expect(Set(after).isSuperset(of: [1100, 1110, 1190, 7]), "\(after)")
      let again = try await home.dray("init", "--from", path, home.path)
      #expect(again.status == 73, "\(again)")
      #expect(home.text("jobs/lager.yaml") == text)
    }
  }

  @Test func `a job made from an export of Shopify's uses its preset`() async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      try home.write(
        "scratch/inventory.csv",
        "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not editable),Unavailable (not editable),Committed (not editable),Available (not editable),On hand (current),On hand (new)\nalpine-parka-1,Alpine Parka,Size,S,SKU-00001,,,Berlin,,0,0,0,5,5,9\n"
      )
      let path = "\(home.path)/scratch/inventory.csv"
      let made = try await home.dray("init", "--from", path, "--job", "counts", home.path)
      #expect(made.status == 0, "\(made)")
      #expect(made.output.contains("preset: shopify-inventory"), "\(made.output)")
      #expect(try await home.dray("check", "counts").status == 0)
      let told = try await home.dray("explain", path, "--job", "counts")
      #expect(told.status == 0 && told.output.contains("on_hand"), "\(told)")
    }
  }

  @Test func `no job is made of columns that say nothing`() async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      try home.write("scratch/x.csv", "foo,bar\n1,2\n3,4\n")
      let made = try await home.dray(
        "init", "--from", "\(home.path)/scratch/x.csv", home.path)
      #expect(made.status == 65, "\(made)")
      #expect(made.errors.contains("name it with --feed"), "\(made.errors)")
      #expect(home.names("jobs").isEmpty)
    }
  }
}
