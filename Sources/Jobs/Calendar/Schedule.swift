// SPDX-License-Identifier: Apache-2.0

/// When something is due: times of a clock on the wall, and the zone it hangs in.
///
/// Clock changes, where systemd 252 differs: a time of day comes once every date it is meant for. Where the clock skips
/// it, it is due at the first moment after the gap; where the hour comes twice, the first time. Events whose hour is
/// left open (`*:30`, `hourly`, `minutely`) follow the clock instead: in the repeated hour they come again, and a
/// skipped hour is not made up for, so every elapsed hour has its own. A date that is skipped whole has none.
package struct Schedule: Sendable {
  /// What was written, without the zone.
  package var expression: String
  /// The zone.
  package var zone: Zone
  /// Which times are meant.
  package var event: CalendarEvent

  /// Reads `EXPRESSION [ZONE]`.
  ///
  /// - Parameters:
  ///   - text: The expression; its last word may be a zone.
  ///   - zone: The zone where the text names none; nil is UTC.
  ///   - database: The folder of the tz database.
  package init(
    _ text: String, zone: Zone? = nil, database: String = Zone.database
  ) throws(ScheduleError) {
    var expression = text
    var last: Result<Zone, ZoneError>?
    if let space = text.lastIndex(of: " "), let letter = text[space...].dropFirst().first,
      letter.isLetter
    {
      let name = String(text[space...].dropFirst())
      last = Result { () throws(ZoneError) in try Zone.named(name, in: database) }
      expression = String(text[..<space])
      while expression.hasSuffix(" ") { expression.removeLast() }
    }
    // A last word that is no zone may be the smaller fault.
    do { event = try CalendarEvent(expression) } catch { throw .calendar(error) }
    var named = zone
    do { if let last { named = try last.get() } } catch { throw .zone(error) }
    // Seconds since 1970 are in UTC.
    self.zone = expression.hasPrefix("@") ? .utc : named ?? .utc
    self.expression = expression
  }

  /// The first moment it is due after another; nil where it is never again.
  package func next(after moment: Moment) -> Moment? {
    event.isEveryHour ? nextShown(after: moment) : nextTimeOfDay(after: moment)
  }

  /// The first moment the clock shows a time that is meant.
  private func nextShown(after moment: Moment) -> Moment? {
    var start = moment + 1
    var index = zone.spanIndex(at: start)
    while index < zone.spanCount {
      let span = zone.span(index)
      let from = CivilTime(seconds: start.seconds + span.offset)
      guard let found = event.next(from: from) else { return nil }
      let candidate = Moment(found.seconds - span.offset)
      guard let end = span.end, candidate.seconds >= end else { return candidate }
      start = Moment(end)
      index += 1
    }
    return nil
  }

  /// The first moment a time of day comes; see the rule above.
  private func nextTimeOfDay(after moment: Moment) -> Moment? {
    // When a time comes grows with the time; and every time shown up to now, or skipped by the last change, has come.
    let index = zone.spanIndex(at: moment)
    let span = zone.span(index)
    var from = moment.seconds + span.offset + 1
    if let start = span.start { from = max(from, start + zone.offsets[index - 1]) }
    while let found = event.next(from: CivilTime(seconds: from)) {
      if let due = zone.moment(showing: found.seconds), due > moment { return due }
      from = found.seconds + 1
    }
    return nil
  }
}

extension Schedule: CustomStringConvertible {
  /// With the zone at its end, as systemd takes it too.
  package var description: String { "\(expression) \(zone.name)" }
}

extension Schedule: Equatable {
  package static func == (one: Schedule, other: Schedule) -> Bool {
    one.event == other.event && one.zone.name == other.zone.name
  }
}

/// A schedule that cannot be used.
package enum ScheduleError: Error, Sendable, Equatable {
  case calendar(CalendarError)
  case zone(ZoneError)
}

extension ScheduleError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .calendar(let error): error.description
    case .zone(let error): error.description
    }
  }
}
