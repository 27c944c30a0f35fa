// SPDX-License-Identifier: Apache-2.0

import Tables

extension FieldType {
  /// Words that mean yes and words that mean no, in any case.
  package static let yes: Set<String> = ["true", "yes", "y", "1"]
  /// See `yes`.
  package static let no: Set<String> = ["false", "no", "n", "0"]

  /// The canonical text of a value of a type that has words of its own (flag, choice, list, moment); nil where it is
  /// none of them. Other types give the text itself.
  package func canonical(_ text: String) -> String? {
    switch self {
    case .flag:
      let word = text.lowercased()
      return Self.yes.contains(word) ? "true" : Self.no.contains(word) ? "false" : nil
    case .choice(let words):
      let word = text.lowercased()
      return words.first { $0.lowercased() == word }
    case .list: return Self.list(text)
    case .moment: return Self.moment(text)
    case .text, .prose, .integer, .money, .measure, .id, .reference: return text
    }
  }

  /// The texts of a list, as they stand in a canonical value; empty for what is none.
  package static func texts(ofList canonical: String?) -> [String] {
    guard let canonical else { return [] }
    do {
      return try JSON(parsing: Array(canonical.utf8)).array?.compactMap(\.string) ?? []
    } catch { return [] }
  }

  /// A list's texts as a canonical value.
  package static func canonical(list texts: [String]) -> String {
    JSON.array(texts.map(JSON.string)).text
  }

  private static func list(_ text: String) -> String {
    var texts: [String] = []
    for part in text.split(separator: ",") {
      let trimmed = part.drop { $0.isWhitespace }
      let end = trimmed.lastIndex { !$0.isWhitespace }
      guard let end else { continue }
      let item = String(trimmed[...end])
      if !texts.contains(item) { texts.append(item) }
    }
    return canonical(list: texts)
  }

  /// `2026-05-01T10:00:00Z`, `2026-05-01 10:00:00 +0200`, `2026-05-01T10:00+02:00` or seconds since 1970, as RFC 3339
  /// in UTC. A moment without its distance from UTC is none.
  private static func moment(_ text: String) -> String? {
    let bytes = Array(text.utf8)
    if (9...11).contains(bytes.count), bytes.allSatisfy({ $0 &- 48 < 10 }), let seconds = Int(text)
    {
      return rfc3339(seconds)
    }
    var rest = bytes[...]
    guard let year = number(&rest, 4), skip(&rest, "-"), let month = number(&rest, 2),
      skip(&rest, "-"), let day = number(&rest, 2), skip(&rest, "Tt "),
      let hour = number(&rest, 2), skip(&rest, ":"), let minute = number(&rest, 2)
    else { return nil }
    var second = 0
    if skip(&rest, ":") {
      guard let value = number(&rest, 2) else { return nil }
      second = value
      if skip(&rest, ".") { rest = rest.drop { $0 &- 48 < 10 } }
    }
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    guard let distance = distance(&rest), rest.isEmpty, (1...12).contains(month),
      (1...daysIn(month, of: year)).contains(day), hour < 24, minute < 60, second < 60
    else { return nil }
    let days = daysSince1970(year, month, day)
    return rfc3339(days * 86_400 + hour * 3_600 + minute * 60 + second - distance)
  }

  /// Seconds east of UTC; nil where none stands there.
  private static func distance(_ rest: inout ArraySlice<UInt8>) -> Int? {
    if rest.elementsEqual("UTC".utf8) || rest.elementsEqual("GMT".utf8) {
      rest = []
      return 0
    }
    if skip(&rest, "Zz") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip(&rest, "+-"), let hours = number(&rest, 2) else { return nil }
    _ = skip(&rest, ":")
    guard let minutes = number(&rest, 2), hours < 15, minutes < 60 else { return nil }
    return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  private static func number(_ rest: inout ArraySlice<UInt8>, _ digits: Int) -> Int? {
    guard rest.count >= digits, rest.prefix(digits).allSatisfy({ $0 &- 48 < 10 }) else {
      return nil
    }
    defer { rest = rest.dropFirst(digits) }
    return rest.prefix(digits).reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, _ letters: StaticString) -> Bool {
    guard let first = rest.first, letters.description.utf8.contains(first) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private static func daysIn(_ month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days of the Gregorian calendar from 1970-01-01, by counting years from March on.
  private static func daysSince1970(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let year = month <= 2 ? year - 1 : year
    let era = (year >= 0 ? year : year - 399) / 400
    let ofEra = year - era * 400
    let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
  }

  private static func rfc3339(_ seconds: Int) -> String {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    let shifted = days + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let ofEra = shifted - era * 146_097
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let march = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * march + 2) / 5 + 1
    let month = march < 10 ? march + 3 : march - 9
    let whole = year + era * 400 + (month <= 2 ? 1 : 0)
    return padded(whole, 4) + "-" + padded(month, 2) + "-" + padded(day, 2) + "T"
      + padded(rest / 3_600, 2) + ":" + padded(rest / 60 % 60, 2) + ":" + padded(rest % 60, 2) + "Z"
  }

  private static func padded(_ number: Int, _ digits: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
  }
}
