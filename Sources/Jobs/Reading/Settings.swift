// SPDX-License-Identifier: Apache-2.0

package import Tables

/// What a config file says at one key, read by the key's shape, with its place.
struct Setting: Sendable {
  /// The key as written.
  var key: String
  /// Where the key stands.
  var keyPosition: Position
  /// Where the value stands.
  var position: Position
  /// The value.
  var value: Value

  /// A value read by the shape of its key.
  indirect enum Value: Sendable {
    case text(String)
    case texts([String])
    case integer(Int)
    case flag(Bool)
    case duration(Duration)
    case percent(ExactDecimal)
    case size(Int)
    case character(UInt8)
    case secret(SecretSource)
    case table(Settings)
  }

  /// The text; nil for another shape.
  var text: String? {
    guard case .text(let value) = value else { return nil }
    return value
  }
  /// The texts, one at least; nil for another shape.
  var texts: [String]? {
    guard case .texts(let value) = value else { return nil }
    return value
  }
  /// The whole number; nil for another shape.
  var integer: Int? {
    guard case .integer(let value) = value else { return nil }
    return value
  }
  /// The flag; nil for another shape.
  var flag: Bool? {
    guard case .flag(let value) = value else { return nil }
    return value
  }
  /// The time span; nil for another shape.
  var duration: Duration? {
    guard case .duration(let value) = value else { return nil }
    return value
  }
  /// The share in percent; nil for another shape.
  var percent: ExactDecimal? {
    guard case .percent(let value) = value else { return nil }
    return value
  }
  /// The whole number or the share; nil for another shape.
  var limit: Limit? {
    if let percent { return .percent(percent) }
    return integer.map(Limit.count)
  }
  /// The number of bytes; nil for another shape.
  var size: Int? {
    guard case .size(let value) = value else { return nil }
    return value
  }
  /// The character; nil for another shape.
  var character: UInt8? {
    guard case .character(let value) = value else { return nil }
    return value
  }
  /// Where a secret is; nil for another shape.
  var secret: SecretSource? {
    guard case .secret(let value) = value else { return nil }
    return value
  }
  /// The block; nil for another shape.
  var table: Settings? {
    guard case .table(let value) = value else { return nil }
    return value
  }
}

/// A block of a config file: what was readable in it, in the file's order.
struct Settings: Sendable {
  /// Where the block begins.
  var position: Position
  /// Its keys and values; faulty ones are left out.
  var entries: [Setting] = []
  /// The keys that stand there with a faulty value: not missing, and not to be complained of twice.
  var faulty: Set<String> = []

  /// What stands at a key; nil where it is absent or faulty.
  subscript(_ key: String) -> Setting? { entries.first { $0.key == key } }

  /// Whether the key stands there at all.
  func mentions(_ key: String) -> Bool { self[key] != nil || faulty.contains(key) }
}

/// Everything wrong with the config: all of it, so that it can be mended in one go.
package struct ConfigError: Error, Sendable, Equatable, CustomStringConvertible {
  /// In the order of files and lines.
  package var faults: [Fault]

  /// What is wrong.
  package init(_ faults: [Fault]) { self.faults = faults }

  /// One line a fault: `file:line:column: …`.
  package var description: String { faults.map(\.description).joined(separator: "\n") }
}
