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
    let jobs = ["stock": TestHome.stock + "\nall_or_nothing: true"]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
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

  @Test func `what repeats in a record is told as a table, and a job made of it runs by map:`()
    async throws
  {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      try home.write(
        "scratch/levels.json",
        #"""
        {"items": [
          {"sku": "SKU-00010", "price": {"amount": 1.5}, "stock": [{"loc": "Berlin", "qty": 41}, {"loc": "Hamburg", "qty": 42}]},
          {"sku": "SKU-00011", "price": {"amount": 2.5}, "stock": [{"loc": "Berlin", "qty": 43}]}]}
        """#)
      let path = "\(home.path)/scratch/levels.json"
      let told = try JSON(parsing: await home.dray("explain", path, "--json").output)
      #expect(told["columns"]?.array?.map { $0["column"]?.string } == ["sku", "price/amount"])
      let child = told["children"]?[0]
      #expect(child?["path"]?.string == "stock" && child?["rows"]?.int == 3, "\(told.text)")
      #expect(child?["columns"]?[1]?["looks_like"]?.string == "whole numbers")
      let made = try await home.dray("init", "--from", path, "--feed", "stock.set", home.path)
      #expect(made.status == 0, "\(made)")
      let explained = try await home.dray("explain", path, "--job", "levels")
      // Its SELECT reads nothing of the mirror.
      #expect(!explained.output.contains("there is none yet"), "\(explained)")
      #expect(explained.output.contains("\n3 records, 0 of them with faults"), "\(explained)")
      #expect(try await home.dray("run", "levels", path).status == 0)
      let after = try await home.sandbox.effects().compactMap { $0["after"]?["available"]?.int }
      #expect(Set(after) == [41, 42, 43])
    }
  }

  @Test func `a code page is guessed for a look, stated in the job made of it, and never in a run`()
    async throws
  {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      let text = "sku;Lager;Bestand\nSKU-00010;M\u{FC}nchen;5\nSKU-00011;M\u{FC}nchen;6\n"
      let path = "\(home.path)/scratch/s.csv"
      try home.write("scratch/s.csv", "")
      try Data(text.unicodeScalars.map { UInt8($0.value) }).write(to: URL(fileURLWithPath: path))
      let told = try await home.dray("explain", path)
      #expect(told.status == 0, "\(told)")
      #expect(told.output.contains("a few words: München"), "\(told.output)")
      #expect(
        told.output.contains("a job must state `encoding: windows-1252`"), "\(told.output)")
      let made = try await home.dray("init", "--from", path, home.path)
      #expect(made.output.contains("encoding: windows-1252, guessed from the letters"), "\(made)")
      let job = home.text("jobs/s.yaml") ?? ""
      #expect(job.contains("encoding: windows-1252"), "\(job)")
      try home.write("jobs/silent.yaml", job.replacing(", encoding: windows-1252", with: ""))
      let refused = try await home.dray("explain", path, "--job", "silent")
      #expect(refused.status == 65, "\(refused)")
      #expect(refused.output.contains("most likely windows-1252"), "\(refused)")
    }
  }

  @Test func `what no column says is left as FIXME where the operation is told`() async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      try home.write("scratch/x.csv", "sku,foo\n00123,2\n00124,4\n")
      let path = "\(home.path)/scratch/x.csv"
      let made = try await home.dray("init", "--from", path, "--feed", "price.set", home.path)
      #expect(made.status == 0, "\(made)")
      #expect(made.output.contains("price: no column says it"), "\(made)")
      #expect(home.text("jobs/x.yaml")?.contains("\n  price: FIXME ") == true)
      let told = try await home.dray("explain", path, "--job", "x")
      #expect(told.status == 65 && told.output.contains("expected FIXME"), "\(told)")
    }
  }

  @Test func `a file that names orders is taken for shipments, line by line`() async throws {
    try await TestHome.with([:], sandbox: TestHome.small) { home in
      try home.write(
        "scratch/sent.xml",
        """
        <sent><shipment><order>#1001</order><track>A</track><line sku="S1" qty="2"/><line sku="S2" qty="1"/></shipment>
        <shipment><order>#1002</order><track>B</track><line sku="S1" qty="1"/></shipment></sent>
        """)
      let path = "\(home.path)/scratch/sent.xml"
      let made = try await home.dray("init", "--from", path, home.path)
      #expect(made.output.contains("feed: shipment.create, guessed"), "\(made)")
      for guess in ["order: the column order", "sku: the column sku", "quantity: the column qty"] {
        #expect(made.output.contains(guess), "\(made)")
      }
      let told = try await home.dray("explain", path, "--job", "sent")
      #expect(told.output.contains("\n3 records, 0 of them with faults"), "\(told)")
    }
  }
}
