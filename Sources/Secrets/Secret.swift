// SPDX-License-Identifier: Apache-2.0

/// A value that no print, log, interpolation, mirror or crash report shows.
package struct Secret: Sendable, Hashable {
  private let value: String

  /// Wraps a value; surrounding white space and the trailing newline of a file are taken off.
  package init(_ value: String) {
    var text = Substring(value)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    while let first = text.first, first.isWhitespace { text.removeFirst() }
    self.value = String(text)
  }

  /// Whether there is nothing in it.
  package var isEmpty: Bool { value.isEmpty }

  /// The one way to the value: at the moment it goes on the wire.
  package func reveal<Result>(_ use: (String) throws -> Result) rethrows -> Result {
    try use(value)
  }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  package var description: String { "[secret]" }
  package var debugDescription: String { "[secret]" }
  package var customMirror: Mirror { Mirror(self, children: [], displayStyle: .struct) }
}
