// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalogue
import Folders
import Foundation
import Glibc
import Jobs
import Journal
import Outbound
import Runner
import Tables

/// `dray status`
struct Status: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Jobs, what waits, is held or parked, and when things last went well.")

  @OptionGroup var home: HomeOption
  @Flag(help: "JSON for scripts; its shape is in docs/commands.md.") var json = false
  @Flag(help: "Metrics in Prometheus' text format.") var prometheus = false

  func run() throws {
    let (opened, faults) = try OpenedHome.look(home.path)
    var report: StatusReport
    let journal = try opened.journalIfAny()
    do throws(JournalError) {
      report = try StatusReport(opened, journal: journal)
    } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
    if report.configError == nil { report.configError = faults }
    if json {
      Output.line(report.json.text)
    } else if prometheus {
      report.metrics.forEach(Output.line)
    } else {
      report.printed()
    }
  }
}

/// What `status` tells, in its three forms.
struct StatusReport {
  /// One feed and what it has to do.
  struct Feed {
    var status: FeedStatus
    var operation: String
    /// Names in the inbox now, hidden ones left out.
    var inbox: Int
    /// Held deliveries, oldest first.
    var held: [Delivery]
    /// Names in the inbox that are no deliveries, and why.
    var ignored: [(name: String, reason: String)]
  }

  /// One export and how far it has got.
  struct Export {
    var job: String
    var until: String?
    var sequence: Int?
    var unfinished: Int
  }

  var home: String
  var holder: String?
  /// What is wrong with the config on disk; nil where nothing is, and it is in use.
  var configError: String?
  var feeds: [Feed] = []
  var exports: [Export] = []
  /// Jobs with a schedule, or of which a delivery is expected.
  var clocks: [JobClock] = []
  var targets: [TargetStatus] = []
  /// What is wrong now, oldest first.
  var troubles: [(trouble: Trouble, since: String)] = []

  /// Looks at the journal (nil: nothing has run yet) and the folders.
  init(_ opened: OpenedHome, journal: Journal?) throws(JournalError) {
    home = opened.config.folders.home
    holder = StateLock.holder(at: opened.lockPath)
    configError = holder == nil ? nil : ConfigComplaint(opened.config).text
    let statuses = try journal?.feedStatuses() ?? []
    let known = try journal?.targetStatuses() ?? []
    targets = opened.config.targets.map { target in
      known.first { $0.target == target.name } ?? TargetStatus(target: target.name)
    }
    targets += known.filter { status in
      status.waiting + status.failed > 0 && !targets.contains { $0.target == status.target }
    }
    if let journal { troubles = try Troubles(journal: journal, now: Clock.now).current() }
    for job in opened.jobs {
      if let clock = try JobClock(job, journal: journal, now: Clock.moment()) {
        clocks.append(clock)
      }
      switch job {
      case .feed(let feed):
        let status = statuses.first { $0.job == feed.name } ?? FeedStatus(job: feed.name)
        feeds.append(
          Feed(
            status: status, operation: feed.operation.name,
            inbox: StatusReport.names("\(opened.config.folders.inbox)/\(feed.name)"),
            held: try journal?.deliveries(of: feed.name, in: [.held]).reversed() ?? [],
            ignored: StatusReport.ignored(
              "\(opened.config.folders.inbox)/\(feed.name)", matching: feed.files)))
      case .export(let export):
        let row = try journal?.read { database in
          try ExportProgress.of(export.name, database)
        }
        exports.append(
          Export(
            job: export.name, until: row?.until, sequence: row?.sequence,
            unfinished: row?.unfinished ?? 0))
      }
    }
  }

  private static func names(_ folder: String) -> Int {
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch { return 0 }
    return names.filter { !$0.hasPrefix(".") }.count
  }

  /// What a feed leaves alone in its inbox; nothing where the inbox is not there yet.
  private static func ignored(
    _ folder: String, matching pattern: String
  ) -> [(name: String, reason: String)] {
    guard FileManager.default.fileExists(atPath: folder) else { return [] }
    let found: [Inbox.Candidate]
    do throws(FolderError) {
      found = try Inbox(path: folder, quiet: .zero).scan(matching: pattern, renamed: [])
    } catch { return [(folder, error.description)] }
    return found.compactMap {
      if case .ignored(let name, let reason) = $0 { (name, reason) } else { nil }
    }
  }

  /// For people.
  func printed() {
    Output.line(holder.map { "working: \($0)" } ?? "no dray is working on \(home)")
    if let configError {
      Output.line("the config on disk is not in use: \(configError)")
    }
    if !feeds.isEmpty {
      Output.line("")
      Output.table(
        [
          "feed", "operation", "inbox", "waiting", "working", "held", "pending", "parked", "latest",
        ],
        feeds.map { feed in
          let status = feed.status
          return [
            status.job, feed.operation, "\(feed.inbox)", "\(status.waiting)", "\(status.working)",
            "\(status.held)", "\(status.pendingChanges)", "\(status.parkedChanges)",
            status.latest.map { "\($0.label) \($0.state.rawValue) \($0.arrivedAt)" } ?? "",
          ]
        })
    }
    if !exports.isEmpty {
      Output.line("")
      Output.table(
        ["export", "number", "until", "unfinished"],
        exports.map {
          [$0.job, $0.sequence.map(String.init) ?? "", $0.until ?? "", "\($0.unfinished)"]
        })
    }
    JobClock.printed(clocks)
    if !targets.isEmpty {
      Output.line("")
      Output.table(
        ["target", "waiting", "failed", "last"],
        targets.map { [$0.target, "\($0.waiting)", "\($0.failed)", $0.lastSentAt ?? ""] })
    }
    for feed in feeds {
      for (name, reason) in feed.ignored {
        Output.line("")
        Output.line("\(feed.status.job): left \(FolderError.shown(name)) alone: \(reason)")
      }
    }
    for feed in feeds where feed.status.postponedChanges > 0 {
      Output.line("")
      Output.line(
        "\(feed.status.job): \(feed.status.postponedChanges) changes wait until \(feed.status.postponedUntil ?? "?"): a limit of the day is used up"
      )
    }
    for delivery in feeds.flatMap(\.held) {
      Output.line("")
      Output.line(
        "\(delivery.label) \(delivery.job) is held: \(delivery.reasons.map(\.message).joined(separator: "; "))"
      )
    }
    // What is held stands above, as it is now.
    for (trouble, since) in troubles where trouble.kind != .held {
      Output.line("")
      let job = trouble.job.map { "\($0): " } ?? ""
      Output.line("\(job)\(trouble.message) (since \(since)); \(trouble.hint)")
    }
  }

  /// For scripts.
  var json: JSON {
    [
      "home": .string(home), "holder": holder.map(JSON.string) ?? .null,
      "config_error": configError.map(JSON.string) ?? .null,
      "feeds": .array(
        feeds.map { feed in
          let status = feed.status
          return [
            "job": .string(status.job), "operation": .string(feed.operation),
            "inbox": JSON(feed.inbox), "waiting": JSON(status.waiting),
            "working": JSON(status.working), "held": JSON(status.held),
            "pending": JSON(status.pendingChanges), "unknown": JSON(status.unknownChanges),
            "parked": JSON(status.parkedChanges), "postponed": JSON(status.postponedChanges),
            "postponed_until": status.postponedUntil.map(JSON.string) ?? .null,
            "ignored": .array(
              feed.ignored.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
            "latest": status.latest.map {
              [
                "id": .string($0.label), "state": .string($0.state.rawValue),
                "arrived_at": .string($0.arrivedAt),
              ]
            }
              ?? .null,
          ]
        }),
      "exports": .array(
        exports.map {
          [
            "job": .string($0.job), "sequence": $0.sequence.map { JSON($0) } ?? .null,
            "until": $0.until.map(JSON.string) ?? .null, "unfinished": JSON($0.unfinished),
          ]
        }),
      "schedules": .array(clocks.map(\.json)),
      "targets": .array(
        targets.map {
          [
            "target": .string($0.target), "waiting": JSON($0.waiting), "failed": JSON($0.failed),
            "last_sent_at": $0.lastSentAt.map(JSON.string) ?? .null,
            "message": $0.message.map(JSON.string) ?? .null,
          ]
        }),
      "troubles": .array(
        troubles.map { trouble, since in
          [
            "kind": .string(trouble.kind.rawValue), "key": .string(trouble.key),
            "job": trouble.job.map(JSON.string) ?? .null, "message": .string(trouble.message),
            "hint": .string(trouble.hint), "since": .string(since),
          ]
        }),
    ]
  }

  /// For a collector.
  var metrics: [String] {
    var lines: [String] = []
    func gauge(_ name: String, _ help: String, _ label: String, _ values: [(String, Int)]) {
      lines.append("# HELP \(name) \(help)")
      lines.append("# TYPE \(name) gauge")
      for (job, value) in values { lines.append("\(name){\(label)=\"\(job)\"} \(value)") }
    }
    func feed(_ name: String, _ help: String, _ value: (Feed) -> Int) {
      gauge(name, help, "feed", feeds.map { ($0.status.job, value($0)) })
    }
    feed("dray_inbox_files", "Names in the inbox.") { $0.inbox }
    feed("dray_deliveries_waiting", "Deliveries not begun.") { $0.status.waiting }
    feed("dray_deliveries_held", "Deliveries a person must approve or refuse.") { $0.status.held }
    feed("dray_changes_pending", "Changes not settled.") { $0.status.pendingChanges }
    feed("dray_changes_parked", "Changes given up on until a person acts.") {
      $0.status.parkedChanges
    }
    gauge(
      "dray_runs_unfinished", "Export runs not finished.", "export",
      exports.map { ($0.job, $0.unfinished) })
    let scheduled = clocks.filter { $0.schedule != nil }
    gauge(
      "dray_slots_due", "Slots whose time has come.", "job",
      scheduled.map { ($0.job, $0.slots.due) })
    gauge(
      "dray_slots_skipped", "Slots passed over, as catch_up says.", "job",
      scheduled.map { ($0.job, $0.slots.skipped) })
    gauge(
      "dray_slot_next_seconds", "When the next slot comes, in seconds since 1970.", "job",
      scheduled.compactMap { clock in clock.next.map { (clock.job, $0.seconds) } })
    gauge(
      "dray_delivery_late", "1 where an expected delivery has not come.", "feed",
      clocks.filter { $0.expectation != nil }.map { ($0.job, $0.missed == nil ? 0 : 1) })
    gauge(
      "dray_sends_waiting", "Files on their way.", "target", targets.map { ($0.target, $0.waiting) }
    )
    gauge(
      "dray_sends_failed", "Files left to a person.", "target",
      targets.map { ($0.target, $0.failed) })
    gauge(
      "dray_troubles", "What is wrong now.", "kind",
      Trouble.Kind.allCases.map { kind in
        (kind.rawValue, troubles.filter { $0.trouble.kind == kind }.count)
      })
    return lines
  }
}
