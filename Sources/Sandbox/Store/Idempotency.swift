// SPDX-License-Identifier: Apache-2.0

import Tables

/// What `@idempotent` keys have been used for, kept 24 hours from the first request.
///
/// A replay does not run again: its answer is built anew from today's data. A request that was refused
/// with user errors counts as failed: its key is spent, as the code's description in the schema says.
struct IdempotencyKeys: Codable {
  /// What the first request with a key led to.
  enum Outcome: Codable {
    case adjustment(Int)
    case level(item: Int, location: Int)
    case refused
  }

  /// What a request with a key may do.
  enum Claim {
    case run
    case replay(Outcome)
    case refuse(code: String, message: String)
  }

  struct Entry: Codable {
    var fingerprint: String
    var at: Moment
    var outcome: Outcome
  }

  static let retention = 86_400
  private(set) var entries: [String: Entry] = [:]

  /// What a request may do; throws where it must carry a key and has none.
  mutating func claim(_ fingerprint: String, _ context: ExecutionContext) throws -> Claim {
    guard let key = context.idempotencyKey else {
      throw TopLevelError(
        message: "The @idempotent directive is required for this mutation but was not provided.",
        code: "BAD_REQUEST")
    }
    guard let entry = entries[key],
      context.moment.seconds - entry.at.seconds < IdempotencyKeys.retention
    else { return .run }
    guard entry.fingerprint == fingerprint else {
      return .refuse(
        code: "IDEMPOTENCY_KEY_PARAMETER_MISMATCH",
        message: "The same idempotency key cannot be used with different operation parameters.")
    }
    switch entry.outcome {
    case .adjustment, .level: return .replay(entry.outcome)
    case .refused:
      return .refuse(
        code: "IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED",
        message:
          "A previous request with this idempotency key failed. Retry with a new idempotency key.")
    }
  }

  /// Keeps what a request led to.
  mutating func keep(_ outcome: Outcome, _ fingerprint: String, _ context: ExecutionContext) {
    guard let key = context.idempotencyKey else { return }
    entries[key] = Entry(fingerprint: fingerprint, at: context.moment, outcome: outcome)
  }

  /// The same for the same root and the same arguments as they were written: the order of an input's fields
  /// counts, as it may at Shopify.
  static func fingerprint(_ root: String, _ arguments: Arguments) -> String {
    let members = arguments.values.sorted { $0.key < $1.key }
    return members.reduce(root) { $0 + "\n\($1.key)=\($1.value.text)" }
  }
}
