// SPDX-License-Identifier: Apache-2.0

/// What a calendar and a clock on the wall show, in no zone; Gregorian throughout.
package struct CivilTime: Sendable, Hashable {
  /// The year, counted as on any calendar.
  package var year: Int
  /// 1 to 12.
  package var month: Int
  /// 1 to 31.
  package var day: Int
  /// 0 to 23.
  package var hour: Int
  /// 0 to 59.
  package var minute: Int
  /// 0 to 59.
  package var second: Int

  /// A day and a time on it, in the ranges above; midnight where no time is given.
  package init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.hour = hour
    self.minute = minute
    self.second = second
  }

  /// The time so many seconds after 1970-01-01 00:00:00 on the same clock.
  package init(seconds: Int) {
    let days = Self.floor(seconds, 86_400)
    let rest = seconds - days * 86_400
    (year, month, day) = Self.date(days)
    hour = rest / 3600
    minute = rest / 60 % 60
    second = rest % 60
  }

  /// Seconds since 1970-01-01 00:00:00 on the same clock.
  package var seconds: Int {
    Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// 0 is Monday, 6 Sunday.
  package var weekday: Int {
    let days = Self.days(year, month, day) + 3
    return days - Self.floor(days, 7) * 7
  }

  /// How many days a month has.
  package static func length(year: Int, month: Int) -> Int {
    switch month {
    case 2: (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// `2026-08-01T12:05:09`, with `mark` between date and time.
  package func text(between mark: String) -> String {
    func padded(_ number: Int, _ width: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + mark
      + padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
  }

  /// Days since 1970-01-01, by eras of 400 years that begin on 1 March.
  static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = floor(year, 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(_ days: Int) -> (Int, Int, Int) {
    let shifted = days + 719_468
    let era = floor(shifted, 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }

  /// Division that rounds down, also below zero.
  static func floor(_ number: Int, _ divisor: Int) -> Int {
    number >= 0 ? number / divisor : -((divisor - 1 - number) / divisor)
  }
}
