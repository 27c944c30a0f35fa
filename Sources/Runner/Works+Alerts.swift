// SPDX-License-Identifier: Apache-2.0

import Inbound
import Jobs
import Journal
import Outbound
import Transport

extension Works {
  /// How often it is looked for new troubles.
  static let lookInterval = Duration.seconds(2)

  /// Looks for troubles until cancelled.
  func lookForTroubles() async -> RunnerError? {
    while !Task.isCancelled {
      do throws(JournalError) { try noteTroubles() } catch {
        return RunnerError(.cannotWrite, error.description)
      }
      do { try await Task.sleep(for: Works.lookInterval) } catch { break }
    }
    return nil
  }

  /// Tells one alert of troubles until cancelled. A slow one delays nobody else.
  func attend(
    to alert: Alert, report: @escaping @Sendable (Event) -> Void
  ) async -> RunnerError? {
    var waits = Waits(from: .seconds(10), to: .seconds(600))
    while !Task.isCancelled {
      var next = Works.lookInterval
      do throws(JournalError) {
        if let failure = try await tell(alert) {
          next = waits.next(jitter: jitter())
          report(
            .trouble(
              "alert \(alert.name): \(failure.description); trying again in \(Works.shown(next))"))
        } else {
          waits.reset()
        }
      } catch { return RunnerError(.cannotWrite, error.description) }
      do { try await Task.sleep(for: next) } catch { break }
    }
    return nil
  }

  /// At the end of a command: lets go of what is old, notes what is wrong and tells who should hear of it, each once; a minute at most.
  package func tellAtEnd(report: @escaping @Sendable (Event) -> Void) async throws(RunnerError) {
    do throws(JournalError) {
      try noteTroubles()
      _ = try clearOnce(steps: Works.keepSteps, report: report)
    } catch {
      throw RunnerError(.cannotWrite, error.description)
    }
    let fatal = await withTaskGroup(of: RunnerError?.self) { group in
      for alert in config.alerts {
        group.addTask {
          do throws(JournalError) {
            if let failure = try await self.tell(alert) {
              report(.trouble("alert \(alert.name): \(failure.description)"))
            }
            return nil
          } catch { return RunnerError(.cannotWrite, error.description) }
        }
      }
      var fatal: RunnerError?
      for await failure in group { fatal = fatal ?? failure }
      return fatal
    }
    if let fatal { throw fatal }
  }

  /// Tells one alert what it does not know yet; why it could not be told, nil where it was or nothing is new.
  private func tell(_ alert: Alert) async throws(JournalError) -> UploadError? {
    let news = try troubles.untold(alert) { job in hears(alert, of: job) }
    guard !news.begun.isEmpty || !news.ended.isEmpty else { return nil }
    let message = AlertMessage(
      shop: config.store.shop, home: config.folders.home, at: parts.now(), begun: news.begun,
      ended: news.ended)
    do throws(UploadError) {
      try await messenger.tell(message, by: alert)
    } catch {
      guard error.kind != .cancelled else { return nil }
      try troubles.begin(
        Trouble(
          .untold, key: alert.name, job: nil,
          message: "the alert \(alert.name) cannot be told: \(error.description)",
          hint: "`dray alert \(alert.name)` tries it"))
      return error
    }
    try troubles.noteTold(message, by: alert)
    try troubles.end(.untold, key: alert.name)
    return nil
  }

  private func hears(_ alert: Alert, of job: String?) -> Bool {
    let choice: AlertChoice =
      switch jobs.first(where: { $0.name == job }) {
      case .feed(let job): job.alert
      case .export(let job): job.alert
      case nil: .usual
      }
    return config.listeners(choice).contains(alert.name)
  }
}

extension Works {
  /// Notes what is wrong: what the journal shows, and whether the store answers.
  private func noteTroubles() throws(JournalError) {
    try troubles.look()
    guard let verdict = health.verdict else { return }
    if verdict.isAway {
      try troubles.begin(
        Trouble(
          .unreachable, key: "store", job: nil,
          message: "the store is not reached: \(verdict.words)",
          hint: "work waits and goes on by itself; nothing is lost"))
    } else {
      try troubles.end(.unreachable, key: "store")
    }
  }

  /// A job's pass went well as far as it is the job's own affair.
  func isWell(_ job: String) throws(JournalError) {
    for kind in [Trouble.Kind.blocked, .disk, .export] { try troubles.end(kind, key: job) }
  }

  /// A feed cannot go on.
  func note(_ error: InboundError, of job: String) throws(JournalError) {
    switch error.kind {
    case .store: health.missed(error.description)
    case .paused: try begin(.blocked, job, error.description)
    case .disk: try begin(.disk, job, error.description)
    case .journal, .stopped, .bug: break
    }
  }

  /// An export cannot go on.
  func note(_ error: OutboundError, of job: String) throws(JournalError) {
    switch error.kind {
    case .store: health.missed(error.description)
    case .paused: try begin(.blocked, job, error.description)
    case .disk: try begin(.disk, job, error.description)
    case .config, .bug: try begin(.export, job, error.description)
    case .journal, .stopped: break
    }
  }

  private func begin(_ kind: Trouble.Kind, _ job: String, _ words: String) throws(JournalError) {
    let hint =
      switch kind {
      case .disk: "make room or mend the permissions; work goes on by itself"
      case .export: "mend the job, `dray check` says what is wrong; its window waits"
      default: "once that is mended, work goes on by itself"
      }
    try troubles.begin(Trouble(kind, key: job, job: job, message: words, hint: hint))
  }
}
