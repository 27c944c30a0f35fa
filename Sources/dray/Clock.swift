// SPDX-License-Identifier: Apache-2.0

import Foundation
import Jobs

/// The wall clock, read here and nowhere below.
enum Clock {
  /// Now, RFC 3339 in UTC with milliseconds.
  static func now() -> String {
    Date.now.formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }

  /// Now, to the second.
  static func moment() -> Moment { Moment(Int(Date.now.timeIntervalSince1970)) }
}
