// SPDX-License-Identifier: Apache-2.0

/// A JSON value. Numbers keep their text, so that no digit is lost; object members keep their order.
package indirect enum JSON: Sendable, Hashable {
  case null
  case bool(Bool)
  /// The number exactly as written.
  case number(String)
  case string(String)
  case array([JSON])
  case object([Member])

  /// One name and value of an object.
  package struct Member: Sendable, Hashable {
    /// The member's name.
    package var name: String
    /// The member's value.
    package var value: JSON

    /// A member of an object.
    package init(_ name: String, _ value: JSON) {
      self.name = name
      self.value = value
    }
  }
}

extension JSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral, ExpressibleByNilLiteral
{
  package init(stringLiteral value: String) { self = .string(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(arrayLiteral elements: JSON...) { self = .array(elements) }
  package init(dictionaryLiteral elements: (String, JSON)...) {
    self = .object(elements.map { Member($0.0, $0.1) })
  }
  package init(nilLiteral: ()) { self = .null }

  /// An integer as a JSON number.
  package init(_ value: Int) { self = .number(String(value)) }
}

extension JSON {
  /// The value of an object's member; nil where this is no object or has no such member.
  package subscript(_ name: String) -> JSON? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.name == name }?.value
  }

  /// An array's element; nil where this is no array or has no such index.
  package subscript(_ index: Int) -> JSON? {
    guard case .array(let items) = self, items.indices.contains(index) else { return nil }
    return items[index]
  }

  /// The text of a string.
  package var string: String? {
    guard case .string(let value) = self else { return nil }
    return value
  }

  /// The value of a number without fraction or exponent that fits.
  package var int: Int? {
    guard case .number(let text) = self else { return nil }
    return Int(text)
  }

  /// The value of `true` or `false`.
  package var bool: Bool? {
    guard case .bool(let value) = self else { return nil }
    return value
  }

  /// The elements of an array.
  package var array: [JSON]? {
    guard case .array(let items) = self else { return nil }
    return items
  }

  /// The members of an object, in order.
  package var members: [Member]? {
    guard case .object(let members) = self else { return nil }
    return members
  }

  /// Whether this is `null`.
  package var isNull: Bool { self == .null }
}
