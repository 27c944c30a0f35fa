// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import Tables

/// What a change comes to once its object was read again.
enum Rereading: Sendable, Equatable {
  case applied
  /// Again, from these values.
  case again(prior: [String: String?])
  case rejected(code: String, message: String)
  case parked(code: String, message: String)

  /// Compare-and-set may say so often that the value was another.
  static let mostStale = 3

  /// Decides. `change.stale` counts the mismatches so far; `found` are the object's values now, nil where
  /// the store has it no more.
  static func of(
    _ change: Change, intent: Intent, found: [String: String?]?, operation: Operation,
    isUndo: Bool = false
  ) -> Rereading {
    guard let found else {
      return .rejected(
        code: "OBJECT_GONE",
        message: "the store no longer has it: take the record out, or refresh and send it again")
    }
    let differing = intent.desired.keys.sorted().filter { field in
      !operation.isSame(field, intent.desired[field] ?? nil, found[field] ?? nil)
    }
    if differing.isEmpty, operation.folds == nil { return .applied }
    if isUndo, operation.folds == nil,
      let message = Self.changedSince(intent, found, operation, differing)
    {
      return .rejected(code: "CHANGED_SINCE", message: message)
    }
    let values = differing.map { field in
      "\(field) should be \(Self.words(intent.desired[field] ?? nil)), the store has \(Self.words(found[field] ?? nil))"
    }.joined(separator: ", ")
    if change.code == Ladder.expiredCode, change.stale > 0 {
      return .parked(
        code: Ladder.expiredCode,
        message:
          "its answer was lost, and its value has changed since: \(values); look, then `dray retry`"
      )
    }
    if let expected = intent.identity[Intent.expected], !isUndo {
      return .rejected(
        code: "STALE",
        message:
          "changed since the file was written: the file expects \(expected), and \(values); look, then send it again with the number the store has"
      )
    }
    if change.stale >= mostStale {
      return .rejected(
        code: "STALE",
        message: "changed in the store each time it was about to be set: \(values); send it again")
    }
    var prior: [String: String?] = [:]
    for field in intent.desired.keys { prior.updateValue(found[field] ?? nil, forKey: field) }
    return .again(prior: prior)
  }

  /// Why a change is not taken back: the object has neither the value that was set nor the one before. nil where it
  /// still has what was set.
  private static func changedSince(
    _ intent: Intent, _ found: [String: String?], _ operation: Operation, _ differing: [String]
  ) -> String? {
    let others = differing.filter { field in
      !operation.isSame(field, intent.prior[field] ?? nil, found[field] ?? nil)
    }
    if others.isEmpty { return nil }
    let values = others.map { field in
      "\(field) was set to \(words(intent.prior[field] ?? nil)), the store has \(words(found[field] ?? nil))"
    }.joined(separator: ", ")
    return "changed since, and left as it is: \(values)"
  }

  private static func words(_ value: String?) -> String { value ?? "none" }
}

extension Operation {
  /// Whether two values of a field are the same to the store: money by amount, the rest by its text.
  func isSame(_ field: String, _ one: String?, _ other: String?) -> Bool {
    guard let one, let other else { return one == other }
    guard let type = fields.first(where: { $0.name == field })?.type else { return one == other }
    switch type {
    case .money, .measure:
      guard let left = ExactDecimal(parsing: one), let right = ExactDecimal(parsing: other) else {
        return one == other
      }
      return left == right
    case .text, .integer, .id, .reference, .prose, .flag, .choice, .list, .moment:
      return one == other
    }
  }
}
