// SPDX-License-Identifier: Apache-2.0

/// A calendar expression that cannot be read.
package struct CalendarError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where in the expression, counted in characters from 1.
  package var column: Int
  /// What could stand there.
  package var expected: String
  /// What does.
  package var found: String

  package var description: String { "at character \(column): expected \(expected), found \(found)" }
}

extension CalendarEvent {
  /// Reads an expression without a zone.
  package init(_ text: String) throws(CalendarError) {
    if let named = Self.named[text.lowercased()] {
      self = named
      return
    }
    var reader = CalendarText(text)
    self.init()
    try reader.readWeekdays(into: &self)
    let end = reader.index
    if reader.isAtEnd, end > 0 { return }
    if reader.peek == "@" {
      try reader.readEpoch(into: &self)
      return
    }
    // A first number followed by a colon is an hour: there is no date.
    if try reader.readDate(into: &self) {
      guard !reader.isAtEnd else { return }
    }
    try reader.readTime(into: &self)
  }

  private static let named: [String: CalendarEvent] = {
    var minutely = CalendarEvent()
    minutely.hours = everyHour
    minutely.minutes = everyMinute
    var hourly = CalendarEvent()
    hourly.hours = everyHour
    let daily = CalendarEvent()
    var weekly = daily
    weekly.weekdays = 1
    var monthly = daily
    monthly.days = [Part(start: 1)]
    func of(_ months: [Int]) -> CalendarEvent {
      var event = monthly
      event.months = months.reduce(0) { $0 | 1 << $1 }
      return event
    }
    let yearly = of([1])
    let semiannually = of([1, 7])
    return [
      "minutely": minutely, "hourly": hourly, "daily": daily, "weekly": weekly,
      "monthly": monthly, "yearly": yearly, "annually": yearly, "anually": yearly,
      "quarterly": of([1, 4, 7, 10]), "semiannually": semiannually,
      "semi-annually": semiannually, "biannually": semiannually, "bi-annually": semiannually,
    ]
  }()
}

/// An expression read from left to right.
private struct CalendarText {
  let characters: [Character]
  var index = 0

  init(_ text: String) { characters = Array(text) }

  var isAtEnd: Bool { index == characters.count }
  var peek: Character? { index < characters.count ? characters[index] : nil }

  func error(_ expected: String, at place: Int? = nil) -> CalendarError {
    let place = place ?? index
    let word = String(characters[place...].prefix { $0 != " " })
    return CalendarError(
      column: place + 1, expected: expected,
      found: place == characters.count ? "the end" : quoted(word.isEmpty ? " " : word))
  }

  mutating func skipSpaces() { while peek == " " { index += 1 } }

  mutating func take(_ mark: String) -> Bool {
    guard characters[index...].starts(with: mark) else { return false }
    index += mark.count
    return true
  }

  // MARK: weekdays

  private static let weekdays = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  /// `Mon`, `Mon..Fri`, `Sat,Sun`; nothing where the expression begins with a date or a time.
  mutating func readWeekdays(into event: inout CalendarEvent) throws(CalendarError) {
    guard let first = peek, first.isLetter else { return }
    var bits: UInt8 = 0
    while true {
      let start = try weekday()
      var stop = start
      // One `-` is the older way to write a range.
      if take("..") || take("-") {
        let place = index
        stop = try weekday()
        guard stop >= start else {
          throw error("a weekday after the first of the range, which ends on Sunday", at: place)
        }
      }
      for day in start...stop { bits |= 1 << day }
      guard take(",") else { break }
      // A comma at the end is let pass, as systemd does.
      if isAtEnd || peek == " " { break }
    }
    guard isAtEnd || peek == " " else { throw error("',', '..' or a space after the weekday") }
    skipSpaces()
    event.weekdays = bits
  }

  private mutating func weekday() throws(CalendarError) -> Int {
    let word = String(characters[index...].prefix { $0.isLetter }).lowercased()
    guard
      let day = Self.weekdays.firstIndex(where: { word == $0 || word == $0.prefix(3) })
    else { throw error("a weekday such as Mon, or a word such as daily") }
    index += word.count
    return day
  }

  // MARK: date

  /// A date of two or three parts; false, with nothing read, where a time stands there.
  mutating func readDate(into event: inout CalendarEvent) throws(CalendarError) -> Bool {
    let begin = index
    let first = try parts()
    guard let mark = peek, mark != ":" else {
      index = begin
      return false
    }
    var fromEnd = try dateMark()
    let secondPlace = index
    let second = try parts()
    if isAtEnd || peek == " " || peek == "T" {
      try set(month: first, at: begin, into: &event)
      try set(day: second, fromEnd: fromEnd, at: secondPlace, into: &event)
    } else {
      guard !fromEnd else { throw error("a space and a time: the day after '~' comes last") }
      fromEnd = try dateMark()
      let thirdPlace = index
      let third = try parts()
      try set(year: first, at: begin, into: &event)
      try set(month: second, at: secondPlace, into: &event)
      try set(day: third, fromEnd: fromEnd, at: thirdPlace, into: &event)
    }
    guard isAtEnd || peek == " " || peek == "T" else { throw error("a space and a time") }
    if !take("T") { skipSpaces() }
    return true
  }

  /// `-` or `~`; whether it is the latter.
  private mutating func dateMark() throws(CalendarError) -> Bool {
    if take("~") { return true }
    guard take("-") else { throw error("'-' or '~' between the parts of a date, or ':' in a time") }
    return false
  }

  private func set(
    year parts: [CalendarEvent.Part]?, at place: Int, into event: inout CalendarEvent
  ) throws(CalendarError) {
    func full(_ year: Int) -> Int { year < 70 ? year + 2000 : year < 100 ? year + 1900 : year }
    let parts = parts?.map {
      CalendarEvent.Part(start: full($0.start), stop: $0.stop.map(full), step: $0.step)
    }
    try check(
      parts, CalendarEvent.firstYear...CalendarEvent.lastYear, "years from 1970 to 2199", place)
    event.years = parts
  }

  private func set(
    month parts: [CalendarEvent.Part]?, at place: Int, into event: inout CalendarEvent
  ) throws(CalendarError) {
    try check(parts, 1...12, "months from 1 to 12", place)
    if let parts { event.months = bits(parts, upTo: 12) }
  }

  private func set(
    day parts: [CalendarEvent.Part]?, fromEnd: Bool, at place: Int,
    into event: inout CalendarEvent
  ) throws(CalendarError) {
    guard let parts else { return }
    if fromEnd {
      try check(parts, 1...28, "days from 1 to 28 before the month's end", place)
      guard parts.allSatisfy({ $0.stop != nil || $0.start - $0.step >= 1 }) else {
        throw error("a step that fits between that day and the month's end", at: place)
      }
    } else {
      try check(parts, 1...31, "days from 1 to 31", place)
    }
    event.days = parts
    event.countsFromMonthEnd = fromEnd
  }

  // MARK: time

  /// `hour:minute` or `hour:minute:second`, to the end.
  mutating func readTime(into event: inout CalendarEvent) throws(CalendarError) {
    event.hours = try timePart(upTo: 23, "hours from 0 to 23", every: CalendarEvent.everyHour)
    guard take(":") else { throw error("':' and the minute") }
    event.minutes = try timePart(upTo: 59, "minutes from 0 to 59", every: CalendarEvent.everyMinute)
    if take(":") {
      event.seconds = try timePart(
        upTo: 59, "seconds from 0 to 59", every: CalendarEvent.everyMinute)
      if peek == "." { throw error("a whole second; slots have no fractions of one") }
    }
    guard isAtEnd else { throw error("the end of the time, or a space and a time zone") }
  }

  private mutating func timePart(
    upTo end: Int, _ what: String, every: UInt64
  ) throws(CalendarError) -> UInt64 {
    let place = index
    guard let parts = try parts() else { return every }
    try check(parts, 0...end, what, place)
    return bits(parts, upTo: end)
  }

  /// `@1700000000`: one moment, in UTC whatever the zone.
  mutating func readEpoch(into event: inout CalendarEvent) throws(CalendarError) {
    index += 1
    let place = index
    let time = CivilTime(seconds: try number())
    guard time.year <= CalendarEvent.lastYear else {
      throw error("seconds since 1970 up to the year 2199", at: place)
    }
    guard isAtEnd else { throw error("the end") }
    event.years = [CalendarEvent.Part(start: time.year)]
    event.months = 1 << time.month
    event.days = [CalendarEvent.Part(start: time.day)]
    event.hours = 1 << time.hour
    event.minutes = 1 << time.minute
    event.seconds = 1 << time.second
  }

  // MARK: lists

  /// A list of numbers, ranges and steps; nil is `*`.
  private mutating func parts() throws(CalendarError) -> [CalendarEvent.Part]? {
    if take("*") {
      guard peek != "/" else {
        throw error("a number before the step, e.g. 0/15 for every fifteen from 0 on")
      }
      return nil
    }
    var parts: [CalendarEvent.Part] = []
    repeat {
      var part = CalendarEvent.Part(start: try number())
      if take("..") {
        part.stop = try number()
        part.step = 1
      }
      if take("/") {
        let place = index
        part.step = try number()
        guard part.step > 0 else { throw error("a step from 1 on", at: place) }
      }
      parts.append(part)
    } while take(",")
    return parts
  }

  private mutating func number() throws(CalendarError) -> Int {
    let digits = characters[index...].prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, let number = Int(String(digits)), number <= Int(Int32.max) else {
      throw error(
        index == 0 ? "a weekday, a date, a time, or a word such as daily" : "a number or '*'")
    }
    index += digits.count
    return number
  }

  private func bits(_ parts: [CalendarEvent.Part], upTo end: Int) -> UInt64 {
    var bits: UInt64 = 0
    for part in parts { for number in part.numbers(upTo: end) { bits |= 1 << number } }
    return bits
  }

  /// Whether every number is one there is, and every step and range comes to something.
  private func check(
    _ parts: [CalendarEvent.Part]?, _ range: ClosedRange<Int>, _ what: String, _ place: Int
  ) throws(CalendarError) {
    for part in parts ?? [] {
      guard range.contains(part.start), part.stop.map(range.contains) ?? true else {
        throw error(what, at: place)
      }
      if let stop = part.stop {
        guard stop >= part.start else {
          throw error("a range that does not end before it begins", at: place)
        }
      } else if range.upperBound != 28 {
        // Days before the month's end count downwards; their step is looked at by the caller.
        guard part.start + part.step <= range.upperBound else {
          throw error("a step that comes again before \(range.upperBound)", at: place)
        }
      }
      guard part.step <= range.upperBound - range.lowerBound else {
        throw error("a smaller step", at: place)
      }
    }
  }
}
