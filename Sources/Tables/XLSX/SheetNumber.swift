// SPDX-License-Identifier: Apache-2.0

/// Numbers of cells as text, exactly: no floating point is involved.
enum SheetNumber {
  /// What a number's format makes of it.
  enum Kind: Equatable {
    case number
    case day
    case time
    case dayAndTime

    /// Formats every workbook has.
    init(builtIn id: Int) {
      switch id {
      case 14...17, 27...31, 34...36, 50...54, 57...58: self = .day
      case 18...21, 32...33, 45...47, 55...56: self = .time
      case 22: self = .dayAndTime
      default: self = .number
      }
    }

    /// A format of the workbook's own: `yyyy\-mm\-dd`, `#,##0.00 "€"`.
    init(code: String) {
      var (hasDay, hasTime) = (false, false)
      var rest = code.lowercased()[...]
      // Of several sections the first is for numbers above zero.
      while let letter = rest.popFirst(), letter != ";" {
        switch letter {
        case "\"": rest = rest.drop { $0 != "\"" }.dropFirst()
        case "\\", "_", "*": _ = rest.popFirst()
        case "[":
          let inner = rest.prefix { $0 != "]" }
          if !inner.isEmpty, inner.allSatisfy({ "hms".contains($0) }) { hasTime = true }
          rest = rest.drop { $0 != "]" }.dropFirst()
        case "y", "d": hasDay = true
        case "h", "s": hasTime = true
        case "g" where rest.hasPrefix("eneral"): rest = rest.dropFirst(6)
        case "e", "0", "#", "?": break
        default: break
        }
      }
      // An `m` alone is a month.
      if !hasDay, !hasTime, code.lowercased().allSatisfy({ "m/-. ".contains($0) }), !code.isEmpty {
        hasDay = code.lowercased().contains("m")
      }
      self = hasDay ? hasTime ? .dayAndTime : .day : hasTime ? .time : .number
    }
  }

  /// The text of a number cell.
  ///
  /// Digits without a point stay as they are. A number with a point or an exponent, which is how programs write binary
  /// fractions, has at most the 15 digits a spreadsheet shows; an exponent is written out.
  static func text(
    _ bytes: ArraySlice<UInt8>, kind: Kind, decimal: UInt8, countsFrom1904: Bool
  ) -> [UInt8] {
    if bytes.allSatisfy({ $0 &- 0x30 < 10 || $0 == UInt8(ascii: "-") }) {
      guard kind != .number, bytes.count < 9, let day = Int(String(decoding: bytes, as: UTF8.self))
      else { return Array(bytes) }
      return moment(day: day, seconds: 0, kind, countsFrom1904) ?? Array(bytes)
    }
    guard let number = Digits(bytes) else { return Array(bytes) }
    if kind != .number, !number.isNegative, let (day, seconds) = number.dayAndSeconds,
      let text = moment(day: day, seconds: seconds, kind, countsFrom1904)
    {
      return text
    }
    return number.text(decimal: decimal) ?? Array(bytes)
  }

  /// An ISO text of a day, a time, or both; nil for days that no calendar has.
  private static func moment(
    day: Int, seconds: Int, _ kind: Kind, _ countsFrom1904: Bool
  ) -> [UInt8]? {
    let time = [seconds / 3600, seconds / 60 % 60, seconds % 60].map(padded).joined(separator: ":")
    if kind == .time, day == 0 { return Array(time.utf8) }
    // Spreadsheets hold that 1900 was a leap year: day 60 never was, days before it count from one later.
    let epoch = countsFrom1904 ? -24_107 : day < 60 ? -25_568 : -25_569
    guard day > 0 || countsFrom1904, countsFrom1904 || day != 60, 0...2_958_465 ~= day else {
      return nil
    }
    let date = CivilDate(daysSince1970: day + epoch)
    let year = String(date.year)
    let text =
      String(repeating: "0", count: max(0, 4 - year.count)) + year + "-" + padded(date.month) + "-"
      + padded(date.day)
    return Array((kind == .day && seconds == 0 ? text : "\(text)T\(time)").utf8)
  }

  private static func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// A number's digits, rounded to 15, and where the point stands.
  private struct Digits {
    var isNegative = false
    /// Without zeros at either end; empty is zero.
    var digits: [UInt8] = []
    /// How many digits stand before the point; may be negative or beyond them.
    var point = 0

    init?(_ bytes: ArraySlice<UInt8>) {
      var rest = bytes
      if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") {
        isNegative = rest.removeFirst() == UInt8(ascii: "-")
      }
      var hasPoint = false
      var count = 0
      while let byte = rest.first, byte | 0x20 != UInt8(ascii: "e") {
        rest.removeFirst()
        if byte == UInt8(ascii: "."), !hasPoint {
          hasPoint = true
        } else if byte &- 0x30 < 10 {
          count += 1
          if !hasPoint { point += 1 }
          digits.append(byte - 0x30)
        } else {
          return nil
        }
      }
      guard count > 0 else { return nil }
      if !rest.isEmpty {
        guard let exponent = Int(String(decoding: rest.dropFirst(), as: UTF8.self)),
          -400...400 ~= exponent
        else { return nil }
        point += exponent
      }
      while digits.first == 0 {
        digits.removeFirst()
        point -= 1
      }
      round(to: 15)
      while digits.last == 0 { digits.removeLast() }
      if digits.isEmpty { (point, isNegative) = (0, false) }
    }

    private mutating func round(to most: Int) {
      guard digits.count > most else { return }
      let goesUp = digits[most] >= 5
      digits.removeSubrange(most...)
      guard goesUp else { return }
      var index = most - 1
      while index >= 0, digits[index] == 9 {
        digits[index] = 0
        index -= 1
      }
      if index >= 0 {
        digits[index] += 1
      } else {
        digits.insert(1, at: 0)
        point += 1
      }
    }

    /// Plain digits; nil where there would be more than 40.
    func text(decimal: UInt8) -> [UInt8]? {
      guard !digits.isEmpty else { return [0x30] }
      guard -24...40 ~= point else { return nil }
      var out: [UInt8] = isNegative ? [UInt8(ascii: "-")] : []
      if point <= 0 {
        out += [0x30, decimal] + [UInt8](repeating: 0x30, count: -point) + digits.map { $0 + 0x30 }
        return out
      }
      for index in 0..<max(point, digits.count) {
        if index == point { out.append(decimal) }
        out.append((index < digits.count ? digits[index] : 0) + 0x30)
      }
      return out
    }

    /// A serial number's day and the second of the day, rounded; nil where it is too large.
    var dayAndSeconds: (Int, Int)? {
      guard -14...8 ~= point else { return point < -14 ? (0, 0) : nil }
      func digit(_ place: Int) -> Int { digits.indices.contains(place) ? Int(digits[place]) : 0 }
      var day = 0
      for index in 0..<max(0, point) { day = day * 10 + digit(index) }
      var fraction = 0
      for index in 0..<13 { fraction = fraction * 10 + digit(point + index) }
      let seconds = (fraction * 86_400 + 5_000_000_000_000) / 10_000_000_000_000
      return seconds == 86_400 ? (day + 1, 0) : (day, seconds)
    }
  }
}
