// SPDX-License-Identifier: Apache-2.0

import Foundation
import Synchronization
import Tables

/// Times as Shopify and the journal give them, told in a zone.
package final class ZonedTime: Sendable {
  private let zone: TimeZone
  /// Offsets by quarter of an hour: no zone changes its clocks in the midst of one.
  private let offsets = Mutex<[Int: Int]>([:])

  /// Offsets kept; a year has some 35,000 quarters.
  private static let mostOffsets = 50_000

  /// The zone of that IANA name; nil where the system knows none.
  package init?(zone name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.zone = zone
  }

  /// A time of RFC 3339 in UTC (`2026-08-01T12:05:09Z`, a fraction is dropped) with the zone's offset
  /// (`2026-08-01T14:05:09+02:00`); nil where it is no such time.
  package func local(_ text: String) -> String? {
    var out: [UInt8] = []
    return appendLocal(text.utf8, to: &out) ? String(decoding: out, as: UTF8.self) : nil
  }

  /// Appends what `local` gives; false, and nothing appended, where it is no such time.
  package func appendLocal(_ text: some Collection<UInt8>, to out: inout [UInt8]) -> Bool {
    guard let (seconds, offset) = parse(text) else { return false }
    let minutes = abs(offset) / 60
    appendDay(seconds + offset, to: &out)
    out.append(UInt8(ascii: "T"))
    appendTimeOfDay(seconds + offset, to: &out)
    out.append(UInt8(ascii: offset < 0 ? "-" : "+"))
    append(minutes / 60, 2, to: &out)
    out.append(UInt8(ascii: ":"))
    append(minutes % 60, 2, to: &out)
    return true
  }

  /// The day in the zone, `2026-08-01`; nil where it is no time.
  package func day(_ text: String) -> String? { formatted(text, "%Y-%m-%d") }

  /// As Shopify's own files have it, `2024-05-01 10:00:00 +0000`; nil where it is no time.
  package func asInShopifyFiles(_ text: String) -> String? {
    guard let (seconds, offset) = parse(text.utf8) else { return nil }
    var out: [UInt8] = []
    appendDay(seconds + offset, to: &out)
    out.append(UInt8(ascii: " "))
    appendTimeOfDay(seconds + offset, to: &out)
    out.append(contentsOf: offset < 0 ? " -".utf8 : " +".utf8)
    append(abs(offset) / 3600, 2, to: &out)
    append(abs(offset) / 60 % 60, 2, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// When a day of the zone begins, RFC 3339 in UTC; nil where it is no day. Where the clocks skip midnight it is the
  /// first moment of the day there is.
  package func start(ofDay day: String) -> String? {
    let parts = day.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
      let date = Int(parts[2]), (1...12).contains(month), (1...31).contains(date)
    else { return nil }
    let wanted = CivilDate(year: year, month: month, day: date).daysSince1970
    // The earliest second whose local day is that day or later.
    var (low, high) = (wanted * 86_400 - 26 * 3600, wanted * 86_400 + 26 * 3600)
    while low < high {
      let middle = low + (high - low) / 2
      if Self.days(middle + offset(middle)) >= wanted { high = middle } else { low = middle + 1 }
    }
    var out: [UInt8] = []
    appendDay(low, to: &out)
    out.append(UInt8(ascii: "T"))
    appendTimeOfDay(low, to: &out)
    out.append(UInt8(ascii: "Z"))
    return String(decoding: out, as: UTF8.self)
  }

  /// A time by a pattern of `%Y %m %d %H %M %S`, in the zone; nil where it is no time.
  package func formatted(_ text: String, _ pattern: String) -> String? {
    guard let (seconds, offset) = parse(text.utf8) else { return nil }
    let local = seconds + offset
    let date = CivilDate(daysSince1970: Self.days(local))
    let time = local - Self.days(local) * 86_400
    var out: [UInt8] = []
    var letters = pattern.utf8.makeIterator()
    while let letter = letters.next() {
      guard letter == UInt8(ascii: "%"), let code = letters.next() else {
        out.append(letter)
        continue
      }
      switch code {
      case UInt8(ascii: "Y"): append(date.year, 4, to: &out)
      case UInt8(ascii: "m"): append(date.month, 2, to: &out)
      case UInt8(ascii: "d"): append(date.day, 2, to: &out)
      case UInt8(ascii: "H"): append(time / 3600, 2, to: &out)
      case UInt8(ascii: "M"): append(time / 60 % 60, 2, to: &out)
      case UInt8(ascii: "S"): append(time % 60, 2, to: &out)
      default: out += [letter, code]
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// Seconds since 1970 and the zone's offset then.
  private func parse(_ text: some Collection<UInt8>) -> (seconds: Int, offset: Int)? {
    guard text.count >= 20, text.count <= 40 else { return nil }
    let bytes = Array(text)
    guard bytes.last == UInt8(ascii: "Z"), bytes[10] == UInt8(ascii: "T") else { return nil }
    func number(_ range: Range<Int>) -> Int? {
      var value = 0
      for byte in bytes[range] {
        guard byte &- UInt8(ascii: "0") < 10 else { return nil }
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
      }
      return value
    }
    guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
      let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19)
    else { return nil }
    let date = CivilDate(year: year, month: month, day: day)
    let seconds = date.daysSince1970 * 86_400 + hour * 3600 + minute * 60 + second
    return (seconds, offset(seconds))
  }

  private func offset(_ seconds: Int) -> Int {
    let quarter = seconds >= 0 ? seconds / 900 : (seconds - 899) / 900
    return offsets.withLock { offsets in
      if let known = offsets[quarter] { return known }
      let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
      if offsets.count >= Self.mostOffsets { offsets.removeAll() }
      offsets[quarter] = offset
      return offset
    }
  }

  /// Whole days since 1970 of local seconds.
  private static func days(_ seconds: Int) -> Int {
    seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
  }

  private func appendDay(_ seconds: Int, to out: inout [UInt8]) {
    let date = CivilDate(daysSince1970: Self.days(seconds))
    append(date.year, 4, to: &out)
    out.append(UInt8(ascii: "-"))
    append(date.month, 2, to: &out)
    out.append(UInt8(ascii: "-"))
    append(date.day, 2, to: &out)
  }

  private func appendTimeOfDay(_ seconds: Int, to out: inout [UInt8]) {
    let time = seconds - Self.days(seconds) * 86_400
    append(time / 3600, 2, to: &out)
    out.append(UInt8(ascii: ":"))
    append(time / 60 % 60, 2, to: &out)
    out.append(UInt8(ascii: ":"))
    append(time % 60, 2, to: &out)
  }

  private func append(_ number: Int, _ width: Int, to out: inout [UInt8]) {
    var divisor = 1
    for _ in 1..<width { divisor *= 10 }
    var rest = number
    while divisor > 0 {
      out.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest / divisor % 10))
      rest %= divisor
      divisor /= 10
    }
  }
}
