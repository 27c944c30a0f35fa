// SPDX-License-Identifier: Apache-2.0

/// A whole second in time, as the number of seconds since 1970 in UTC; leap seconds are not counted, as everywhere in
/// POSIX.
package struct Moment: Sendable, Hashable, Comparable {
  /// Seconds since 1970-01-01T00:00:00Z.
  package var seconds: Int

  /// That many seconds since 1970.
  package init(_ seconds: Int) { self.seconds = seconds }

  /// A time as the journal and Shopify write it, `2026-08-01T12:05:09Z` with or without a fraction, which is
  /// dropped; nil for anything else.
  package init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 20, bytes.last == UInt8(ascii: "Z"),
      bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":")
    else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      Int(String(decoding: bytes[range], as: UTF8.self))
    }
    guard let year = number(0..<4), let month = number(5..<7), (1...12).contains(month),
      let day = number(8..<10), (1...31).contains(day), let hour = number(11..<13),
      let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    seconds =
      CivilTime(
        year: year, month: month, day: day, hour: hour, minute: minute, second: second
      ).seconds
  }

  package static func < (one: Moment, other: Moment) -> Bool { one.seconds < other.seconds }

  /// So many seconds later.
  package static func + (moment: Moment, seconds: Int) -> Moment {
    Moment(moment.seconds + seconds)
  }
}

extension Moment: CustomStringConvertible {
  /// `2026-08-01T12:05:09.000Z`: of one length, so that texts sort as times do.
  package var description: String { CivilTime(seconds: seconds).text(between: "T") + ".000Z" }
}
