// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// An instant as the API writes it.
struct Instant {
  let instant: Double

  init(_ secondsSince1970: Double) { instant = secondsSince1970 }

  /// `2026-07-01T12:00:00Z`.
  var seconds: String { Date(timeIntervalSince1970: instant.rounded(.down)).ISO8601Format() }

  /// `2026-07-01T12:00:00.123Z`.
  var milliseconds: String {
    let whole = instant.rounded(.down)
    let thousandths = Int(((instant - whole) * 1000).rounded(.down))
    let digits = String(thousandths + 1000).dropFirst()
    return seconds.dropLast() + "." + digits + "Z"
  }
}

extension Instant {
  /// `Wed, 01 Jul 2026 12:00:00 GMT`, as headers write it.
  var httpDate: String {
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = .gmt
    let parts = calendar.dateComponents(
      [.year, .month, .day, .weekday, .hour, .minute, .second],
      from: Date(timeIntervalSince1970: instant))
    func digits(_ value: Int?) -> String { String(String((value ?? 0) + 100).dropFirst()) }
    let weekday = Self.weekdays[(parts.weekday ?? 1) - 1]
    let month = Self.months[(parts.month ?? 1) - 1]
    return "\(weekday), \(digits(parts.day)) \(month) \(parts.year ?? 1970) "
      + "\(digits(parts.hour)):\(digits(parts.minute)):\(digits(parts.second)) GMT"
  }

  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}
