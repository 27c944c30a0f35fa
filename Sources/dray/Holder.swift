// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Foundation
import Glibc
import Jobs
import Runner

/// The process that holds the lock of a home, or asks the one that does.
struct Holder {
  /// The home's absolute path.
  var home: String
  /// What the user typed, for whom the lock is refused.
  var command: String

  /// How long a command looks for the holder of a lock: one that starts is not listening yet, one that
  /// ends no longer.
  static let search = Duration.seconds(15)

  /// Carries out a request here, or has the running dray do it; ends with its exit code.
  func carryOut(_ request: Request, strict: Bool = false) async throws {
    throw ExitCode(try await perform(request, strict: strict, line: Output.line))
  }

  /// Carries out a request here or there; what happens goes to `line`, the exit code comes back.
  func perform(
    _ request: Request, strict: Bool = false, line: @escaping @Sendable (String) -> Void
  ) async throws -> Int32 {
    let opened = try OpenedHome.load(home)
    try opened.makeState()
    let deadline = ContinuousClock.now + Holder.search
    while true {
      switch try StateLock.take(at: opened.lockPath, command: command, now: Clock.now()) {
      case .success(let lock):
        let code = try await hold(opened) { works, control in
          try await works.carryOut(request, strict: strict) { event in
            if Holder.isShown(event) { line("\(event)") }
          }
        }
        _ = consume lock
        return code
      case .failure(let holder):
        if let code = try ControlClient.ask(request, at: opened.socketPath, line: line) {
          return code
        }
        guard ContinuousClock.now < deadline else {
          throw RunnerError(
            .pending, "\(opened.lockPath) is held by \(holder), which does not answer; try again")
        }
        try await Task.sleep(for: .milliseconds(100))
      }
    }
  }

  /// Progress is for terminals; a log gets the ends only.
  static func isShown(_ event: Event) -> Bool {
    guard case .refreshing(_, _, _, let isFinished) = event, !isFinished else { return true }
    return isatty(STDOUT_FILENO) == 1
  }
}

extension Holder {
  /// Recovers, listens for other commands while `body` works, and ends when all are answered.
  private func hold(
    _ opened: OpenedHome,
    _ body: @escaping @Sendable (Works, ControlSocket) async throws -> Int32
  ) async throws -> Int32 {
    let signals = Signals.stream()
    let works = try opened.works()
    let control = try ControlSocket(path: opened.socketPath)
    return try await until(signals) {
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { await works.answer(control, report: { _ in }) }
        defer { control.stop() }
        try works.recover { Output.line("\($0)") }
        let code: Int32
        do {
          code = try await body(works, control)
        } catch {
          // Who should hear of it does, whatever stopped the command.
          try await works.tellAtEnd { Output.line("\($0)") }
          throw error
        }
        try await works.tellAtEnd { Output.line("\($0)") }
        control.stop()
        try await group.waitForAll()
        return code
      }
    }
  }

  /// Runs `body`; the first signal cancels it (what is in flight is finished or recorded), the second ends
  /// the process at once: the journal keeps it consistent.
  private func until<Value: Sendable>(
    _ signals: AsyncStream<Int32>, _ body: @escaping @Sendable () async throws -> Value
  ) async throws -> Value {
    try await withThrowingTaskGroup(of: Value?.self) { group in
      group.addTask { try await body() }
      group.addTask {
        for await _ in signals { break }
        return nil
      }
      if let value = try await group.next() ?? nil {
        group.cancelAll()
        return value
      }
      Output.line("stopping")
      group.cancelAll()
      let second = Task { for await _ in signals { _exit(RunnerError.Kind.pending.rawValue) } }
      defer { second.cancel() }
      let value = try await group.next() ?? nil
      guard let value else { throw RunnerError(.pending, "stopped before it was done") }
      return value
    }
  }
}
