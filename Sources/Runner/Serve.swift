// SPDX-License-Identifier: Apache-2.0

import Folders
import Inbound
import Jobs
import Journal
import Synchronization
import Tables

extension Works {
  /// Watches every feed, runs every slot and answers callers until cancelled. A job's trouble is its own: it is told,
  /// the job rests, the others go on. Only a failing journal ends everything.
  package func serve(
    control: ControlSocket, report: @escaping @Sendable (Event) -> Void
  ) async throws(RunnerError) {
    let watch = InboxWatch(paths: feeds.map { "\(config.folders.inbox)/\($0.name)" })
    if watch.isPolling {
      report(.note("inotify is not available; inboxes are looked at every \(Works.scanInterval)"))
    }
    let bells = Bells(jobs: jobs.map(\.name))
    let fatal = await withTaskGroup(of: RunnerError?.self) { group in
      for job in feeds {
        group.addTask { await self.attend(to: job, bells: bells, report: report) }
      }
      for job in exports {
        guard let schedule = job.timing.schedule else { continue }
        group.addTask { await self.attend(to: job, schedule, bells: bells, report: report) }
      }
      for target in config.targets {
        group.addTask { await self.attend(to: target, report: report) }
      }
      group.addTask { await self.lookForTroubles() }
      group.addTask { await self.clearOld(report: report) }
      for alert in config.alerts {
        group.addTask { await self.attend(to: alert, report: report) }
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
}
