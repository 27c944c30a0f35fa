// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Mirror
import Outbound
import Runner

/// `dray run JOB [FILE…]`
struct Run: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "One pass now: a feed's waiting files, or an export's due slots.",
    discussion: """
      FILE is copied and left where it is. An export without a schedule gets one slot per call. Where \
      a dray already works on this home, it is asked to do it.
      """)

  @OptionGroup var home: HomeOption
  @Argument(help: "The job's name.") var job: String
  @Argument(help: "Files to take instead of the inbox's.") var files: [String] = []
  @Flag(name: .customLong("repeat"), help: "Send bytes that were sent before once more.")
  var repeats = false
  @Option(help: "direct or bulk, whatever the estimate says.") var route: String?
  @Flag(help: "Make a slot of an export now.") var now = false
  @Option(
    help: ArgumentHelp(
      "Write the file of an earlier run of an export once more, under a name of its own.",
      valueName: "id"))
  var again: String?
  @Flag(help: "Fail with 65 where a record was rejected.") var strict = false

  func run() async throws {
    if let again {
      guard let run = ExportRun.id(label: again) else {
        throw RunnerError(.usage, "\(again) is no run of an export; its id looks like x77")
      }
      return try await Holder(home: home.path, command: "run \(job)").carryOut(
        .again(job: job, run: run))
    }
    let files = files.map { URL(fileURLWithPath: $0).standardizedFileURL.path }
    for file in files where !FileManager.default.fileExists(atPath: file) {
      throw RunnerError(.notFound, "there is no file \(file)")
    }
    try await Holder(home: home.path, command: "run \(job)").carryOut(
      .run(job: job, files: files, repeats: repeats, route: route, now: now), strict: strict)
  }
}

/// `dray approve ID`
struct Approve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Send a held delivery after all; bound to its bytes, planned afresh.")

  @OptionGroup var home: HomeOption
  @Argument(help: "The delivery, e.g. d1042.") var id: DeliveryID

  func run() async throws {
    try await Holder(home: home.path, command: "approve").carryOut(.approve(delivery: id.number))
  }
}

/// `dray refuse ID`
struct Refuse: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Refuse a held delivery; nothing of it is sent.")

  @OptionGroup var home: HomeOption
  @Argument(help: "The delivery, e.g. d1042.") var id: DeliveryID

  func run() async throws {
    try await Holder(home: home.path, command: "refuse").carryOut(.refuse(delivery: id.number))
  }
}

/// `dray retry ID`
struct Retry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Take up again the parked and rejected changes of a delivery, or the file of an export run that was not delivered."
  )

  @OptionGroup var home: HomeOption
  @Argument(help: "The delivery, e.g. d1042, or the run, e.g. x77.") var id: String

  func run() async throws {
    try await Holder(home: home.path, command: "retry").carryOut(.retry(id: id))
  }
}

/// `dray undo ID`
struct Undo: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Take a settled delivery back: a new delivery of the inverse changes.",
    discussion: """
      What has changed in the store since is left as it is and rejected with both values; so is what cannot be \
      taken back. The new delivery has its own plan, rails, receipt, and undo.
      """)

  @OptionGroup var home: HomeOption
  @Argument(help: "The delivery, e.g. d1042.") var id: DeliveryID

  func run() async throws {
    try await Holder(home: home.path, command: "undo").carryOut(.undo(delivery: id.number))
  }
}

/// `dray refresh [STREAM…]`
struct Refresh: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring the mirror up to date from the store.")

  @OptionGroup var home: HomeOption
  @Argument(help: "shop, locations, products, inventory or orders; none is all.")
  var streams: [String] = []
  @Flag(help: "Read whole streams, not only what changed.") var full = false

  func run() async throws {
    if let unknown = streams.first(where: { !StoreMirror.streams.contains($0) }) {
      throw RunnerError(
        .usage,
        "there is no stream \(unknown); there are \(StoreMirror.streams.joined(separator: ", "))")
    }
    try await Holder(home: home.path, command: "refresh").carryOut(
      .refresh(streams: streams, full: full))
  }
}

/// `d1042`, as people write it.
struct DeliveryID: ExpressibleByArgument {
  var number: Int64

  init?(argument: String) {
    guard argument.hasPrefix("d"), let number = Int64(argument.dropFirst()) else { return nil }
    self.number = number
  }
}
