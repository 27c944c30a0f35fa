// SPDX-License-Identifier: Apache-2.0

/// A currency beside an amount: `105.29 USD`, `€ 9,90`.
enum CurrencyText {
  /// What may stand beside an amount in a currency: its code, and its sign where it has one.
  static func marks(of code: String) -> [[UInt8]] {
    var marks = [code]
    if let sign = signs[code] { marks.append(sign) }
    // `$`, but `US$`, `CA$` and `A$` as well.
    if signs[code] == "$" { marks += [code.prefix(2) + "$", code.prefix(1) + "$"] }
    return marks.map { Array($0.utf8) }
  }

  private static let signs: [String: String] = [
    "EUR": "€", "USD": "$", "CAD": "$", "AUD": "$", "NZD": "$", "SGD": "$", "HKD": "$", "MXN": "$",
    "GBP": "£", "JPY": "¥", "CNY": "¥", "SEK": "kr", "NOK": "kr", "DKK": "kr", "CHF": "Fr.",
    "PLN": "zł", "CZK": "Kč", "HUF": "Ft", "INR": "₹", "KRW": "₩", "ILS": "₪", "TRY": "₺",
    "UAH": "₴", "BRL": "R$",
  ]

  /// Where the number itself stands; nil where anything else stands beside it than one of the marks, once.
  static func number(in bytes: Span<UInt8>, marks: [[UInt8]]) -> Range<Int>? {
    guard let range = digits(in: bytes) else { return nil }
    let before = isMark(bytes.extracting(0..<range.lowerBound), marks)
    let after = isMark(bytes.extracting(range.upperBound..<bytes.count), marks)
    guard let before, let after, !before || !after else { return nil }
    return range
  }

  /// A number and the currency beside it: its code, or its sign where several have it; nil where none is known.
  static func taken(from bytes: [UInt8]) -> (number: [UInt8], currency: String)? {
    guard let range = digits(in: bytes.span), range.count < bytes.count else { return nil }
    let rest = String(
      decoding: bytes[..<range.lowerBound] + bytes[range.upperBound...], as: UTF8.self)
    let mark = rest.filter { !$0.isWhitespace }
    let codes = signs.filter { $0.value == mark }.keys.sorted()
    let isCode = signs[mark] != nil
    guard isCode || !codes.isEmpty else { return nil }
    return (Array(bytes[range]), isCode ? mark : codes.count == 1 ? codes[0] : mark)
  }

  /// From the first digit, with what belongs to the number before it, to the last.
  private static func digits(in bytes: Span<UInt8>) -> Range<Int>? {
    var start = 0
    while start < bytes.count, bytes[start] &- UInt8(ascii: "0") >= 10 { start += 1 }
    // `.5` and `-5` begin before their first digit; the point of `Fr.5` is no part of the number.
    if start > 0, ".,".utf8.contains(bytes[start - 1]),
      start == 1 || bytes[start - 2] == 0x20 || "+-".utf8.contains(bytes[start - 2])
    {
      start -= 1
    }
    if start > 0, "+-".utf8.contains(bytes[start - 1]) { start -= 1 }
    var end = bytes.count
    while end > start, bytes[end - 1] &- UInt8(ascii: "0") >= 10 { end -= 1 }
    return start < end ? start..<end : nil
  }

  /// Whether one of the marks stands there; nil for anything else but space.
  private static func isMark(_ bytes: Span<UInt8>, _ marks: [[UInt8]]) -> Bool? {
    var start = 0
    while start < bytes.count {
      let length = NumberText.spaceLength(bytes, at: start)
      if length == 0 { break }
      start += length
    }
    var text: [UInt8] = []
    while start < bytes.count, NumberText.spaceLength(bytes, at: start) == 0 {
      text.append(bytes[start])
      start += 1
    }
    while start < bytes.count {
      let length = NumberText.spaceLength(bytes, at: start)
      guard length > 0 else { return nil }
      start += length
    }
    if text.isEmpty { return false }
    return marks.contains { mark in
      mark.count == text.count && zip(mark, text).allSatisfy { $0 == $1 || isLetter($0, $1) }
    } ? true : nil
  }

  /// Whether two bytes are the same ASCII letter.
  private static func isLetter(_ one: UInt8, _ other: UInt8) -> Bool {
    one | 0x20 == other | 0x20 && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(one | 0x20)
  }
}
