// SPDX-License-Identifier: Apache-2.0

/// `file:` of an export: a name with places to fill in.
package struct FileNameTemplate: Sendable, Equatable {
  /// A run of plain text, or a place.
  package enum Part: Sendable, Equatable {
    case text(String)
    /// The number of the file, without gaps.
    case sequence
    /// The job's name.
    case job
    /// When the window begins, by a pattern of `%Y %m %d %H %M %S`.
    case since(String)
    /// When the window ends.
    case until(String)
  }

  /// Why a template is none.
  package struct Refusal: Error, Sendable {
    /// A clause without a full stop.
    package var reason: String
  }

  /// In order.
  package var parts: [Part]

  /// Parses a template.
  package init(_ text: String) throws(Refusal) {
    parts = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else {
        throw Refusal(reason: "'{' has no '}'")
      }
      let place = rest[rest.index(after: open)..<close]
      let pieces = place.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      let pattern = pieces.count == 2 ? String(pieces[1]) : nil
      switch (pieces[0], pattern) {
      case ("sequence", nil): parts.append(.sequence)
      case ("job", nil): parts.append(.job)
      case ("since", let pattern): parts.append(.since(try Self.checked(pattern)))
      case ("until", let pattern): parts.append(.until(try Self.checked(pattern)))
      default: throw Refusal(reason: "there is no place '{\(place)}'")
      }
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    for case .text(let text) in parts {
      if text.contains("}") { throw Refusal(reason: "'}' has no '{'") }
      if text.contains("/") || text.unicodeScalars.contains(where: { $0.value < 32 }) {
        throw Refusal(reason: "a file name has no '/' and no control characters")
      }
    }
    if case .text(let first)? = parts.first, first.hasPrefix(".") {
      throw Refusal(reason: "a hidden file would not be found")
    }
    guard parts.contains(.sequence) else {
      throw Refusal(reason: "without {sequence} every file would have the same name")
    }
  }

  private static func checked(_ pattern: String?) throws(Refusal) -> String {
    let pattern = pattern ?? "%Y%m%dT%H%M%S"
    var letters = pattern.makeIterator()
    while let letter = letters.next() {
      if letter == "%" {
        guard let code = letters.next(), "YmdHMS".contains(code) else {
          throw Refusal(reason: "a time's pattern has %Y, %m, %d, %H, %M and %S")
        }
      }
    }
    return pattern
  }
}
