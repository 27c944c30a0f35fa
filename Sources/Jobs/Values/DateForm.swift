// SPDX-License-Identifier: Apache-2.0

/// How a file writes dates and times: `date:` and `zone:` of a field's source.
package struct DateForm: Sendable {
  /// As the job writes it.
  package let text: String
  /// Whose clocks show the times; nil where the values themselves say it, or there are no times.
  package let zone: Zone?
  private let kind: Kind

  private enum Kind {
    /// Seconds since 1970, or thousandths.
    case unix(perSecond: Int)
    /// `2026-05-01`, with or without a time and its distance from UTC.
    case iso
    case pattern([Part])
  }

  /// One part of a pattern.
  enum Part: Equatable {
    /// `yyyy`; or `yy`, where 69 to 99 are of the last century.
    case year(digits: Int)
    /// `MM`, or `M` for one digit or two; so are the others.
    case month(digits: Int)
    case day(digits: Int)
    case hour(digits: Int)
    case minute
    case second
    /// What stands there as it is.
    case letter(UInt8)
  }

  /// What a value of the file is.
  package enum Reading: Equatable, Sendable {
    /// A date without a time.
    case date(CivilTime)
    /// A moment.
    case moment(Moment)
    /// It is not written so.
    case notThis
    /// There is no such date or time, e.g. 30 February.
    case impossible
    /// Clocks in the zone skip this time.
    case skipped
    /// Clocks in the zone show this time twice.
    case twice
    /// A time that says nothing of its distance from UTC, and the job names no zone.
    case nowhere
  }

  /// Why a job's `date:` cannot be.
  package struct Complaint: Error, Equatable {
    /// What was expected.
    package var expected: String
  }

  /// Reads `iso`, `unix`, `unix-ms` or a pattern such as `dd.MM.yyyy HH:mm`.
  package init(_ text: String, zone: Zone? = nil) throws(Complaint) {
    self.text = text
    self.zone = zone
    switch text {
    case "unix": kind = .unix(perSecond: 1)
    case "unix-ms": kind = .unix(perSecond: 1_000)
    case "iso": kind = .iso
    default: kind = .pattern(try DatePattern.parts(of: text))
    }
  }

  /// Whether its values are dates without a time.
  package var isDateOnly: Bool {
    guard case .pattern(let parts) = kind else { return false }
    return !parts.contains { if case .hour = $0 { true } else { false } }
  }

  /// Whether a zone can say anything about its values.
  package var mayHaveZone: Bool {
    if case .unix = kind { false } else { true }
  }

  /// Whether its values have times that mean nothing without a zone.
  package var needsZone: Bool {
    guard case .pattern = kind else { return false }
    return !isDateOnly
  }

  /// What a value of the file is; `bytes` without space around them.
  package func read(_ bytes: [UInt8]) -> Reading {
    switch kind {
    case .unix(let perSecond): return Self.unix(bytes, perSecond: perSecond)
    case .iso: return iso(bytes)
    case .pattern(let parts):
      guard let time = DatePattern.read(bytes, by: parts) else { return .notThis }
      guard time.isOnCalendar else { return .impossible }
      return isDateOnly ? .date(time) : moment(of: time)
    }
  }

  /// The first moment of a date in the form's zone, UTC if it has none; where clocks skip midnight, the next.
  package func midnight(of date: CivilTime) -> Reading {
    guard let moment = (zone ?? .utc).moment(showing: date.seconds) else { return .skipped }
    return .moment(moment)
  }

  private func moment(of time: CivilTime) -> Reading {
    guard let zone else { return .nowhere }
    let moments = zone.moments(showing: time.seconds)
    switch moments.count {
    case 0: return .skipped
    case 1: return .moment(moments[0])
    default: return .twice
    }
  }

  private static func unix(_ bytes: [UInt8], perSecond: Int) -> Reading {
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.dropFirst(isNegative ? 1 : 0)
    guard (1...15).contains(digits.count), digits.allSatisfy({ $0 &- 48 < 10 }) else {
      return .notThis
    }
    let count = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    let seconds = CivilTime.floor(isNegative ? -count : count, perSecond)
    // Until the year 2286 for seconds: what is beyond it was meant as thousandths.
    guard abs(seconds) < 10_000_000_000 else { return .impossible }
    return .moment(Moment(seconds))
  }

  private func iso(_ bytes: [UInt8]) -> Reading {
    var rest = bytes[...]
    guard var time = DatePattern.isoDate(&rest) else { return .notThis }
    guard !rest.isEmpty else { return time.isOnCalendar ? .date(time) : .impossible }
    guard DatePattern.isoTime(&rest, into: &time) else { return .notThis }
    let distance = DatePattern.isoDistance(&rest)
    guard rest.isEmpty else { return .notThis }
    guard time.isOnCalendar else { return .impossible }
    return distance.map { .moment(Moment(time.seconds - $0)) } ?? moment(of: time)
  }
}

extension DateForm: Equatable {
  /// Whether both are written alike and mean the same zone.
  package static func == (one: DateForm, other: DateForm) -> Bool {
    one.text == other.text && one.zone?.name == other.zone?.name
  }
}

extension CivilTime {
  /// Whether there is such a date, from 1900 on, and such a time of day; a leap second is none.
  var isOnCalendar: Bool {
    year >= 1900 && (1...12).contains(month)
      && (1...Self.length(year: year, month: month)).contains(day) && hour < 24 && minute < 60
      && second < 60
  }
}
