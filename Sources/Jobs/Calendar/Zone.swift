// SPDX-License-Identifier: Apache-2.0

/// A time zone by the system's tz database: what clocks on the wall show there, at any moment.
///
/// Read from the TZif files (RFC 8536) rather than from Foundation, whose own copy of the database is as old as the
/// build; so an update of `tzdata` counts from the next start or reload on.
package struct Zone: Sendable {
  /// Its IANA name, e.g. `Europe/Berlin`.
  package let name: String
  /// When the offset changes, in order.
  let changes: [Int]
  /// Seconds to add to UTC; `offsets[0]` holds before the first change, `offsets[i + 1]` from `changes[i]` on.
  let offsets: [Int]

  /// A zone whose offset is always zero.
  package static let utc = Zone(name: "UTC", changes: [], offsets: [0])

  /// A span of time with one offset.
  struct Span {
    /// Its first second; nil is the beginning of time.
    var start: Int?
    /// The first second after it; nil is the end of time.
    var end: Int?
    /// Seconds to add to UTC.
    var offset: Int
  }

  /// How many spans there are.
  var spanCount: Int { offsets.count }

  /// A span by its number, in order of time.
  func span(_ index: Int) -> Span {
    Span(
      start: index == 0 ? nil : changes[index - 1],
      end: index == changes.count ? nil : changes[index], offset: offsets[index])
  }

  /// The number of the span a moment is in.
  func spanIndex(at moment: Moment) -> Int {
    var low = 0
    var high = changes.count
    while low < high {
      let middle = (low + high) / 2
      if changes[middle] <= moment.seconds { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Seconds to add to UTC at a moment.
  package func offset(at moment: Moment) -> Int { offsets[spanIndex(at: moment)] }

  /// What a clock on the wall shows at a moment.
  package func reading(at moment: Moment) -> CivilTime {
    CivilTime(seconds: moment.seconds + offset(at: moment))
  }

  /// A moment for people: `2026-08-01 14:05:09 Europe/Berlin`.
  package func text(of moment: Moment) -> String {
    "\(reading(at: moment).text(between: " ")) \(name)"
  }

  /// When a clock on the wall shows a time, in seconds as `CivilTime.seconds` counts.
  ///
  /// - Returns: the first such moment where the hour comes twice; the first moment after it where the hour is skipped; nil
  ///   where the whole date is skipped.
  func moment(showing reading: Int) -> Moment? {
    // No offset is larger than a day, so neither an earlier nor a later span can show it.
    var index = spanIndex(at: Moment(reading - 2 * 86_400))
    while index < spanCount {
      let span = span(index)
      let moment = reading - span.offset
      let isBefore = span.start.map { moment < $0 } ?? false
      if isBefore, let start = span.start {
        // The span before had ended when this time would have come: it is skipped here.
        let midnight = CivilTime.floor(reading, 86_400) * 86_400
        let first = start + offsets[index - 1]
        let last = start + span.offset
        return midnight >= first && midnight + 86_400 <= last ? nil : Moment(start)
      }
      if span.end.map({ moment < $0 }) ?? true { return Moment(moment) }
      index += 1
    }
    return nil
  }

  /// Every moment at which a clock on the wall shows a time, in order: none where it is skipped, two where the hour
  /// comes twice.
  package func moments(showing reading: Int) -> [Moment] {
    var moments: [Moment] = []
    var index = spanIndex(at: Moment(reading - 2 * 86_400))
    while index < spanCount {
      let span = span(index)
      if let start = span.start, start > reading + 2 * 86_400 { break }
      let moment = reading - span.offset
      if span.start.map({ moment >= $0 }) ?? true, span.end.map({ moment < $0 }) ?? true {
        moments.append(Moment(moment))
      }
      index += 1
    }
    return moments
  }
}
