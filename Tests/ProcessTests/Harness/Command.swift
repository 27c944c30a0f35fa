// SPDX-License-Identifier: Apache-2.0

import Foundation

/// A command run to its end: its exit code and what it printed.
struct CommandResult: Sendable, CustomStringConvertible {
  var status: Int32
  var output: String
  var errors: String

  var description: String { "exit \(status)\n--- output\n\(output)--- errors\n\(errors)" }
}

/// A process of the real program.
final class Command: Sendable {
  private let process: Process
  private let outputPath: String
  private let errorsPath: String

  /// The program under test: `DRAY_BINARY`, else the one built beside the tests.
  static let dray: String = {
    if let given = ProcessInfo.processInfo.environment["DRAY_BINARY"] { return given }
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("dray").path
  }()

  /// Starts `program` with output going to files below `scratch`.
  init(
    _ arguments: [String], program: String = Command.dray, scratch: String,
    environment: [String: String] = [:]
  ) throws {
    let id = UUID().uuidString
    outputPath = "\(scratch)/\(id).out"
    errorsPath = "\(scratch)/\(id).err"
    for path in [outputPath, errorsPath] {
      try Data().write(to: URL(fileURLWithPath: path))
    }
    process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: outputPath)
    process.standardError = FileHandle(forWritingAtPath: errorsPath)
    try process.run()
  }

  var pid: Int32 { process.processIdentifier }
  var isRunning: Bool { process.isRunning }

  /// What it has printed so far.
  var output: String { text(outputPath) }
  var errors: String { text(errorsPath) }

  private func text(_ path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  func signal(_ number: Int32) { kill(pid, number) }

  /// Waits for its end, killing it after `limit` seconds (the status is then 137).
  func finish(within limit: Double = 60) async -> CommandResult {
    let deadline = Date().addingTimeInterval(limit)
    while process.isRunning {
      if Date() > deadline { kill(pid, SIGKILL) }
      do { try await Task.sleep(for: .milliseconds(5)) } catch { kill(pid, SIGKILL) }
    }
    process.waitUntilExit()
    let status =
      process.terminationReason == .uncaughtSignal
      ? 128 + process.terminationStatus : process.terminationStatus
    return CommandResult(status: status, output: output, errors: errors)
  }

  /// Waits until its output contains `text`; false where it ends or the time is up first.
  func prints(_ text: String, within limit: Double = 20) async -> Bool {
    let deadline = Date().addingTimeInterval(limit)
    while Date() < deadline {
      if output.contains(text) { return true }
      if !process.isRunning { return output.contains(text) }
      do { try await Task.sleep(for: .milliseconds(5)) } catch { return false }
    }
    // On a busy machine the time may be up between two looks.
    return output.contains(text)
  }
}
