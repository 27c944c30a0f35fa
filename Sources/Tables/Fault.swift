// SPDX-License-Identifier: Apache-2.0

/// One thing wrong with a delivery or a config file, at a position.
///
/// Faults of data are collected; faults of the world are thrown as each room's own error.
package struct Fault: Error, Hashable, Sendable {
  /// A stable kebab-case name that people script against, e.g. `unclosed-quote`.
  package var code: String
  /// Where it stands.
  package var position: Position
  /// The field or key it concerns, if one.
  package var field: String?
  /// What happened, in one clause without a full stop.
  package var what: String
  /// What was expected instead, if that helps.
  package var expected: String?
  /// What was found, shortened; never a secret.
  package var found: String?
  /// What the reader can do about it.
  package var hint: String?

  /// A fault with everything its reader needs.
  package init(
    _ code: String, at position: Position, field: String? = nil, _ what: String,
    expected: String? = nil, found: String? = nil, hint: String? = nil
  ) {
    self.code = code
    self.position = position
    self.field = field
    self.what = what
    self.expected = expected
    self.found = found
    self.hint = hint
  }
}

extension Fault: CustomStringConvertible {
  /// `file:line:column: what; expected X, found Y; hint (record N, field F)`.
  package var description: String { "\(position): \(message)" }

  /// The text without the position: the `message` column of a receipt.
  package var message: String {
    var text = what
    switch (expected, found) {
    case (let expected?, let found?): text += "; expected \(expected), found \(found)"
    case (let expected?, nil): text += "; expected \(expected)"
    case (nil, let found?): text += "; found \(found)"
    case (nil, nil): break
    }
    if let hint { text += "; \(hint)" }
    var place: [String] = []
    if position.record > 0 { place.append("record \(position.record)") }
    if let field { place.append("field \(field)") }
    if !place.isEmpty { text += " (\(place.joined(separator: ", ")))" }
    return text
  }
}
