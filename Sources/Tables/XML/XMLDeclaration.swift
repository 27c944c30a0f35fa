// SPDX-License-Identifier: Apache-2.0

/// Which encoding an XML document is in, by its byte order mark and its declaration.
enum XMLDeclaration {
  /// The encoding, or the fault where mark, declaration and bytes contradict each other.
  static func encoding(
    mark: TextEncoding?, start: ArraySlice<UInt8>, file name: String
  ) throws(TableError) -> TextEncoding {
    let seen = mark ?? unmarked(start)
    guard let declared = declared(start, in: seen) else { return seen }
    guard let encoding = TextEncoding(named: declared) else {
      throw .fault(
        Fault(
          "unknown-encoding", at: Position(file: name, line: 1),
          "the XML declaration names an encoding that Dray cannot read", found: declared,
          hint: "write the file in UTF-8"))
    }
    switch (seen, encoding) {
    // An order of bytes is the mark's to say.
    case (.utf16, .utf16): return seen
    case (.utf8, .utf8): return encoding
    case (.utf8, .singleByte) where mark == nil, (.utf8, .multiByte) where mark == nil:
      return encoding
    case (.utf8, _), (.utf16, _), (.singleByte, _), (.multiByte, _):
      throw .fault(
        Fault(
          "encoding-contradiction", at: Position(file: name, line: 1),
          "the XML declaration contradicts the file's bytes", expected: declared,
          found: seen == .utf8
            ? (mark == nil ? "bytes, one for a letter" : "a UTF-8 mark") : "UTF-16",
          hint: "correct the declaration, or write the file in the encoding it declares"))
    }
  }

  /// The encoding that a document's declaration names, with that name, where its bytes alone would not show it; nil
  /// where they would, or where nothing is declared that can be read.
  static func codePage(_ start: ArraySlice<UInt8>) -> (encoding: TextEncoding, name: String)? {
    guard let name = declared(start, in: .utf8), let encoding = TextEncoding(named: name) else {
      return nil
    }
    switch encoding {
    case .utf8, .utf16: return nil
    case .singleByte, .multiByte: return (encoding, name)
    }
  }

  private static func unmarked(_ start: ArraySlice<UInt8>) -> TextEncoding {
    if start.starts(with: [0x3C, 0]) { return .utf16(bigEndian: false) }
    if start.starts(with: [0, 0x3C]) { return .utf16(bigEndian: true) }
    return .utf8
  }

  /// The name in `<?xml … encoding="NAME"?>`; nil where there is none.
  private static func declared(_ start: ArraySlice<UInt8>, in encoding: TextEncoding) -> String? {
    // Names are ASCII: in UTF-16 each letter has a zero byte beside it.
    let ascii = start.filter { $0 != 0 }
    let text = String(decoding: ascii, as: UTF8.self)
    guard text.hasPrefix("<?xml"), let end = text.firstRange(of: "?>"),
      let key = text[..<end.lowerBound].firstRange(of: "encoding")
    else { return nil }
    let rest = text[key.upperBound..<end.lowerBound].drop { $0 == "=" || $0.isWhitespace }
    guard let quote = rest.first, quote == "\"" || quote == "'" else { return nil }
    return String(rest.dropFirst().prefix { $0 != quote })
  }
}
