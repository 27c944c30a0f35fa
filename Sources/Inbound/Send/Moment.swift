// SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Times as the journal has them: RFC 3339 in UTC with milliseconds.
enum Moment {
  /// How much later `now` is; nil where either is no such time, or `now` is the earlier one (a clock was set
  /// back), so that nothing is concluded from it.
  static func age(of time: String, at now: String) -> Duration? {
    guard let from = instant(time), let to = instant(now) else { return nil }
    let seconds = to.timeIntervalSince(from)
    return seconds < 0 ? nil : .milliseconds(Int64(seconds * 1_000))
  }

  /// So many hours later; the same where it is no such time.
  static func after(_ time: String, hours: Int) -> String {
    before(time, by: .seconds(-hours * 3_600))
  }

  /// A time so much earlier; the same where it is no such time.
  static func before(_ time: String, by duration: Duration) -> String {
    guard let from = instant(time) else { return time }
    return from.addingTimeInterval(-Double(duration.components.seconds))
      .formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }

  private static func instant(_ text: String) -> Date? {
    do { return try Date.ISO8601FormatStyle(includingFractionalSeconds: true).parse(text) } catch {
      // No such time: the caller treats it as unknown.
      return nil
    }
  }
}
