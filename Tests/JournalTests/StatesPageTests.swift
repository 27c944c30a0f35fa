// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Journal
import Testing

/// The enums, the CHECKs of the schema and `docs/states.md` say the same.
struct StatesPageTests {
  struct Kind: CustomTestStringConvertible {
    var heading: String
    var table: String
    var states: Set<String>
    /// nil where the arrows belong to another room.
    var arrows: Set<String>?
    var testDescription: String { heading }
  }

  private static func arrows<State: RawRepresentable & CaseIterable>(
    _: State.Type, _ successors: (State) -> Set<State>
  ) -> Set<String> where State.RawValue == String {
    Set(
      State.allCases.flatMap { from in
        successors(from).map { "\(from.rawValue) --> \($0.rawValue)" }
      })
  }

  static let kinds = [
    Kind(
      heading: "Delivery", table: "deliveries",
      states: Set(Delivery.State.allCases.map(\.rawValue)),
      arrows: arrows(Delivery.State.self) { $0.successors }),
    Kind(
      heading: "Change", table: "changes", states: Set(Change.State.allCases.map(\.rawValue)),
      arrows: arrows(Change.State.self) { $0.successors }),
    Kind(
      heading: "Batch", table: "batches", states: Set(Batch.State.allCases.map(\.rawValue)),
      arrows: arrows(Batch.State.self) { $0.successors }),
    Kind(
      heading: "Bulk file", table: "files", states: Set(BulkFile.State.allCases.map(\.rawValue)),
      arrows: arrows(BulkFile.State.self) { $0.successors }),
    Kind(
      heading: "Run", table: "runs",
      states: ["claimed", "sealed", "placed", "done", "empty", "failed"], arrows: nil),
    Kind(
      heading: "Slot", table: "slots", states: Set(Slot.State.allCases.map(\.rawValue)),
      arrows: arrows(Slot.State.self) { $0.successors }),
    Kind(
      heading: "Send", table: "sends", states: ["waiting", "sent", "failed"],
      arrows: ["waiting --> sent", "waiting --> failed", "failed --> waiting"]),
  ]

  @Test(arguments: kinds) func `enum, schema and page agree`(_ kind: Kind) throws {
    let home = try TemporaryJournal()
    let sql = try home.journal.read { db in
      try String.fetchOne(
        db, sql: "SELECT sql FROM sqlite_schema WHERE name = ?", arguments: [kind.table])
    }
    #expect(Self.checked(try #require(sql)) == kind.states)
    let drawn = try Self.drawn(under: kind.heading)
    #expect(Set(drawn.flatMap { [$0.from, $0.to] }).subtracting(["[*]"]) == kind.states)
    if let arrows = kind.arrows {
      let inner = drawn.filter { $0.from != "[*]" && $0.to != "[*]" }
      #expect(Set(inner.map { "\($0.from) --> \($0.to)" }) == arrows)
    }
  }

  /// The states in `state TEXT NOT NULL CHECK (state IN (…))`.
  private static func checked(_ sql: String) -> Set<String> {
    guard let start = sql.range(of: "CHECK (state IN"),
      let end = sql.range(of: "))", range: start.upperBound..<sql.endIndex)
    else { return [] }
    return Set(
      sql[start.upperBound..<end.lowerBound].split(separator: "'").map(String.init)
        .filter { $0.allSatisfy(\.isLetter) })
  }

  private static func drawn(under heading: String) throws -> [(from: String, to: String)] {
    let root = URL(fileURLWithPath: #filePath)
      .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    let page = try String(
      contentsOf: root.appendingPathComponent("docs/states.md"), encoding: .utf8)
    let section = page.components(separatedBy: "\n## ").first { $0.hasPrefix(heading + "\n") }
    return (section ?? "").split(separator: "\n").compactMap { line in
      let sides = line.components(separatedBy: " --> ")
      guard sides.count == 2 else { return nil }
      let target = sides[1].split(separator: ":").first.map(String.init) ?? ""
      return (sides[0].trimmingCharacters(in: .whitespaces), target)
    }
  }
}
