// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables

/// A job's schedule and what has come of it, for `status`.
struct JobClock {
  var job: String
  /// Its schedule, with the zone; nil where it has none.
  var schedule: Schedule?
  /// The next slot; nil where none comes any more.
  var next: Moment?
  var slots = SlotCounts()
  /// What is expected of a feed; nil where nothing is.
  var expectation: Expectation?
  /// The next deadline.
  var deadline: Moment?
  /// The latest deadline, where no delivery has met it.
  var missed: Moment?

  /// nil where a job has neither schedule nor deadlines. `journal` is nil where nothing has run yet.
  init?(_ job: Job, journal: Journal?, now: Moment) throws(JournalError) {
    let timing = job.timing
    guard timing.schedule != nil || timing.expectation != nil else { return nil }
    self.job = job.name
    schedule = timing.schedule
    next = schedule?.next(after: now)
    expectation = timing.expectation
    deadline = expectation?.deadlines.next(after: now)
    guard let journal else { return }
    slots = try journal.slotCounts(of: job.name)
    if expectation != nil {
      missed = try journal.missedDeadline(of: job.name).flatMap { Moment($0) }
    }
  }

  /// For people: the rows of the jobs that have a schedule, then those of which a delivery is expected.
  static func printed(_ clocks: [JobClock]) {
    let scheduled = clocks.filter { $0.schedule != nil }
    if !scheduled.isEmpty {
      Output.line("")
      Output.table(
        ["schedule", "of", "next", "due", "skipped", "latest"],
        scheduled.map { clock in
          [
            clock.job, clock.schedule.map { "\($0)" } ?? "",
            clock.text(clock.next, clock.schedule) ?? "never again", "\(clock.slots.due)",
            "\(clock.slots.skipped)",
            clock.text(clock.slots.lastRun.flatMap { Moment($0) }, clock.schedule) ?? "",
          ]
        })
    }
    let expected = clocks.filter { $0.expectation != nil }
    if !expected.isEmpty {
      Output.line("")
      Output.table(
        ["expected", "when", "next", "missed"],
        expected.map { clock in
          let deadlines = clock.expectation?.deadlines
          return [
            clock.job, clock.expectation?.text ?? "", clock.text(clock.deadline, deadlines) ?? "",
            clock.text(clock.missed, deadlines) ?? "",
          ]
        })
    }
  }

  private func text(_ moment: Moment?, _ schedule: Schedule?) -> String? {
    guard let moment, let schedule else { return nil }
    return schedule.zone.text(of: moment)
  }

  /// For scripts; moments are in UTC.
  var json: JSON {
    func text(_ moment: Moment?) -> JSON { moment.map { .string("\($0)") } ?? .null }
    return [
      "job": .string(job), "schedule": schedule.map { .string("\($0)") } ?? .null,
      "next": text(next), "due": JSON(slots.due), "skipped": JSON(slots.skipped),
      "latest": slots.lastRun.map(JSON.string) ?? .null,
      "latest_skipped": slots.lastSkipped.map(JSON.string) ?? .null,
      "expect": expectation.map { .string($0.text) } ?? .null, "deadline": text(deadline),
      "missed": text(missed),
    ]
  }
}
