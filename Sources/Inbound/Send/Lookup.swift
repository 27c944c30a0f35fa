// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import ShopifyAdmin
import Tables

/// A change whose outcome is found out by looking for what it would have made.
struct Lookup: Sendable {
  var change: Change
  var purpose: Purpose
  /// When its batch was first sent.
  var sentAt: String
  /// Whether the store's searches were given the time to catch up since.
  var hasWaited = false
  /// How long it has waited for the store to be there again.
  var waited: Duration = .zero
  /// How often in a row looking came to nothing.
  var failures = 0

  /// Why it is looked for.
  enum Purpose: Sendable, Equatable {
    /// The answer was lost.
    case lostAnswer
    /// The store says, in these words, that it is there already; `wasUnknown`: an earlier answer may be why.
    case refusal(code: String, message: String, wasUnknown: Bool)
  }
}

/// What to do once a lookup is answered.
enum LookupVerdict: Sendable, Equatable {
  case applied(learned: [String: String])
  /// Look again after this long: searches lag behind.
  case lookAgain(after: Duration)
  /// It certainly did not happen: in a new batch.
  case sendAgain
  case rejected(code: String, message: String)
  case parked(code: String, message: String)

  /// Decides what a finding means. `age` is how long ago the batch was first sent; nil where that is not known.
  static func of(
    _ found: Look.Found, for lookup: Lookup, step: Step, age: Duration?
  ) -> LookupVerdict {
    switch (found, lookup.purpose) {
    case (.applied(let learned), _): return .applied(learned: learned)
    case (.absent, .refusal(let code, let message, _)):
      return .rejected(code: code, message: message)
    case (.ambiguous(let reason), .refusal(let code, let message, wasUnknown: false)):
      return .rejected(code: code, message: "\(message) (\(reason))")
    case (.ambiguous(let reason), .refusal(_, _, wasUnknown: true)),
      (.ambiguous(let reason), .lostAnswer):
      return .parked(
        code: Ladder.expiredCode,
        message: "the answer was lost, and \(reason): look in the store, then `dray retry`")
    case (.absent, .lostAnswer):
      switch step.recovery {
      case .set, .keyed: return .sendAgain
      case .create, .bulk:
        let rest = (step.look?.lag ?? .zero) - (age ?? .zero)
        return lookup.hasWaited || rest <= .zero ? .sendAgain : .lookAgain(after: rest)
      case .never:
        return .parked(
          code: Ladder.expiredCode,
          message:
            "the answer was lost, and the store does not show it: look in the store, then `dray retry`"
        )
      }
    }
  }
}

extension ObjectReading {
  /// Looks for what a change would have made: by the step's own query, or else by reading the object back.
  func find(_ change: Change, step: Step) async throws(AdminError) -> Look.Found {
    let intent: Intent
    do { intent = try Intent(object: change.object, text: change.intent) } catch {
      throw AdminError(.refused(code: nil), error.description)
    }
    guard let look = step.look else {
      guard let found = try await values(of: [change]).first ?? nil else { return .absent }
      let isSame = intent.desired.allSatisfy { field, value in
        operation.isSame(field, value, found[field] ?? nil)
      }
      return isSame ? .applied(learned: [:]) : .absent
    }
    let reply = try await admin.send(
      AdminRequest(
        document: look.document, variables: look.variables(intent).bytes, root: look.root,
        isRead: true, assumedCost: 10))
    return look.verdict(reply.data, intent)
  }
}
