// SPDX-License-Identifier: Apache-2.0

/// Patterns of dates: their letters, and reading by them. Digits are ASCII digits, and as many as the pattern says.
enum DatePattern {
  /// The parts of a pattern.
  static func parts(of text: String) throws(DateForm.Complaint) -> [DateForm.Part] {
    var parts: [DateForm.Part] = []
    var rest = Array(text.utf8)[...]
    while let letter = rest.first {
      if letter == UInt8(ascii: "'") {
        // As elsewhere, letters between apostrophes stand for themselves.
        let run = rest.dropFirst().prefix { $0 != letter }
        parts += run.map(DateForm.Part.letter)
        rest = rest.dropFirst(run.count + 2)
        continue
      }
      let count = rest.prefix { $0 == letter }.count
      let isLetter = (65...90).contains(letter) || (97...122).contains(letter)
      let part: DateForm.Part?
      switch (letter, count) {
      case (UInt8(ascii: "y"), 4), (UInt8(ascii: "y"), 2): part = .year(digits: count)
      case (UInt8(ascii: "M"), 1...2): part = .month(digits: count)
      case (UInt8(ascii: "d"), 1...2): part = .day(digits: count)
      case (UInt8(ascii: "H"), 1...2): part = .hour(digits: count)
      case (UInt8(ascii: "m"), 2): part = .minute
      case (UInt8(ascii: "s"), 2): part = .second
      case (UInt8(ascii: "T"), 1): part = .letter(letter)
      case _ where !isLetter && letter < 0x80:
        parts += repeatElement(.letter(letter), count: count - 1)
        part = .letter(letter)
      default: part = nil
      }
      guard let part else { throw complaint }
      guard !isLetter || !parts.contains(part) else { throw complaint }
      parts.append(part)
      rest = rest.dropFirst(count)
    }
    try check(parts)
    return parts
  }

  private static let complaint = DateForm.Complaint(
    expected:
      "iso, unix, unix-ms, or a pattern of yyyy or yy, MM, dd, HH, mm and ss such as dd.MM.yyyy HH:mm"
  )

  /// A pattern has a whole date, and of a time no minute without the hour, no second without the minute.
  private static func check(_ parts: [DateForm.Part]) throws(DateForm.Complaint) {
    var counts = [0, 0, 0, 0, 0, 0]
    for part in parts {
      switch part {
      case .year: counts[0] += 1
      case .month: counts[1] += 1
      case .day: counts[2] += 1
      case .hour: counts[3] += 1
      case .minute: counts[4] += 1
      case .second: counts[5] += 1
      case .letter: break
      }
    }
    guard counts[0...2].allSatisfy({ $0 == 1 }), counts[3...].allSatisfy({ $0 <= 1 }),
      counts[4] <= counts[3], counts[5] <= counts[4]
    else { throw complaint }
  }

  /// A value by its pattern, in no way checked against the calendar; nil where it is not written so.
  static func read(_ bytes: [UInt8], by parts: [DateForm.Part]) -> CivilTime? {
    var rest = bytes[...]
    var time = CivilTime(year: 0, month: 1, day: 1)
    for part in parts {
      switch part {
      case .year(let digits):
        guard let year = number(&rest, digits) else { return nil }
        time.year = digits == 4 ? year : year < 69 ? 2000 + year : 1900 + year
      case .month(let digits):
        guard let month = number(&rest, digits, orTwo: true) else { return nil }
        time.month = month
      case .day(let digits):
        guard let day = number(&rest, digits, orTwo: true) else { return nil }
        time.day = day
      case .hour(let digits):
        guard let hour = number(&rest, digits, orTwo: true) else { return nil }
        time.hour = hour
      case .minute:
        guard let minute = number(&rest, 2) else { return nil }
        time.minute = minute
      case .second:
        guard let second = number(&rest, 2) else { return nil }
        time.second = second
      case .letter(let letter):
        guard rest.first == letter else { return nil }
        rest = rest.dropFirst()
      }
    }
    return rest.isEmpty ? time : nil
  }

  /// `2026-05-01` at the beginning.
  static func isoDate(_ rest: inout ArraySlice<UInt8>) -> CivilTime? {
    guard let year = number(&rest, 4), skip(&rest, "-"), let month = number(&rest, 2),
      skip(&rest, "-"), let day = number(&rest, 2)
    else { return nil }
    return CivilTime(year: year, month: month, day: day)
  }

  /// `T10:00`, ` 10:00:00.123` at the beginning; a fraction of a second is dropped.
  static func isoTime(_ rest: inout ArraySlice<UInt8>, into time: inout CivilTime) -> Bool {
    guard skip(&rest, "Tt "), let hour = number(&rest, 2), skip(&rest, ":"),
      let minute = number(&rest, 2)
    else { return false }
    (time.hour, time.minute) = (hour, minute)
    if skip(&rest, ":") {
      guard let second = number(&rest, 2) else { return false }
      time.second = second
      if skip(&rest, ".,") { rest = rest.drop { $0 &- 48 < 10 } }
    }
    return true
  }

  /// Seconds east of UTC: `Z`, `+02:00`, ` +0200`, `+02`; nil where none stands there.
  static func isoDistance(_ rest: inout ArraySlice<UInt8>) -> Int? {
    let before = rest
    rest = rest.drop { $0 == UInt8(ascii: " ") }
    if skip(&rest, "Zz") { return 0 }
    let isWest = rest.first == UInt8(ascii: "-")
    guard skip(&rest, "+-"), let hours = number(&rest, 2), hours < 15 else {
      rest = before
      return nil
    }
    _ = skip(&rest, ":")
    let minutes = rest.isEmpty ? 0 : number(&rest, 2)
    guard let minutes, minutes < 60 else {
      rest = before
      return nil
    }
    return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
  }

  /// So many digits; of one, another may follow.
  private static func number(_ rest: inout ArraySlice<UInt8>, _ digits: Int, orTwo: Bool = false)
    -> Int?
  {
    let run = rest.prefix(orTwo && digits == 1 ? 2 : digits).prefix { $0 &- 48 < 10 }
    guard run.count >= digits else { return nil }
    rest = rest.dropFirst(run.count)
    return run.reduce(0) { $0 * 10 + Int($1 - 48) }
  }

  private static func skip(_ rest: inout ArraySlice<UInt8>, _ letters: StaticString) -> Bool {
    guard let first = rest.first, letters.description.utf8.contains(first) else { return false }
    rest = rest.dropFirst()
    return true
  }
}
