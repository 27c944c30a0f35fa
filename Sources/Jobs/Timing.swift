// SPDX-License-Identifier: Apache-2.0

/// When a job is worked, and when something is expected of others: `schedule:`, `catch_up:` and `expect:`.
package struct Timing: Sendable {
  /// Its slots; nil: an export runs when asked, a feed when a file is there.
  package var schedule: Schedule?
  /// What becomes of slots that were missed.
  package var catchUp: CatchUp = .one
  /// Until when a feed's delivery is expected; nil expects none.
  package var expectation: Expectation?

  /// No schedule, and nothing expected.
  package init() {}
}

/// What becomes of slots that came while nobody was there to run them, or while the job was still at an earlier one.
package enum CatchUp: String, Sendable, CaseIterable {
  /// The latest is run for all of them.
  case one
  /// Each is run, the oldest first.
  case each
  /// None is run.
  case skip
}

/// `expect: Mon..Fri by 06:30 Europe/Berlin`: on each of these dates a delivery is there by that time.
package struct Expectation: Sendable, Equatable {
  /// When a delivery must have come.
  package var deadlines: Schedule
  /// As written.
  package var text: String

  /// Reads `DAYS by TIME [ZONE]`; nil where the word `by` is missing. DAYS is `daily`, weekdays or dates.
  package init?(_ text: String, database: String = Zone.database) throws(ScheduleError) {
    guard let mark = text.firstRange(of: "by "),
      mark.lowerBound == text.startIndex
        || text[..<mark.lowerBound].hasSuffix(" ")
    else { return nil }
    var days = String(text[..<mark.lowerBound])
    while days.hasSuffix(" ") { days.removeLast() }
    if days.lowercased() == "daily" { days = "" }
    deadlines = try Schedule(
      (days.isEmpty ? "" : days + " ") + text[mark.upperBound...], database: database)
    self.text = text
  }
}
