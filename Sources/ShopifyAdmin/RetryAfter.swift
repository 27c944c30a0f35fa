// SPDX-License-Identifier: Apache-2.0

internal import FoundationEssentials

/// The `Retry-After` header (RFC 9110, 10.2.3): seconds, or a date.
enum RetryAfter {
  /// The longest wait believed; a longer one is asked again after this.
  static let ceiling: Duration = .seconds(120)

  /// The wait, between zero and `ceiling`; nil where the header is absent or cannot be read.
  ///
  /// A date counts from the reply's own `Date` header, so that our clock need not be right; without
  /// one it cannot be read.
  static func wait(_ headers: [String: String]) -> Duration? {
    guard let text = headers["retry-after"] else { return nil }
    if let seconds = Double(text), seconds.isFinite {
      return .seconds(min(max(seconds, 0), 120))
    }
    guard let until = date(text), let now = headers["date"].flatMap(date) else { return nil }
    return .seconds(min(max(until.timeIntervalSince(now), 0), 120))
  }

  private static func date(_ text: String) -> Date? {
    // `Sun, 06 Nov 1994 08:49:37 GMT`
    let parts = text.split(whereSeparator: { $0 == " " || $0 == "," || $0 == ":" })
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    guard parts.count == 8, let month = months.firstIndex(of: String(parts[2])),
      let day = Int(parts[1]), let year = Int(parts[3]), let hour = Int(parts[4]),
      let minute = Int(parts[5]), let second = Int(parts[6]), let zone = TimeZone(secondsFromGMT: 0)
    else { return nil }
    var calendar = Calendar(identifier: .gregorian)
    calendar.timeZone = zone
    return calendar.date(
      from: DateComponents(
        year: year, month: month + 1, day: day, hour: hour, minute: minute, second: second))
  }
}
