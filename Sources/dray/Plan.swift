// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalogue
import Folders
import Foundation
import Inbound
import Jobs
import Journal
import Mirror
import Runner
import Tables

/// `dray plan JOB [FILE]`
struct Plan: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "What would change, old → new, the cost in points and minutes; sends nothing.",
    discussion: "The mirror is brought up to date first, as 'dray run' would.")

  @OptionGroup var home: HomeOption
  @Argument(help: "The feed's name.") var job: String
  @Argument(help: "A file instead of the inbox's waiting ones.") var file: String?
  @Option(help: "At most so many changes and rejected records; 20, in a page 1000.") var limit: Int?
  @Option(help: "Write a page for a browser to this file too.") var html: String?
  @Flag(help: "JSON for scripts.") var json = false

  func run() async throws {
    let opened = try OpenedHome.load(home.path)
    guard case .feed(let feed)? = opened.jobs.first(where: { $0.name == job }) else {
      throw RunnerError(.notFound, "no feed is named \(job)")
    }
    let files = try file.map { [$0] } ?? waiting(feed, opened)
    if let file, !FileManager.default.fileExists(atPath: file) {
      throw RunnerError(.notFound, "there is no file \(file)")
    }
    guard !files.isEmpty else {
      throw RunnerError(
        .notFound, "no file waits in \(opened.config.folders.inbox)/\(job); name one after the job")
    }
    try await refresh(feed, opened)
    var reports: [PlanReport] = []
    for file in files {
      reports.append(try await report(URL(fileURLWithPath: file).path, feed, opened))
    }
    if let html { try write(PlanPage(job: job, reports: reports).text, to: html) }
    if json {
      Output.line(JSON.array(reports.map(\.json)).text)
    } else {
      reports.forEach { $0.printed() }
    }
    if reports.contains(where: \.wouldStop) {
      throw ExitCode(RunnerError.Kind.refused.rawValue)
    }
  }

  private func write(_ page: String, to path: String) throws(RunnerError) {
    do { try Data(page.utf8).write(to: URL(fileURLWithPath: path), options: .atomic) } catch {
      throw RunnerError(.cannotWrite, "\(path) cannot be written: \(error.localizedDescription)")
    }
  }

  private func waiting(_ feed: FeedJob, _ opened: OpenedHome) throws(RunnerError) -> [String] {
    let path = "\(opened.config.folders.inbox)/\(feed.name)"
    do {
      return try Inbox(path: path, quiet: .zero).scan(matching: feed.files, renamed: []).compactMap
      {
        if case .ready(let stamp) = $0 { "\(path)/\(stamp.name)" } else { nil }
      }
    } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
  }

  /// What a run would fetch first: what the mirror lacks, and with `compare: store` what changed since.
  private func refresh(_ feed: FeedJob, _ opened: OpenedHome) async throws {
    let streams = feed.operation.streams
    var isMissing = !FileManager.default.fileExists(atPath: opened.mirrorPath)
    if !isMissing {
      let mirror = try opened.mirrorForReading()
      do throws(MirrorError) {
        isMissing = try !mirror.unfilled(streams).isEmpty
      } catch { throw RunnerError(error) }
    }
    guard isMissing || feed.comparison == .store else { return }
    let code = try await Holder(home: home.path, command: "plan").perform(
      .refresh(streams: streams, full: false), line: { _ in })
    guard code == 0 else { throw ExitCode(code) }
  }

  private func report(
    _ path: String, _ feed: FeedJob, _ opened: OpenedHome
  ) async throws -> PlanReport {
    let folders = opened.config.folders
    let journal = try opened.journalForReading()
    let parts = InboundParts(
      journal: journal, mirror: try opened.mirrorForReading(),
      admin: try opened.admin(journal: nil), spool: try Spool(path: folders.state + "/spool"),
      workDirectory: folders.state + "/work", now: Clock.now, logger: OpenedHome.logger)
    let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
    let name = URL(fileURLWithPath: path).lastPathComponent
    var lines: [Preview.Line] = []
    let limit = limit ?? (html == nil ? 20 : 1_000)
    let preview: Preview
    do throws(InboundError) {
      preview = try await Planner(parts: parts).preview(
        path: path, name: name, bytes: size, of: feed
      ) { line in
        guard lines.count < limit else { return false }
        lines.append(line)
        return true
      }
    } catch {
      throw RunnerError(error)
    }
    return PlanReport(
      file: name, preview: preview, lines: lines,
      estimates: Sender(parts: parts).estimates(preview.steps, operation: feed.operation))
  }
}

extension RouteEstimate {
  /// The time, for people.
  var words: String {
    let seconds = max(1, Int(time.components.seconds))
    return seconds < 120 ? "\(seconds) s" : "\((seconds + 30) / 60) min"
  }
}

/// A plan as people and scripts read it.
struct PlanReport {
  var file: String
  var preview: Preview
  var lines: [Preview.Line]
  var estimates: [RouteEstimate]

  /// Whether a run would hold or refuse the file, or a part of it.
  var wouldStop: Bool {
    !preview.refused.isEmpty || !preview.held.isEmpty || preview.brokenOff != nil
  }

  /// One row for each field that would change.
  var changes: [(line: Int, key: String, field: String, old: String?, new: String?)] {
    lines.flatMap { line -> [(line: Int, key: String, field: String, old: String?, new: String?)] in
      guard case .change(_, let number, let key, let intent) = line else { return [] }
      return intent.desired.sorted { $0.key < $1.key }.compactMap { field, new in
        let old = intent.prior[field] ?? nil
        return old == new ? nil : (number, key, field, old, new)
      }
    }
  }

  /// Whether the plan has more than is listed here.
  var isCut: Bool {
    let totals = preview.totals ?? PlanTotals()
    return lines.count < totals.changes + totals.rejected
  }

  var rejections: [Rejection] {
    lines.compactMap { if case .rejected(let rejection) = $0 { rejection } else { nil } }
  }

  func printed() {
    Output.line("\(FolderError.shown(file)):")
    if !changes.isEmpty {
      Output.table(
        ["line", "key", "field", "old", "", "new"],
        changes.map {
          ["\($0.line)", $0.key, $0.field, $0.old ?? "(none)", "→", $0.new ?? "(none)"]
        })
    }
    if !rejections.isEmpty {
      Output.table(
        ["line", "key", "code", "message"],
        rejections.map { ["\($0.line)", $0.key, $0.code, $0.message] })
    }
    if let totals = preview.totals {
      Output.line(
        "\(totals.records) records: \(totals.changes + totals.shared) to change, \(totals.unchanged) unchanged, "
          + "\(totals.rejected) rejected, \(totals.superseded) superseded")
    }
    for (index, estimate) in estimates.enumerated() {
      Output.line(
        "\(index == 0 ? "would go" : "could go") \(estimate.route.rawValue): \(estimate.requests) requests, "
          + "\(estimate.points) points, about \(estimate.words)")
    }
    if let end = preview.brokenOff { Output.line("breaks off: \(end.message)") }
    for reason in preview.refused { Output.line("would be refused: \(reason.message)") }
    for reason in preview.held { Output.line("would be held: \(reason.message)") }
  }

  var json: JSON {
    let totals = preview.totals ?? PlanTotals()
    func reasons(_ reasons: [Delivery.Reason]) -> JSON {
      .array(reasons.map { ["code": .string($0.code), "message": .string($0.message)] })
    }
    return [
      "file": .string(file), "records": JSON(totals.records),
      "changes": JSON(totals.changes + totals.shared), "unchanged": JSON(totals.unchanged),
      "rejected": JSON(totals.rejected), "superseded": JSON(totals.superseded),
      "fields": .array(
        changes.map {
          [
            "line": JSON($0.line), "key": .string($0.key), "field": .string($0.field),
            "old": $0.old.map(JSON.string) ?? .null, "new": $0.new.map(JSON.string) ?? .null,
          ]
        }),
      "rejections": .array(
        rejections.map {
          [
            "line": JSON($0.line), "key": .string($0.key), "code": .string($0.code),
            "message": .string($0.message),
          ]
        }),
      "routes": .array(
        estimates.map {
          [
            "route": .string($0.route.rawValue), "requests": JSON($0.requests),
            "points": JSON($0.points), "seconds": JSON(Int($0.time.components.seconds)),
          ]
        }),
      "refused": reasons(preview.refused), "held": reasons(preview.held),
      "broken_off": reasons(preview.brokenOff.map { [$0] } ?? []),
    ]
  }
}
