// SPDX-License-Identifier: Apache-2.0

import Foundation

/// The wall clock, read here and nowhere below.
enum Clock {
  /// Now, RFC 3339 in UTC with milliseconds.
  static func now() -> String {
    Date.now.formatted(
      Date.ISO8601FormatStyle(includingFractionalSeconds: true, timeZone: .gmt))
  }
}
