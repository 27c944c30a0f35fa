// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Jobs
import Journal
import Runner

/// `dray serve`: from the lock to the signal that ends it, with the config read anew in between.
struct Serving {
  /// The home's absolute path.
  var home: String
  private let service = ServiceManager(environment: ProcessInfo.processInfo.environment)

  /// What ended a round of serving.
  private enum End: Sendable {
    case stopped
    case reload(OpenedHome)
  }

  init(home: String) { self.home = home }

  /// Serves until a signal.
  func run() async throws {
    var opened = try OpenedHome.load(home)
    try opened.makeState()
    switch try StateLock.take(at: opened.lockPath, command: "serve", now: Clock.now()) {
    case .success(let lock):
      // From here on, not only from where it is waited for: a signal during the recovery is kept.
      Signals.open()
      var works = try service.whileStarting { [opened] in
        let works = try opened.works()
        try works.recover { Output.line("\($0)") }
        return works
      }
      ConfigComplaint(opened.config).clear()
      while true {
        let feeds = works.feeds.map(\.name).joined(separator: ", ")
        Output.line("serving \(home); feeds: \(feeds)")
        service.tell(.ready("serving \(works.jobs.count) jobs"))
        guard case .reload(let next) = try await round(works, opened) else { break }
        opened = next
        works = try opened.works(after: works)
        try works.recover { Output.line("\($0)") }
        ConfigComplaint(opened.config).clear()
        Output.line("the config was read anew")
      }
      Output.line("stopped")
      _ = consume lock
    case .failure(let holder):
      throw RunnerError(
        .pending,
        "\(home) is already worked on by \(holder); one process works on a home at a time")
    }
  }

  /// Serves until a signal says stop, or a config that is right is to be taken.
  private func round(_ works: Works, _ opened: OpenedHome) async throws -> End {
    let control = try ControlSocket(path: opened.socketPath)
    return try await withThrowingTaskGroup(of: End?.self) { group in
      group.addTask {
        try await works.serve(control: control) { event in
          if Holder.isShown(event) { Output.line("\(event)") }
        }
        return nil
      }
      group.addTask {
        for await signal in Signals.stream() {
          guard signal == SIGHUP else { return .stopped }
          if let next = reloaded(opened) { return .reload(next) }
        }
        return .stopped
      }
      group.addTask {
        // The pool of tasks, every job's turn and the journal answer.
        try await service.keepAlive { () async throws(RunnerError) in
          try await works.answers()
        }
        return .stopped
      }
      let end = try await group.next() ?? nil
      var isStopping = true
      if case .reload = end { isStopping = false }
      if isStopping {
        service.tell(.stopping)
        Output.line("stopping")
      }
      // What is in flight is finished or recorded. A further signal ends the process at once: the journal keeps it
      // consistent.
      let second = Task { [isStopping] in
        for await signal in Signals.stream() where isStopping || signal != SIGHUP {
          _exit(RunnerError.Kind.pending.rawValue)
        }
      }
      defer { second.cancel() }
      group.cancelAll()
      while let _ = try await group.next() {}
      return end ?? .stopped
    }
  }

  /// The config as it is on disk now; nil where it cannot be taken, which `status` tells then.
  private func reloaded(_ opened: OpenedHome) -> OpenedHome? {
    service.tell(.reloading)
    do {
      let next = try OpenedHome.load(home)
      guard next.config.folders.state == opened.config.folders.state else {
        throw RunnerError(.config, "'folders.state' cannot change while dray serves; restart it")
      }
      return next
    } catch {
      let text = (error as? RunnerError)?.description ?? "\(error)"
      Output.complain("the config was not taken, the one before stays in use: \(text)")
      ConfigComplaint(opened.config).note(text)
      service.tell(.ready("serving the config before: the one on disk is wrong"))
      return nil
    }
  }
}

/// Why the config on disk is not the one in use, beside the journal for `status` to read.
struct ConfigComplaint {
  private let path: String

  init(_ config: HomeConfig) { path = config.folders.state + "/config-error" }

  /// The text; nil where the config on disk is in use.
  var text: String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  func note(_ text: String) {
    do { try text.write(toFile: path, atomically: true, encoding: .utf8) } catch {
      Output.complain("cannot write \(path): \(error.localizedDescription)")
    }
  }

  func clear() { unlink(path) }
}
