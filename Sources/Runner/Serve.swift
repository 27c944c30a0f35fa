// SPDX-License-Identifier: Apache-2.0

import Folders
import Inbound
import Jobs
import Journal
import Synchronization
import Tables

extension Works {
  /// How often a folder is looked at, whatever inotify says.
  static let scanInterval = Duration.seconds(30)
  /// How long a feed waits after trouble before it looks again, at first; it doubles up to `longestRest`.
  static let firstRest = Duration.seconds(2)
  /// The longest wait after trouble.
  static let longestRest = Duration.seconds(60)

  /// Watches every feed and answers callers until cancelled. A feed's trouble is its own: it is told, the
  /// feed rests, the others go on. Only a failing journal ends everything.
  package func serve(
    control: ControlSocket, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) {
    let watch = InboxWatch(paths: feeds.map { "\(config.folders.inbox)/\($0.name)" })
    if watch.isPolling {
      report(.note("inotify is not available; inboxes are looked at every \(Works.scanInterval)"))
    }
    let bells = Bells(jobs: feeds.map(\.name))
    let fatal = await withTaskGroup(of: RunnerError?.self) { group in
      for job in feeds {
        group.addTask { await self.attend(to: job, bells: bells, report: report) }
      }
      group.addTask {
        for await hint in watch.hints {
          switch hint {
          case .renamedIn(let path, let name):
            bells.ring(String(path.split(separator: "/").last ?? ""), renamed: name)
          case .changed(let path): bells.ring(String(path.split(separator: "/").last ?? ""))
          case .lookEverywhere: bells.ringAll()
          }
        }
        return nil
      }
      group.addTask {
        await self.answer(control, report: report)
        return nil
      }
      // Feeds end when we are cancelled or when one cannot go on; the others only when we end them.
      group.addTask {
        while !Task.isCancelled {
          do { try await Task.sleep(for: .seconds(86_400)) } catch { break }
        }
        return nil
      }
      let fatal = await group.next() ?? nil
      watch.stop()
      control.stop()
      group.cancelAll()
      return fatal
    }
    if let fatal { throw fatal }
  }

  /// Answers callers side by side until the socket ends.
  package func answer(
    _ control: ControlSocket, report: @escaping @Sendable (Event) -> Void
  ) async {
    await withDiscardingTaskGroup { group in
      for await (request, caller) in control.requests() {
        group.addTask {
          do throws(RunnerError) {
            let code = try await self.carryOut(request) { event in
              // Progress is for a terminal of our own.
              if case .refreshing(_, _, _, false) = event { return }
              caller.tell(["line": .string(event.description)])
              report(event)
            }
            caller.finish(exit: code)
          } catch {
            caller.tell(["line": .string("dray: \(error.description)")])
            caller.finish(exit: error.kind.rawValue)
          }
        }
      }
    }
  }

  /// Looks whenever the bell rings, something may be ready, or the interval has passed.
  private func attend(
    to job: FeedJob, bells: Bells, report: @escaping @Sendable (Event) -> Void
  ) async -> RunnerError? {
    let told = Told()
    let feed: FeedWork
    do throws(RunnerError) {
      feed = try work(job) { event in if told.isNew(event) { report(event) } }
    } catch { return error }
    var rest = Works.firstRest
    while !Task.isCancelled {
      let renamed = bells.renamed(job.name)
      var next = Works.scanInterval
      do throws(InboundError) {
        let left = try await turns.take(job.name) {
          () async throws(InboundError) -> FeedWork.Rest in
          try await feed.pass(renamed: renamed)
        }
        next = min(next, left.settlingAfter ?? next, left.pendingAfter ?? next)
        rest = Works.firstRest
      } catch {
        switch error.kind {
        case .journal: return RunnerError(error)
        case .stopped: return nil
        case .store, .paused, .disk, .bug:
          report(.trouble("\(job.name): \(error.description); looking again in \(rest)"))
          next = rest
          rest = min(rest * 2, Works.longestRest)
        }
      }
      await bells.wait(for: job.name, atMost: next)
    }
    return nil
  }
}

/// Names that are no deliveries, and a delivery that is held, are told once, not at every look.
private final class Told: Sendable {
  private let names = Mutex<Set<String>>([])

  func isNew(_ event: Event) -> Bool {
    switch event {
    case .ignored(_, let name, let reason):
      names.withLock { $0.insert("\(reason)/\(name)").inserted }
    case .held(let delivery): names.withLock { $0.insert(delivery.label).inserted }
    default: true
    }
  }
}
