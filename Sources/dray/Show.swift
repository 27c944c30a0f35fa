// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Journal
import Outbound
import Runner
import Tables

/// `dray show ID`
struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One delivery or export run: its records, its API calls, its errors.")

  @OptionGroup var home: HomeOption
  @Argument(help: "A delivery (d1042) or an export run (x77).") var id: String
  @Option(help: "At most so many records and calls.") var limit = 50
  @Flag(help: "JSON for scripts.") var json = false

  func run() throws {
    let journal = try OpenedHome.load(home.path).journalForReading()
    let report: ShowReport?
    do throws(JournalError) {
      switch (id.first, Int64(id.dropFirst())) {
      case ("d", let number?): report = try ShowReport(delivery: number, limit: limit, journal)
      case ("x", let number?): report = try ShowReport(run: number, limit: limit, journal)
      default:
        report = nil
      }
    } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
    guard let report else { throw RunnerError(.notFound, "there is no \(id)") }
    if json { Output.line(report.json.text) } else { report.printed() }
  }
}

/// What `show` tells: facts about the whole, then tables.
struct ShowReport {
  private var facts: [(name: String, value: JSON)] = []
  private var tables: [(name: String, columns: [String], rows: [[JSON]])] = []

  /// A delivery; nil where there is none of that number.
  init?(delivery id: Int64, limit: Int, _ journal: Journal) throws(JournalError) {
    guard let delivery = try journal.delivery(id) else { return nil }
    let counts = try journal.counts(of: id)
    facts = [
      ("id", .string(delivery.label)), ("job", .string(delivery.job)),
      ("name", .string(delivery.name)), ("state", .string(delivery.state.rawValue)),
      ("sha256", .string(delivery.sha256)), ("bytes", JSON(delivery.bytes)),
      ("arrived_at", .string(delivery.arrivedAt)),
      ("settled_at", delivery.settledAt.map(JSON.string) ?? .null),
      ("duplicate_of", delivery.duplicateOf.map { .string("d\($0)") } ?? .null),
      ("route", delivery.route.map(JSON.string) ?? .null),
      ("reasons", .string(delivery.reasons.map(\.message).joined(separator: "; "))),
      ("broken_off", delivery.brokenOff.map { .string($0.message) } ?? .null),
      ("records", JSON(counts.records)), ("applied", JSON(counts.applied)),
      ("unchanged", JSON(counts.unchanged)), ("rejected", JSON(counts.rejected)),
      ("superseded", JSON(counts.superseded)), ("pending", JSON(counts.pending)),
      ("parked", JSON(counts.parked)), ("points", JSON(try journal.points(of: .delivery(id)))),
    ]
    let changes = try journal.changes(of: id, limit: limit)
    tables.append(
      (
        "changes", ["record", "line", "key", "state", "object", "code", "message"],
        changes.map {
          [
            JSON($0.record), JSON($0.line), .string($0.key), .string($0.state.rawValue),
            .string($0.object), $0.code.map(JSON.string) ?? .null,
            $0.message.map(JSON.string) ?? .null,
          ]
        }
      ))
    let rejections = try journal.rejections(of: id, limit: limit)
    tables.append(
      (
        "rejections", ["record", "line", "key", "code", "message"],
        rejections.map {
          [
            JSON($0.record), JSON($0.line), .string($0.key), .string($0.code), .string($0.message),
          ]
        }
      ))
    tables.append(try ShowReport.calls(.delivery(id), limit: limit, journal))
  }

  /// An export run; nil where there is none of that number.
  init?(run id: Int64, limit: Int, _ journal: Journal) throws(JournalError) {
    guard let run = try journal.read({ try ExportProgress.run(id, $0) }) else { return nil }
    facts = run
    tables = [
      (
        "sends", ["target", "state", "attempts", "tried_at", "sent_at", "message"],
        try journal.sends(of: id).map { send in
          [
            .string(send.target), .string(send.state.rawValue), JSON(send.attempts),
            send.triedAt.map(JSON.string) ?? .null, send.sentAt.map(JSON.string) ?? .null,
            send.message.map(JSON.string) ?? .null,
          ]
        }
      ), try ShowReport.calls(.run(id), limit: limit, journal),
    ]
  }

  private static func calls(
    _ owner: Call.Owner, limit: Int, _ journal: Journal
  ) throws(JournalError) -> (String, [String], [[JSON]]) {
    let calls = try journal.calls(of: owner, limit: limit)
    return (
      "calls", ["at", "root", "status", "ms", "points", "label"],
      calls.map {
        [
          .string($0.at), .string($0.root), JSON($0.status), JSON($0.milliseconds),
          $0.actual.map { JSON($0) } ?? .null, .string($0.label),
        ]
      }
    )
  }

  /// For people.
  func printed() {
    for (name, value) in facts where !value.isNull && value != .string("") {
      let label = name + String(repeating: " ", count: max(1, 14 - name.count))
      Output.line(label + Output.plain(value))
    }
    for (name, columns, rows) in tables where !rows.isEmpty {
      Output.line("\n\(name)")
      Output.rows(columns, rows, json: false)
    }
  }

  /// For scripts.
  var json: JSON {
    .object(
      facts.map { JSON.Member($0.name, $0.value) }
        + tables.map { name, columns, rows in
          JSON.Member(
            name, .array(rows.map { .object(zip(columns, $0).map { JSON.Member($0, $1) }) }))
        })
  }
}
