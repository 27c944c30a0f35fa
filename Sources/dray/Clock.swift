// SPDX-License-Identifier: Apache-2.0

import Foundation
import Jobs

/// The wall clock, read here and nowhere below.
enum Clock {
  /// Now, RFC 3339 in UTC with milliseconds.
  static func now() -> String {
    Date.now.formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }

  /// Now, to the second.
  static func moment() -> Moment { Moment(Int(Date.now.timeIntervalSince1970)) }

  /// Now, as a mail's `Date` header has it.
  static func mailDate() -> String {
    Date.now.formatted(
      Date.VerbatimFormatStyle(
        format:
          "\(weekday: .abbreviated), \(day: .twoDigits) \(month: .abbreviated) \(year: .defaultDigits) \(hour: .twoDigits(clock: .twentyFourHour, hourCycle: .zeroBased)):\(minute: .twoDigits):\(second: .twoDigits)",
        locale: Locale(identifier: "en_US_POSIX"), timeZone: .gmt,
        calendar: Calendar(identifier: .gregorian))) + " +0000"
  }
}
