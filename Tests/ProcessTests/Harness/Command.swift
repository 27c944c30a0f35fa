// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Synchronization

/// A command run to its end: its exit code and what it printed.
struct CommandResult: Sendable, CustomStringConvertible {
  var status: Int32
  var output: String
  var errors: String

  var description: String { "exit \(status)\n--- output\n\(output)--- errors\n\(errors)" }
}

/// A process of the real program.
///
/// Started and waited for by hand: with Foundation's `Process`, whose sockets any process started meanwhile inherits, one
/// that has ended may be taken for running until that other one ends.
final class Command: Sendable {
  let pid: Int32
  private let outputPath: String
  private let errorsPath: String
  /// What `waitpid` said of its end; nil while it runs.
  private let ended = Mutex<Int32?>(nil)

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
    var files = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&files)
    defer { posix_spawn_file_actions_destroy(&files) }
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0)
    let writing = O_WRONLY | O_CREAT | O_TRUNC
    posix_spawn_file_actions_addopen(&files, 1, outputPath, writing, 0o644)
    posix_spawn_file_actions_addopen(&files, 2, errorsPath, writing, 0o644)
    // Nothing else of the tests' is handed on; closing what is not open is no fault.
    for descriptor in Int32(3)..<512 { posix_spawn_file_actions_addclose(&files, descriptor) }
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    // A group of its own and no signal blocked, as a shell starts it.
    var signals = sigset_t()
    sigemptyset(&signals)
    posix_spawnattr_setsigmask(&attributes, &signals)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
    let variables = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    var argv = ([program] + arguments).map { strdup($0) } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for text in argv + envp { free(text) } }
    var pid: pid_t = 0
    let failure = posix_spawn(&pid, program, &files, &attributes, &argv, &envp)
    guard failure == 0 else {
      throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EINVAL)
    }
    self.pid = pid
  }

  var isRunning: Bool { end == nil }

  /// What `waitpid` says of its end; nil while it runs.
  private var end: Int32? {
    ended.withLock { known in
      var status: Int32 = 0
      if known == nil, waitpid(pid, &status, WNOHANG) == pid { known = status }
      return known
    }
  }

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
    while true {
      if let end {
        let signal = end & 0x7F
        return CommandResult(
          status: signal == 0 ? end >> 8 & 0xFF : 128 + signal, output: output, errors: errors)
      }
      if Date() > deadline { kill(pid, SIGKILL) }
      do { try await Task.sleep(for: .milliseconds(5)) } catch { kill(pid, SIGKILL) }
    }
  }

  /// Waits until its output contains `text`; false where it ends or the time is up first.
  func prints(_ text: String, within limit: Double = 20) async -> Bool {
    let deadline = Date().addingTimeInterval(limit)
    while Date() < deadline {
      if output.contains(text) { return true }
      if !isRunning { return output.contains(text) }
      do { try await Task.sleep(for: .milliseconds(5)) } catch { return false }
    }
    // On a busy machine the time may be up between two looks.
    return output.contains(text)
  }
}
