// SPDX-License-Identifier: Apache-2.0

/// Which times of a clock on the wall are meant, in systemd's calendar syntax (systemd.time(7)): `Mon..Fri 06:00`,
/// `*-*-01 04:30`, `*-02~01`, `hourly`.
///
/// Differences from systemd 252: a fraction of a second is refused; what clock changes do is decided by `Schedule`.
package struct CalendarEvent: Sendable, Equatable {
  /// The last year any event comes in, as with systemd.
  package static let lastYear = 2199
  /// The first year that can be named.
  package static let firstYear = 1970

  /// Bit 0 is Monday.
  var weekdays: UInt8 = 0x7f
  /// nil is every year.
  var years: [Part]?
  /// Bit 1 is January.
  var months: UInt64 = 0x1ffe
  /// nil is every day.
  var days: [Part]?
  /// Whether `days` count from the month's end, which is day 1 then.
  var countsFromMonthEnd = false
  /// Bit 0 is the hour from midnight.
  var hours: UInt64 = 1
  /// Bit 0 is the full hour.
  var minutes: UInt64 = 1
  /// Bit 0 is the full minute.
  var seconds: UInt64 = 1

  /// One piece of a list: `5`, `1..5`, `3/2` or `1..9/2`.
  struct Part: Sendable, Equatable {
    var start: Int
    /// nil goes on to the end where there is a step, and is the start alone where there is none.
    var stop: Int?
    /// 0 is none.
    var step = 0

    /// The numbers meant, up to `end`.
    func numbers(upTo end: Int) -> StrideThrough<Int> {
      guard step > 0 else { return stride(from: start, through: min(start, end), by: 1) }
      return stride(from: start, through: min(stop ?? end, end), by: step)
    }

    /// Whether a number is meant.
    func contains(_ number: Int) -> Bool {
      guard step > 0 else { return number == start }
      return number >= start && number <= stop ?? number && (number - start) % step == 0
    }
  }

  static let everyHour: UInt64 = (1 << 24) - 1
  static let everyMinute: UInt64 = (1 << 60) - 1

  /// Whether the hour is left open, so that the event comes every hour of the days it comes on.
  package var isEveryHour: Bool { hours == Self.everyHour }

  /// The first time meant from `start` on; nil where none comes until the end of 2199.
  func next(from start: CivilTime) -> CivilTime? {
    var lower = start
    for year in max(start.year, Self.firstYear)...max(start.year, Self.lastYear + 1) {
      guard year <= Self.lastYear else { return nil }
      guard years?.contains(where: { $0.contains(year) }) ?? true else { continue }
      if year > lower.year { lower = CivilTime(year: year, month: 1, day: 1) }
      for month in lower.month...12 where months >> month & 1 == 1 {
        if month > lower.month { lower = CivilTime(year: year, month: month, day: 1) }
        var days = (dayBits(year: year, month: month) >> lower.day) << lower.day
        while days != 0 {
          let day = days.trailingZeroBitCount
          if day > lower.day { lower = CivilTime(year: year, month: month, day: day) }
          if let time = time(from: lower) { return time }
          days &= days - 1
        }
      }
    }
    return nil
  }

  /// The first time of day meant from a time on, the same day.
  private func time(from start: CivilTime) -> CivilTime? {
    var hour = start.hour
    var minute = start.minute
    var second = start.second
    while let nextHour = Self.next(hours, from: hour) {
      if nextHour > hour { (minute, second) = (0, 0) }
      hour = nextHour
      while let nextMinute = Self.next(minutes, from: minute) {
        if nextMinute > minute { second = 0 }
        minute = nextMinute
        if let nextSecond = Self.next(seconds, from: second) {
          return CivilTime(
            year: start.year, month: start.month, day: start.day, hour: hour, minute: minute,
            second: nextSecond)
        }
        (minute, second) = (minute + 1, 0)
      }
      (hour, minute, second) = (hour + 1, 0, 0)
    }
    return nil
  }

  /// The lowest bit from `start` on.
  private static func next(_ bits: UInt64, from start: Int) -> Int? {
    let rest = (bits >> start) << start
    return rest == 0 ? nil : rest.trailingZeroBitCount
  }

  /// The days of a month that are meant; bit 1 is the first.
  private func dayBits(year: Int, month: Int) -> UInt64 {
    let length = CivilTime.length(year: year, month: month)
    var bits: UInt64 = 0
    if let days {
      for part in days {
        for day in monthPart(part, length: length).numbers(upTo: length) where day >= 1 {
          bits |= 1 << day
        }
      }
    } else {
      bits = (1 << (length + 1)) - 2
    }
    guard weekdays != 0x7f else { return bits }
    let first = CivilTime(year: year, month: month, day: 1).weekday
    for day in 1...length where weekdays >> ((first + day - 1) % 7) & 1 == 0 {
      bits &= ~(1 << day)
    }
    return bits
  }

  /// A part in days from the month's beginning.
  private func monthPart(_ part: Part, length: Int) -> Part {
    guard countsFromMonthEnd else { return part }
    guard let stop = part.stop else {
      return Part(start: length + 1 - part.start, step: part.step)
    }
    // The step counts from the first number written, which is the day nearest the month's end.
    let far = stop - (stop - part.start) % part.step
    return Part(start: length + 1 - far, stop: length + 1 - part.start, step: part.step)
  }
}
