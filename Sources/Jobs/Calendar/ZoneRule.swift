// SPDX-License-Identifier: Apache-2.0

/// The rule at the end of a TZif file for all years to come, as POSIX's `TZ` writes it with RFC 8536's wider hours:
/// `CET-1CEST,M3.5.0,M10.5.0/3`.
struct ZoneRule {
  /// Seconds to add to UTC in standard time.
  private let standard: Int
  /// The same in summer time, and when it begins and ends; nil where there is none.
  private let summer: (offset: Int, begins: Day, ends: Day)?

  /// A day of every year, and the time of that day.
  private struct Day {
    var kind: Kind
    /// Seconds after midnight; may be negative or more than a day.
    var time: Int

    enum Kind {
      /// The day `0...6` (Sunday is 0) of week `1...5` of a month; 5 is the last.
      case weekday(month: Int, week: Int, day: Int)
      /// Day 1 to 365, 29 February never counted.
      case julian(Int)
      /// Day 0 to 365, 29 February counted.
      case ordinal(Int)
    }

    /// Seconds since 1970 on the wall, that year.
    func reading(in year: Int) -> Int {
      let first = CivilTime.days(year, 1, 1)
      let isLeap = CivilTime.length(year: year, month: 2) == 29
      let date =
        switch kind {
        case .julian(let day): first + day - 1 + (isLeap && day >= 60 ? 1 : 0)
        case .ordinal(let day): first + day
        case .weekday(let month, let week, let day):
          Self.date(year, month, week, (day + 6) % 7)
        }
      return date * 86_400 + time
    }

    private static func date(_ year: Int, _ month: Int, _ week: Int, _ weekday: Int) -> Int {
      let first = CivilTime(year: year, month: month, day: 1)
      let length = CivilTime.length(year: year, month: month)
      var day = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
      while day > length { day -= 7 }
      return CivilTime.days(year, month, day)
    }
  }

  /// nil where the text is no such rule.
  init?(_ text: String) {
    var rest = Substring(text)
    guard Self.name(&rest), let west = Self.time(&rest) else { return nil }
    standard = -west
    guard !rest.isEmpty else {
      summer = nil
      return
    }
    guard Self.name(&rest) else { return nil }
    var offset = standard + 3600
    if let first = rest.first, first != "," {
      guard let west = Self.time(&rest) else { return nil }
      offset = -west
    }
    guard let begins = Self.day(&rest), let ends = Self.day(&rest), rest.isEmpty else { return nil }
    summer = (offset, begins, ends)
  }

  /// Every change of the offset in these years, in order, each with the new offset.
  func changes(from first: Int, through last: Int) -> [(time: Int, offset: Int)] {
    guard let summer, first <= last else { return [] }
    return (first...last).flatMap { year in
      [
        (summer.begins.reading(in: year) - standard, summer.offset),
        (summer.ends.reading(in: year) - summer.offset, standard),
      ]
    }.sorted { $0.0 < $1.0 }
  }

  private static func name(_ rest: inout Substring) -> Bool {
    if rest.first == "<" {
      guard let end = rest.firstIndex(of: ">") else { return false }
      rest = rest[rest.index(after: end)...]
      return true
    }
    let letters = rest.prefix { $0.isLetter }
    rest = rest.dropFirst(letters.count)
    return letters.count >= 3
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  private static func time(_ rest: inout Substring) -> Int? {
    var sign = 1
    if let first = rest.first, first == "-" || first == "+" {
      sign = first == "-" ? -1 : 1
      rest = rest.dropFirst()
    }
    var seconds = 0
    var unit = 3600
    while unit >= 1 {
      let digits = rest.prefix { $0.isNumber }
      guard let number = Int(digits) else { return nil }
      rest = rest.dropFirst(digits.count)
      seconds += number * unit
      guard rest.first == ":", unit > 1 else { break }
      rest = rest.dropFirst()
      unit /= 60
    }
    return sign * seconds
  }

  private static func day(_ rest: inout Substring) -> Day? {
    guard rest.first == "," else { return nil }
    rest = rest.dropFirst()
    let text = rest.prefix { $0 != "," && $0 != "/" }
    rest = rest.dropFirst(text.count)
    let kind: Day.Kind
    if text.hasPrefix("M") {
      let parts = text.dropFirst().split(separator: ".").compactMap { Int($0) }
      guard parts.count == 3, (1...12).contains(parts[0]), (1...5).contains(parts[1]),
        (0...6).contains(parts[2])
      else { return nil }
      kind = .weekday(month: parts[0], week: parts[1], day: parts[2])
    } else if text.hasPrefix("J") {
      guard let number = Int(text.dropFirst()) else { return nil }
      kind = .julian(number)
    } else {
      guard let number = Int(text) else { return nil }
      kind = .ordinal(number)
    }
    guard rest.first == "/" else { return Day(kind: kind, time: 7200) }
    rest = rest.dropFirst()
    return time(&rest).map { Day(kind: kind, time: $0) }
  }
}
