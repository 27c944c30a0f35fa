// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Files that are cut short or not well-formed: refused whole where the job says all or nothing, else worked up to there.
@Suite struct BreakOffTests {
  /// A file whose first two records are whole.
  struct Broken: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var format: String
    var name: String
    var text: String
    var whole: String
    var fault: String

    static let all = [
      Broken(
        testDescription: "B04 CSV cut inside quotes", format: "format: {type: csv}",
        name: "S.csv", text: TestHome.stockFile(2) + "SKU-00012,Berlin,\"7",
        whole: TestHome.stockFile(3), fault: "truncated S.csv:4:18: the file ends inside quotes"),
      Broken(
        testDescription: "B04 CSV cut inside a character", format: "format: {type: csv}",
        name: "S.csv", text: TestHome.stockFile(2) + "SKU-00012,M",
        whole: TestHome.stockFile(3), fault: "truncated S.csv:4:12: the file ends inside"),
      Broken(
        testDescription: "B19 XML cut at 99 %", format: "format: {type: xml, records: /s/i}",
        name: "S.xml", text: "<s>\n\(xml(2))<i><sku>SKU-00012</sku><loc",
        whole: "<s>\n\(xml(3))</s>", fault: "truncated S.xml:4:28: the document ends before"),
      Broken(
        testDescription: "B19 XML not well-formed at 99 %",
        format: "format: {type: xml, records: /s/i}", name: "S.xml",
        text: "<s>\n\(xml(2))<i><sku>SKU-00012</i>\n</s>", whole: "<s>\n\(xml(3))</s>",
        fault: "not-well-formed S.xml:4:"),
      Broken(
        testDescription: "B19 JSON cut", format: "format: {type: json, records: /data/items}",
        name: "S.json", text: "{\"data\": {\"items\": [\n\(json(2)),\n{\"sku\": \"SKU",
        whole: "{\"data\": {\"items\": [\n\(json(3))]}}",
        fault: "truncated S.json:4:13: the document"),
      Broken(
        testDescription: "B19 JSON Lines cut", format: "format: {type: json}", name: "S.jsonl",
        text: json(2).replacing(",\n", with: "\n") + "\n{\"sku\": \"SKU",
        whole: json(3).replacing(",\n", with: "\n") + "\n",
        fault: "truncated S.jsonl:3:13: the document"),
    ]

    private static func xml(_ count: Int) -> String {
      (0..<count).map {
        "<i><sku>SKU-000\($0 + 10)</sku><location>Berlin</location><available>\(700 + $0)</available></i>\n"
      }.joined()
    }

    private static func json(_ count: Int) -> String {
      (0..<count).map {
        "{\"sku\": \"SKU-000\($0 + 10)\", \"location\": \"Berlin\", \"available\": \(700 + $0)}"
      }.joined(separator: ",\n")
    }

    /// The feed with more keys.
    func job(_ keys: String) -> String {
      """
      feed: stock.set
      quiet: 0s
      \(format)
      fields: {sku: sku, location: location, available: available}
      \(keys)
      """
    }

    var bytes: [UInt8] {
      Array(text.utf8) + (testDescription.hasSuffix("character") ? [0xC3] : [])
    }
  }

  @Test(arguments: Broken.all)
  func `B04 B19 a file that breaks off has no effect at all with all_or_nothing`(
    _ broken: Broken
  ) async throws {
    try await TestHome.with(
      ["stock": broken.job("all_or_nothing: true")], sandbox: TestHome.small
    ) { home in
      let plan = try await home.dray("plan", "stock", try home.file(broken))
      #expect(plan.status == 65, "\(plan)")
      #expect(plan.output.contains("would be refused: "), "\(plan)")
      try home.drop("stock", broken.name, broken.bytes)
      #expect(try await home.dray("run", "stock").status == 65)
      try await home.expectNoEffect()
      let receipt = try home.receipt("stock", broken.name)
      #expect(receipt["state"]?.string == "refused")
      #expect(home.fault(of: receipt).hasPrefix(broken.fault), "\(receipt.text)")
      try home.drop("stock", broken.name, broken.whole)
      #expect(try await home.dray("run", "stock").status == 0)
      try await home.expectOnce(3, by: "inventorySetQuantities", "stock", broken.name)
    }
  }

  @Test(arguments: Broken.all)
  func `B04 B19 else the whole records before the break are applied, and the break is told`(
    _ broken: Broken
  ) async throws {
    try await TestHome.with(["stock": broken.job("")], sandbox: TestHome.small) { home in
      let plan = try await home.dray("plan", "stock", try home.file(broken))
      #expect(plan.status == 65, "\(plan)")
      #expect(plan.output.contains("breaks off: \(broken.name):"), "\(plan)")
      let explained = try await home.dray("explain", try home.file(broken), "--job", "stock")
      #expect(explained.status == 65, "\(explained)")
      #expect(
        explained.output.contains("; what stands before it would be worked"), "\(explained)")
      try home.drop("stock", broken.name, broken.bytes)
      let run = try await home.dray("run", "stock")
      #expect(run.status == 65, "\(run)")
      #expect(run.output.contains("d1 stock: broken off. \(broken.name):"), "\(run)")
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", broken.name)
      let receipt = try home.receipt("stock", broken.name)
      #expect(receipt["records"]?.int == 2, "\(receipt.text)")
      let fault = home.fault(of: receipt)
      #expect(fault.hasPrefix(broken.fault), "\(receipt.text)")
      #expect(
        fault.hasSuffix(
          "; the 2 records before it are worked, the rest is not; when the whole file comes, what was done is unchanged"
        ), "\(fault)")
      #expect(try await home.dray("show", "d1").output.contains("broken_off"))
      let status = try await home.dray("status")
      #expect(status.output.contains("\(broken.name) breaks off: "), "\(status)")

      // The same bytes again are a duplicate that tells the same; a job changed since has no part in that.
      try home.write("jobs/stock.yaml", broken.job("all_or_nothing: true"))
      try home.drop("stock", broken.name, broken.bytes)
      #expect(try await home.dray("run", "stock").status == 0)
      let again = try home.receipt("stock", broken.name)
      #expect(again["state"]?.string == "duplicate")
      #expect(again["applied"]?.int == 2)
      #expect(home.fault(of: again) == fault)
      #expect(try await home.sandbox.effects().count == 2)

      try home.drop("stock", broken.name, broken.whole)
      #expect(try await home.dray("run", "stock").status == 0)
      let mended = try home.receipt("stock", broken.name)
      #expect(mended["applied"]?.int == 1, "\(mended.text)")
      #expect(mended["unchanged"]?.int == 2)
      #expect(mended["faults"]?.array?.isEmpty == true)
      #expect(try await home.sandbox.effects().count == 3)
      #expect(try await !home.dray("status").output.contains("breaks off"))
      try await home.expectAudit()
    }
  }

  @Test(arguments: ["hang", "hang:after"])
  func `B04 killed while it sends, it finishes the records before the break and no others`(
    _ kind: String
  ) async throws {
    let broken = Broken.all[0]
    try await TestHome.with(
      ["stock": broken.job("compare: mirror")], sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      try await home.sandbox.script("inventorySetQuantities:1:\(kind)")
      try home.drop("stock", broken.name, broken.bytes)
      let command = try home.start(["run", "stock"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      // What was begun is finished as it was planned.
      try home.write("jobs/stock.yaml", broken.job("compare: mirror\nall_or_nothing: true"))
      #expect(try await home.dray("run", "stock").status == 65)
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", broken.name)
      #expect(home.fault(of: try home.receipt("stock", broken.name)).hasPrefix(broken.fault))
    }
  }

  @Test(arguments: [Broken.all[0], Broken.all[2], Broken.all[4], Broken.all[5]])
  func `B04 B19 rejected records of a file that breaks off come back in a whole one`(
    _ broken: Broken
  ) async throws {
    try await TestHome.with(["stock": broken.job("")], sandbox: TestHome.small) { home in
      let bytes = String(decoding: broken.bytes, as: UTF8.self)
        .replacing("SKU-00010", with: "NOWHERE")
      try home.drop("stock", broken.name, bytes)
      #expect(try await home.dray("run", "stock").status == 65)
      let receipt = try home.receipt("stock", broken.name)
      #expect(receipt["applied"]?.int == 1 && receipt["rejected"]?.int == 1, "\(receipt.text)")
      let name = try #require(
        home.names("outbox/receipts/stock").first { $0.contains(".rejected.") })
      let text = try #require(home.text("outbox/receipts/stock/\(name)"))
      try home.drop("stock", name, text.replacing("NOWHERE", with: "SKU-00010"))
      let run = try await home.dray("run", "stock")
      #expect(run.status == 0, "\(run)\n\(text)")
      #expect(try home.receipt("stock", name)["correction"] == .bool(true))
      #expect(
        try await home.dray("status").output.contains("breaks off"), "the rest is still missing")
      #expect(try await home.sandbox.effects().count == 2)
      try await home.expectAudit()
    }
  }

  @Test func `B04 rails and stop_at judge the records before the break`() async throws {
    let broken = Broken.all[0]
    let jobs = ["stock": broken.job("rails: {min_records: 3}")]
    try await TestHome.with(jobs, sandbox: TestHome.small) { home in
      try home.drop("stock", broken.name, broken.bytes)
      #expect(try await home.dray("run", "stock").status == 65)
      try await home.expectNoEffect()
      let held = try home.receipt("stock", broken.name)
      #expect(held["state"]?.string == "held")
      #expect(
        held["faults"]?.array?.compactMap { $0["code"]?.string } == ["min-records", "truncated"])
      #expect(try await home.dray("approve", "d1").status == 65)
      try await home.expectOnce(2, by: "inventorySetQuantities", "stock", broken.name)
      #expect(home.fault(of: try home.receipt("stock", broken.name)).hasPrefix(broken.fault))
      try home.write("jobs/stock.yaml", broken.job("stop_at: 40%"))
      try home.drop(
        "stock", "T.csv", broken.text.replacing("SKU-00011", with: "NOWHERE"))
      #expect(try await home.dray("run", "stock").status == 65)
      let stopped = try home.receipt("stock", "T.csv")
      #expect(
        stopped["faults"]?.array?.compactMap { $0["code"]?.string }
          == ["too-many-rejected", "truncated"], "\(stopped.text)")
      #expect(try await home.sandbox.effects().count == 2)
    }
  }

  @Test func `B04 what adds up is refused whole, unless the job says otherwise`() async throws {
    let job = """
      feed: stock.adjust
      quiet: 0s
      format: {type: csv}
      fields: {sku: sku, location: location, delta: delta}

      """
    let text = "sku,location,delta\nSKU-00010,Berlin,5\nSKU-00011,Berlin,\"6"
    try await TestHome.with(["feed": job], sandbox: TestHome.small) { home in
      try home.drop("feed", "F.csv", text)
      #expect(try await home.dray("run", "feed").status == 65)
      try await home.expectNoEffect()
      try home.write("jobs/feed.yaml", job + "all_or_nothing: false\n")
      try home.drop("feed", "F.csv", text + "6")
      #expect(try await home.dray("run", "feed").status == 65)
      #expect(try await home.sandbox.effects().count == 1)
      let fault = home.fault(of: try home.receipt("feed", "F.csv"))
      #expect(
        fault.hasSuffix(
          "the record before it is worked, the rest is not; send the rest alone, for what was done would be done twice"
        ), "\(fault)")
    }
  }

  @Test func `B27 a packed file that is cut off has no effect, whatever the job says`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock + "\nall_or_nothing: false"], sandbox: TestHome.small
    ) { home in
      try home.write("scratch/S.csv", TestHome.stockFile(2))
      let packed = try #require(
        try await Command(
          ["-k", "\(home.path)/scratch/S.csv"], program: "/usr/bin/gzip",
          scratch: "\(home.path)/scratch"
        ).finish().status == 0
          ? FileManager.default.contents(atPath: "\(home.path)/scratch/S.csv.gz") : nil)
      try home.drop("stock", "S.csv", Array(packed.dropLast(6)))
      #expect(try await home.dray("run", "stock").status == 65)
      try await home.expectNoEffect()
      #expect(
        try home.receipt("stock", "S.csv")["faults"]?[0]?["code"]?.string == "gzip-truncated")
    }
  }

  @Test(arguments: [
    ("absent: zero\nall_or_nothing: false", "jobs/stock.yaml:10:17: ", "absent"),
    ("supersede: true\nall_or_nothing: false", "jobs/stock.yaml:10:17: ", "supersede"),
  ])
  func `a job whose files must be whole cannot say otherwise`(
    _ keys: String, _ place: String, _ key: String
  ) async throws {
    try await TestHome.with(["stock": TestHome.stock + "\n" + keys], sandbox: TestHome.small) {
      home in
      let check = try await home.dray("check", "stock")
      #expect(check.status == 78, "\(check)")
      let text = check.output + check.errors
      #expect(text.contains("\(place)with '\(key)' a file is all or nothing: "), "\(check)")
    }
  }
}

extension TestHome {
  /// A broken file where no inbox is.
  fileprivate func file(_ broken: BreakOffTests.Broken) throws -> String {
    try write("scratch/\(broken.name)", broken.bytes)
    return "\(path)/scratch/\(broken.name)"
  }

  /// Code and message of the first fault of a whole file.
  fileprivate func fault(of receipt: JSON) -> String {
    let fault = receipt["faults"]?[0]
    return "\(fault?["code"]?.string ?? "") \(fault?["message"]?.string ?? "")"
  }
}
