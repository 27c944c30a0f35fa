// SPDX-License-Identifier: Apache-2.0

/// How an applied change is taken back.
package enum Inverse: Sendable, Equatable {
  /// By this change, of the catalogue's operation `by`, or of the same one where that is nil.
  case change(Intent, by: String? = nil)
  /// There is nothing to do: the object has what it had before, or another change of the delivery takes it back.
  case unchanged
  /// It has changed since, these are the values: left as it is.
  case changedSince(String)
  /// It cannot, for this reason; it says what a person can do.
  case never(String)
}

/// What is done with an object that a feed named before and names no more.
package struct Absence: Sendable {
  /// The catalogue's operation that carries it out.
  package var operation: String
  /// A SELECT over the mirror and the table `plan_absent` (`object`: what the feed named), one row for each object
  /// that is there, with the columns `object` (the change's), `key` (for the receipt), `identity`, `desired` and
  /// `prior` (JSON objects) and `same` (1 where there is nothing to do).
  package var changes: String

  /// An operation and what it is asked.
  package init(operation: String, changes: String) {
    self.operation = operation
    self.changes = changes
  }
}

extension Operation {
  /// The inverse of an applied change. Where the operation says nothing of its own: without a composition the
  /// values it had before; a sum with the opposite sign.
  package func inverse(of applied: Intent, current: String?) -> Inverse {
    if let undo { return undo(applied, current) }
    guard composition == nil, !applied.desired.isEmpty else {
      return .never("\(name) cannot be taken back by Dray")
    }
    var inverse = applied
    if case .sum(let field)? = folds {
      guard let amount = (applied.desired[field] ?? nil).flatMap({ Int($0) }) else {
        return .never("its amount is not known")
      }
      inverse.desired = [field: String(-amount)]
      return .change(inverse)
    }
    for field in applied.desired.keys.sorted() {
      let prior = applied.prior[field] ?? nil
      if prior == nil, !isClearable(field) {
        return .never("\(field) had no value before, and cannot be left without one")
      }
      inverse.desired.updateValue(prior, forKey: field)
      inverse.prior.updateValue(applied.desired[field] ?? nil, forKey: field)
    }
    return .change(inverse)
  }

  private func isClearable(_ name: String) -> Bool {
    guard let field = field(named: name) else { return false }
    switch field.type {
    case .money(let isClearable): return isClearable
    case .prose, .list: return true
    case .text, .integer, .measure, .flag, .choice, .moment, .id, .reference:
      return field.empty == .cleared
    }
  }
}
