// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Catalogue
import Inbound
import Jobs
import Mirror
import Outbound
import Runner
import ShopifyAdmin
import Tables
import Transport

/// `dray check [JOB] [--online]`
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Everything wrong with the config; --online asks the store too.",
    discussion: """
      --online signs in and asks for the version served, the granted scopes and the locations, and whether each target \
      lets us in. Nothing is changed.
      """)

  @OptionGroup var home: HomeOption
  @Argument(help: "Only this job.") var job: String?
  @Flag(help: "Ask the store: sign-in, scopes, version, locations; and the targets.") var online =
    false
  @Flag(help: "JSON for scripts.") var json = false

  func run() async throws {
    let read = Home.read(home.path)
    var faults = read.faults
    var jobs = read.jobs
    if let job {
      faults = faults.filter {
        $0.position.file == "dray.yaml" || $0.position.file.hasPrefix("jobs/\(job).")
          || $0.position.file.hasPrefix("jobs/presets/")
      }
      jobs = jobs.filter { $0.name == job }
      guard !jobs.isEmpty || !faults.isEmpty else {
        throw RunnerError(.notFound, "no job is named \(job)")
      }
    }
    for job in jobs {
      switch job {
      case .feed(let feed): faults += Mapping.check(feed)
      case .export(let export): faults += Mapping.check(export)
      }
    }
    var notes: [String] = []
    if online, faults.isEmpty, let config = read.config {
      let opened = OpenedHome(config: config, jobs: jobs)
      notes = try await OnlineCheck(opened).run()
      notes += try await OnlineCheck(opened).targets()
    }
    if json {
      Output.line(
        JSON.array(
          faults.map {
            [
              "file": .string($0.position.file), "line": JSON($0.position.line),
              "column": JSON($0.position.column), "code": .string($0.code),
              "message": .string($0.message),
            ]
          }
        ).text)
    } else {
      faults.forEach { Output.line($0.description) }
      notes.forEach(Output.line)
    }
    guard faults.isEmpty else {
      throw RunnerError(.config, "\(faults.count) fault\(faults.count == 1 ? "" : "s")")
    }
    if !json { Output.line("\(jobs.count) job\(jobs.count == 1 ? "" : "s"), nothing wrong") }
  }
}

/// What only the store can say about a config.
struct OnlineCheck {
  private let opened: OpenedHome

  init(_ opened: OpenedHome) { self.opened = opened }

  /// One line for each thing found good; throws at the first that is not.
  func run() async throws(RunnerError) -> [String] {
    let admin = try opened.admin(journal: nil)
    let facts: JSON
    do throws(AdminError) {
      facts = try await admin.send(
        AdminRequest(
          document: Self.document, variables: Array("{}".utf8), root: "currentAppInstallation",
          isRead: true, assumedCost: 10), patience: .seconds(20)
      ).data
    } catch {
      throw RunnerError(error.kind == .unreachable ? .unreachable : .config, error.message)
    }
    let granted = Set(
      (facts["currentAppInstallation"]?["accessScopes"]?.array ?? []).compactMap {
        $0["handle"]?.string
      })
    var missing: [String] = []
    for scope in needed.sorted() where !OnlineCheck.isGranted(scope, granted) {
      missing.append(scope)
    }
    guard missing.isEmpty else {
      throw RunnerError(
        .config,
        "the app lacks the scopes \(missing.joined(separator: ", ")); add them to the app and install it again"
          + (missing.contains { $0.hasSuffix("fulfillment_orders") }
            ? ". Without a scope of fulfillment orders the store hides what is to be shipped, and says nothing"
            : "")
      )
    }
    let shop = facts["shop"]
    let locations = (facts["locations"]?["nodes"]?.array ?? []).compactMap { $0["name"]?.string }
    return [
      "signed in to \(shop?["name"]?.string ?? "?") (\(shop?["myshopifyDomain"]?.string ?? "?")), API \(opened.config.store.apiVersion)",
      "scopes: \(granted.sorted().joined(separator: ", "))",
      "locations: \(locations.joined(separator: ", "))",
    ]
  }

  /// One line for each target that lets us in; throws once all were tried where one does not.
  func targets() async throws(RunnerError) -> [String] {
    var notes: [String] = []
    var failures: [String] = []
    for target in opened.config.targets {
      do throws(UploadError) {
        try await opened.access.check(target)
        notes.append("target \(target.name): reached, signed in")
      } catch {
        failures.append("target \(target.name): \(error.description)")
      }
    }
    guard failures.isEmpty else {
      throw RunnerError(.unreachable, failures.joined(separator: "\n"))
    }
    return notes
  }

  private var needed: Set<String> {
    var scopes: Set<String> = []
    for job in opened.jobs {
      switch job {
      case .feed(let feed): scopes.formUnion(feed.operation.scopes)
      case .export: scopes.formUnion(StoreMirror.scopes(of: ["orders"]))
      }
    }
    return scopes
  }

  /// A write scope grants reading too.
  private static func isGranted(_ scope: String, _ granted: Set<String>) -> Bool {
    granted.contains(scope)
      || (scope.hasPrefix("read_") && granted.contains("write_" + scope.dropFirst("read_".count)))
  }

  /// Sent by `--online` only.
  static let document = """
    query dray_check {
      currentAppInstallation { accessScopes { handle } }
      shop { name myshopifyDomain }
      locations(first: 50) { nodes { name } }
    }
    """
}
