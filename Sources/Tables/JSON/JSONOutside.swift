// SPDX-License-Identifier: Apache-2.0

/// Values that stand before the array of records, taken on the way to it.
struct JSONOutside {
  /// One of them.
  enum Value: Equatable {
    case absent
    case null
    case text([UInt8])
  }

  /// In the order of the paths.
  private(set) var values: [Value]
  private let paths: [[String]]
  private let decimal: UInt8

  init(_ paths: [String], decimal: UInt8) {
    self.paths = paths.map(JSONPath.steps)
    self.decimal = decimal
    values = paths.map { _ in .absent }
  }

  /// Whether anything stands at or below a place.
  func isAsked(below place: [String]) -> Bool { paths.contains { $0.starts(with: place) } }

  /// Takes what is asked for out of the value at a place.
  mutating func take(_ value: JSON, at place: [String]) {
    for (index, path) in paths.enumerated() where path.starts(with: place) {
      var found: JSON? = value
      for step in path.dropFirst(place.count) {
        found = Int(step).flatMap { found?[$0] } ?? found?[step]
      }
      guard let found else { continue }
      switch found {
      case .null: values[index] = .null
      case .string(let text): values[index] = .text(Array(text.utf8))
      case .number:
        values[index] = .text(found.bytes.map { $0 == UInt8(ascii: ".") ? decimal : $0 })
      case .bool, .array, .object: values[index] = .text(found.bytes)
      }
    }
  }
}
