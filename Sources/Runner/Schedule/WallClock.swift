// SPDX-License-Identifier: Apache-2.0

package import Jobs

/// What the clock on the wall may say.
package enum WallClock {
  /// This version was made no earlier; a clock that says so is not set yet. A release moves it on.
  package static let earliest = "2026-11-01T00:00:00.000Z"

  /// A time as `InboundParts.now` gives it; nil where the clock cannot be right.
  package static func plausible(_ now: String) -> Moment? {
    now < earliest ? nil : Moment(now)
  }

  /// What is said of a clock that cannot be right.
  package static func complaint(_ now: String) -> String {
    "the clock says \(now), which is before this version of Dray was made; slots wait until it is set"
  }
}
