// SPDX-License-Identifier: Apache-2.0

import Catalogue

/// What may be done after "sent, no answer".
enum Ladder {
  /// The store keeps a key for 24 hours from the first request; the last hour is left to clocks that differ.
  static let retention: Duration = .seconds(23 * 3_600)

  /// A step towards a known outcome.
  enum Step: Sendable, Equatable {
    /// The same key and the same bytes once more.
    case sameAgain
    /// Read the objects: what has the wanted value is applied, the rest is planned again.
    case verify
    /// A new batch, marked: what compare-and-set then refuses is parked with both values.
    case afresh
    /// Each item is looked for (`Catalogue.Step.look`).
    case look
    /// A new batch: doing it twice is doing it once.
    case again
    /// A person decides.
    case park
  }

  /// The step for a batch of a catalogue step that was first sent so long ago; nil where that is not known.
  /// `isPart`: the step does only a part of what its changes want, so that reading the object back says nothing
  /// of it.
  static func step(
    _ step: Catalogue.Step, isPart: Bool = false, age: Duration?
  ) -> Step {
    let looks = step.look != nil
    switch step.recovery {
    // Reading first costs less than a second effect that changes nothing.
    case .set: return looks ? .look : isPart ? .again : .verify
    case .keyed:
      if age.map({ $0 < retention }) == true { return .sameAgain }
      return looks ? .look : .afresh
    case .create, .never: return looks ? .look : .park
    case .bulk: return .park
    }
  }

  /// The code of a planned change whose outcome was unknown when its key ran out.
  static let expiredCode = "OUTCOME_UNKNOWN"
}
