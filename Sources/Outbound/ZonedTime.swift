// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Times as Shopify and the journal give them, told in a zone.
struct ZonedTime {
  private let zone: TimeZone

  /// The zone of that IANA name; nil where the system knows none.
  init?(zone name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.zone = zone
  }

  /// A time of RFC 3339 in UTC (`2026-08-01T12:05:09Z`, a fraction is dropped) with the zone's offset
  /// (`2026-08-01T14:05:09+02:00`); nil where it is no such time.
  func local(_ text: String) -> String? {
    guard let (seconds, offset) = parse(text) else { return nil }
    let minutes = abs(offset) / 60
    return fill("%Y-%m-%dT%H:%M:%S", seconds + offset) + (offset < 0 ? "-" : "+")
      + padded(minutes / 60, 2) + ":" + padded(minutes % 60, 2)
  }

  /// A time by a pattern of `%Y %m %d %H %M %S`, in the zone; nil where it is no time.
  func formatted(_ text: String, _ pattern: String) -> String? {
    guard let (seconds, offset) = parse(text) else { return nil }
    return fill(pattern, seconds + offset)
  }

  /// Seconds since 1970 and the zone's offset then.
  private func parse(_ text: String) -> (seconds: Int, offset: Int)? {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T") else {
      return nil
    }
    func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    let seconds = Self.days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
    return (seconds, zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds))))
  }

  private func fill(_ pattern: String, _ seconds: Int) -> String {
    let day = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
    let (year, month, date) = Self.civil(day)
    let time = seconds - day * 86_400
    var out = ""
    var letters = pattern.makeIterator()
    while let letter = letters.next() {
      guard letter == "%", let code = letters.next() else {
        out.append(letter)
        continue
      }
      switch code {
      case "Y": out += padded(year, 4)
      case "m": out += padded(month, 2)
      case "d": out += padded(date, 2)
      case "H": out += padded(time / 3600, 2)
      case "M": out += padded(time / 60 % 60, 2)
      case "S": out += padded(time % 60, 2)
      default: out += "%\(code)"
      }
    }
    return out
  }

  private func padded(_ number: Int, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  /// Days since 1970 of a date in the Gregorian calendar, by the rule of eras of 400 years.
  private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The date that many days after 1970-01-01.
  private static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9)
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    )
  }
}
