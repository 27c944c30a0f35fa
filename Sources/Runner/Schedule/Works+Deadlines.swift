// SPDX-License-Identifier: Apache-2.0

import Inbound
import Jobs
import Journal

extension Works {
  /// Looks at a feed's deadlines: raises the trouble `late` where a delivery has not come, and ends it when one has.
  ///
  /// Called after a look at the inbox, so that what lies there counts. Deadlines that passed while nobody looked are
  /// one: the latest.
  func checkDeadlines(of job: FeedJob) throws(JournalError) {
    guard let expectation = job.timing.expectation else {
      try troubles.end(.late, key: job.name)
      return
    }
    guard let now = WallClock.plausible(parts.now()) else { return }
    let deadlines = expectation.deadlines
    let seen = try parts.journal.deadlinesSeen(of: job.name)
    // A schedule that is new or has changed counts from now on.
    let until = seen.flatMap { $0.schedule == "\(deadlines)" ? Moment($0.until) : nil } ?? now
    let passed = SlotDecision.slots(of: deadlines, after: until, through: now)
    if let last = passed.last {
      let before = Works.deadline(before: last, deadlines)
      try parts.journal.noteDeadlines(
        schedule: "\(deadlines)", until: "\(now)", passed: ("\(last)", "\(before)"), of: job.name,
        at: parts.now())
    } else if seen == nil || until != now {
      try noteLooked(until: min(until, now), deadlines, of: job)
    }
    try parts.journal.meetMissedDeadline(of: job.name)
    guard let missed = try parts.journal.missedDeadline(of: job.name).flatMap({ Moment($0) }) else {
      try troubles.end(.late, key: job.name)
      return
    }
    try troubles.begin(
      Trouble(
        .late, key: job.name, job: job.name,
        message:
          "no delivery has come by \(deadlines.zone.text(of: missed)) (expected \(expectation.text))",
        hint: "ask whoever sends it, and look into inbox/\(job.name)"))
  }

  private func noteLooked(
    until: Moment, _ deadlines: Schedule, of job: FeedJob
  ) throws(JournalError) {
    guard try parts.journal.deadlinesSeen(of: job.name)?.schedule != "\(deadlines)" else { return }
    try parts.journal.noteDeadlines(
      schedule: "\(deadlines)", until: "\(until)", passed: nil, of: job.name, at: parts.now())
  }

  /// The deadline before another: a delivery that came after it is for the other. A day before where there is none
  /// within a year.
  private static func deadline(before deadline: Moment, _ deadlines: Schedule) -> Moment {
    var span = 86_400
    while span <= 366 * 86_400 {
      let found = SlotDecision.slots(of: deadlines, after: deadline + -span, through: deadline + -1)
      if let last = found.last { return last }
      span *= 2
    }
    return deadline + -86_400
  }
}
