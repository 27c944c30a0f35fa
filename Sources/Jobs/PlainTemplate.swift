// SPDX-License-Identifier: Apache-2.0

/// A text with places such as `{file}` in it.
package enum PlainTemplate {
  /// The text with every place filled in; a place without a value stays as it stands.
  package static func filled(_ text: String, _ values: [String: String]) -> String {
    pieces(text).map { piece in
      switch piece {
      case .text(let text): text
      case .place(let name): values[name] ?? "{\(name)}"
      }
    }.joined()
  }

  /// The first place that is none of `names`; nil where all are.
  static func unknownPlace(in text: String, among names: [String]) -> String? {
    for case .place(let name) in pieces(text) where !names.contains(name) { return name }
    return nil
  }

  private enum Piece {
    case text(String)
    case place(String)
  }

  private static func pieces(_ text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      pieces.append(.text(String(rest[..<open])))
      pieces.append(.place(String(rest[rest.index(after: open)..<close])))
      rest = rest[rest.index(after: close)...]
    }
    pieces.append(.text(String(rest)))
    return pieces
  }
}
