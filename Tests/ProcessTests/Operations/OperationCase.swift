// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// One operation as a feed named `feed`, with files for everything that is proven of each operation alike.
struct OperationCase: CustomTestStringConvertible, Sendable {
  /// The operation.
  var name: String
  /// The keys of the job besides `feed`, `quiet` and `receipt`.
  var job: String
  /// The file's name, as far as its type goes.
  var file = "FILE.csv"
  /// A file all of whose records are applied.
  var good: String
  /// How many records it has.
  var records: Int
  /// What it changes in the store: by root, how many objects.
  var effects: [String: Int]
  /// A file with one record the store refuses, the code of that, and how many others are applied.
  var refused: (text: String, code: String, applied: Int)
  /// A file with one record that names nothing, and how many others are applied.
  var unknown: (text: String, code: String, applied: Int)
  /// At which requests it is killed.
  var kills: [String]
  /// The routes it has.
  var routes = ["direct", "bulk"]
  /// What is done by hand before.
  var prepare: @Sendable (TestHome) async throws -> Void = { _ in }

  var testDescription: String { name }

  /// A home with this feed, its mirror filled.
  func with(route: String = "direct", _ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(
      ["feed": "feed: \(name)\nquiet: 0s\nreceipt: all\nroute: \(route)\n\(job)\n"],
      sandbox: TestHome.small
    ) { home in
      try await prepare(home)
      let refresh = try await home.dray("refresh")
      #expect(refresh.status == 0, "\(refresh)")
      try await body(home)
    }
  }
}

extension TestHome {
  /// What dray changed by a root: objects whose state differs after it.
  func changes(of root: String) async throws -> [JSON] {
    try await sandbox.effects(of: root).filter { $0["before"] != $0["after"] }
  }

  /// The number of changes by root, of all that dray did.
  func changes() async throws -> [String: Int] {
    try await sandbox.effects().filter {
      $0["before"] != $0["after"] && $0["root"]?.string?.hasPrefix("sandbox/") == false
    }.reduce(into: [:]) { $0[$1["root"]?.string ?? "", default: 0] += 1 }
  }

  /// Rows of a receipt as `record outcome code`.
  func lines(_ job: String, _ name: String) -> [String] {
    (text("outbox/receipts/\(job)/\(name).receipt.csv") ?? "").split(whereSeparator: \.isNewline)
      .dropFirst().map { line in
        let cells = line.split(separator: ",", omittingEmptySubsequences: false)
        return "\(cells[0]) \(cells[3]) \(cells[5])".trimmingCharacters(in: .whitespaces)
      }
  }
}

extension OperationCase {
  /// Everything there is, each in a file of its own.
  static let all: [OperationCase] = [
    .stockAdjust, .inventoryActivate, .inventoryItemUpdate, .priceCost, .productSet,
    .productArchive, .productDelete, .variantSet, .variantDelete, .customerSet,
  ]

  /// Each with each of its routes.
  static let routed: [(OperationCase, String)] = all.flatMap { it in
    it.routes.map { (it, $0) }
  }

  /// Each killed at each of its requests, before and after the store has carried it out.
  static let killed: [(OperationCase, String, String)] = all.flatMap { it in
    it.kills.flatMap { root in [(it, root, "hang"), (it, root, "hang:after")] }
  }
}

/// What holds for every operation.
@Suite struct OperationTests {
  @Test(arguments: OperationCase.routed)
  func `every record of a good file is applied, once, by either route`(
    _ it: OperationCase, _ route: String
  ) async throws {
    try await it.with(route: route) { home in
      try home.drop("feed", it.file, it.good)
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      let receipt = try home.receipt("feed", it.file)
      #expect(
        receipt["applied"]?.int == it.records, "\(receipt.text)\n\(home.lines("feed", it.file))")
      #expect(try await home.changes() == it.effects)
      if route == "bulk" {
        #expect(!(try await home.requests(of: "bulkOperationRunMutation")).isEmpty)
      }
      // The same bytes again are a duplicate; sent again all the same, they change nothing.
      try home.drop("feed", "AGAIN-" + it.file, it.good)
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try home.receipt("feed", "AGAIN-" + it.file)["state"]?.string == "duplicate")
      #expect(try await home.changes() == it.effects)
      try await home.expectAudit()
    }
  }

  @Test(arguments: OperationCase.all)
  func `B28 a record the store refuses is rejected and the others are applied`(_ it: OperationCase)
    async throws
  {
    try await it.with { home in
      try home.drop("feed", it.file, it.refused.text)
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      let lines = home.lines("feed", it.file)
      #expect(lines.filter { $0.contains(" rejected ") }.count == 1, "\(lines)")
      #expect(lines.contains { $0.contains(" rejected \(it.refused.code)") }, "\(lines)")
      #expect(try home.receipt("feed", it.file)["applied"]?.int == it.refused.applied, "\(lines)")
      try await home.expectAudit()
    }
  }

  @Test(arguments: OperationCase.all)
  func `B16 a record that names nothing is rejected and the others are applied`(
    _ it: OperationCase
  ) async throws {
    try await it.with { home in
      try home.drop("feed", it.file, it.unknown.text)
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      let lines = home.lines("feed", it.file)
      #expect(lines.filter { $0.contains(" rejected ") }.count == 1, "\(lines)")
      #expect(lines.contains { $0.contains(" rejected \(it.unknown.code)") }, "\(lines)")
      #expect(try home.receipt("feed", it.file)["applied"]?.int == it.unknown.applied, "\(lines)")
    }
  }

  @Test(arguments: OperationCase.killed)
  func `C10 C11 C13 killed with a request unanswered, the next start brings it to one effect`(
    _ it: OperationCase, _ root: String, _ kind: String
  ) async throws {
    try await it.with { home in
      try await home.sandbox.script("\(root):1:\(kind)")
      try home.drop("feed", it.file, it.good)
      let command = try home.start(["run", "feed"])
      #expect(try await home.faultHits("hang"), "\(command.output)\(command.errors)")
      command.signal(SIGKILL)
      _ = await command.finish()
      try await home.sandbox.clearFaults()
      let result = try await home.dray("run", "feed")
      #expect(result.status == 0, "\(result)")
      let receipt = try home.receipt("feed", it.file)
      #expect(
        receipt["applied"]?.int == it.records, "\(receipt.text)\n\(home.lines("feed", it.file))")
      #expect(try await home.changes() == it.effects)
      try await home.expectAudit()
    }
  }
}
