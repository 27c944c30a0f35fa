// SPDX-License-Identifier: Apache-2.0

/// Cuts a GraphQL document (of either kind: operations or schema) into tokens.
struct Lexer {
  private let bytes: [UInt8]
  private var index = 0
  private var line = 1
  private var lineStart = 0

  init(_ text: String) { bytes = Array(text.utf8) }

  /// The tokens of a document, ending in `.end`.
  static func tokens(of text: String) throws(GraphQLSyntaxError) -> [Token] {
    var lexer = Lexer(text)
    var tokens: [Token] = []
    while true {
      let token = try lexer.next()
      tokens.append(token)
      if token.kind == .end { return tokens }
    }
  }

  private var here: Location { Location(line: line, column: index - lineStart + 1) }

  private func peek(_ offset: Int = 0) -> UInt8? {
    index + offset < bytes.count ? bytes[index + offset] : nil
  }

  private mutating func next() throws(GraphQLSyntaxError) -> Token {
    skipIgnored()
    let start = here
    guard let byte = peek() else { return Token(kind: .end, location: start) }
    switch byte {
    case UInt8(ascii: "."):
      guard peek(1) == byte, peek(2) == byte else { break }
      index += 3
      return Token(kind: .punctuator("..."), location: start)
    case _ where "!$&():=@[]{|}".utf8.contains(byte):
      index += 1
      return Token(kind: .punctuator(String(UnicodeScalar(byte))), location: start)
    case UInt8(ascii: "\""):
      return Token(kind: .string(try string(from: start)), location: start)
    case _ where Lexer.isNameStart(byte):
      return Token(
        kind: .name(take { Lexer.isNameStart($0) || Lexer.isDigit($0) }), location: start)
    case _ where Lexer.isDigit(byte) || byte == UInt8(ascii: "-"):
      return Token(kind: try number(from: start), location: start)
    default: break
    }
    let found = String(decoding: [byte], as: UTF8.self)
    throw GraphQLSyntaxError(
      message: "Parse error on \"\(found)\" (error) at [\(start.line), \(start.column)]",
      location: start)
  }

  private mutating func skipIgnored() {
    while let byte = peek() {
      switch byte {
      case UInt8(ascii: "\n"):
        index += 1
        line += 1
        lineStart = index
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: ","), 0xEF, 0xBB,
        0xBF:
        index += 1
      case UInt8(ascii: "#"):
        while let next = peek(), next != UInt8(ascii: "\n") { index += 1 }
      default: return
      }
    }
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    default: false
    }
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }

  private mutating func take(while matches: (UInt8) -> Bool) -> String {
    let start = index
    while let byte = peek(), matches(byte) { index += 1 }
    return String(decoding: bytes[start..<index], as: UTF8.self)
  }

  private mutating func number(from start: Location) throws(GraphQLSyntaxError) -> Token.Kind {
    var text = ""
    if peek() == UInt8(ascii: "-") {
      text = "-"
      index += 1
    }
    let digits = take(while: Lexer.isDigit)
    guard !digits.isEmpty else {
      throw GraphQLSyntaxError(
        message: "Parse error on \"-\" (error) at [\(start.line), \(start.column)]", location: start
      )
    }
    text += digits
    let fraction = take { byte in
      Lexer.isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "e")
        || byte == UInt8(ascii: "E") || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
    }
    return fraction.isEmpty ? .int(text) : .float(text + fraction)
  }

  private mutating func string(from start: Location) throws(GraphQLSyntaxError) -> String {
    if peek(1) == UInt8(ascii: "\""), peek(2) == UInt8(ascii: "\"") {
      return try blockString(from: start)
    }
    index += 1
    var out: [UInt8] = []
    while let byte = peek(), byte != UInt8(ascii: "\n") {
      index += 1
      if byte == UInt8(ascii: "\"") { return String(decoding: out, as: UTF8.self) }
      if byte == UInt8(ascii: "\\") {
        try escape(into: &out, from: start)
      } else {
        out.append(byte)
      }
    }
    throw unterminated(start)
  }

  private mutating func escape(into out: inout [UInt8], from start: Location)
    throws(GraphQLSyntaxError)
  {
    guard let byte = peek() else { throw unterminated(start) }
    index += 1
    switch byte {
    case UInt8(ascii: "n"): out.append(10)
    case UInt8(ascii: "t"): out.append(9)
    case UInt8(ascii: "r"): out.append(13)
    case UInt8(ascii: "b"): out.append(8)
    case UInt8(ascii: "f"): out.append(12)
    case UInt8(ascii: "u"):
      guard index + 4 <= bytes.count,
        let code = UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16),
        let scalar = Unicode.Scalar(code)
      else { throw unterminated(start) }
      index += 4
      out.append(contentsOf: String(Character(scalar)).utf8)
    default: out.append(byte)
    }
  }

  private func unterminated(_ start: Location) -> GraphQLSyntaxError {
    GraphQLSyntaxError(
      message: "Parse error on bad string (STRING) at [\(start.line), \(start.column)]",
      location: start)
  }

  private mutating func blockString(from start: Location) throws(GraphQLSyntaxError) -> String {
    let quote = UInt8(ascii: "\"")
    index += 3
    var out: [UInt8] = []
    while let byte = peek() {
      if byte == quote, peek(1) == quote, peek(2) == quote {
        index += 3
        return Lexer.dedent(String(decoding: out, as: UTF8.self))
      }
      if byte == UInt8(ascii: "\\"), peek(1) == quote, peek(2) == quote, peek(3) == quote {
        out.append(contentsOf: [quote, quote, quote])
        index += 4
        continue
      }
      index += 1
      if byte == UInt8(ascii: "\n") {
        line += 1
        lineStart = index
      }
      out.append(byte)
    }
    throw unterminated(start)
  }

  /// A block string's value: common indentation and blank first and last lines taken off.
  private static func dedent(_ raw: String) -> String {
    var lines = raw.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasSuffix("\r") ? line.dropLast() : line
    }
    func indent(_ line: Substring) -> Int { line.prefix { $0 == " " || $0 == "\t" }.count }
    func isBlank(_ line: Substring) -> Bool { indent(line) == line.count }
    let common = lines.dropFirst().filter { !isBlank($0) }.map(indent).min() ?? 0
    for index in lines.indices.dropFirst() { lines[index] = lines[index].dropFirst(common) }
    while let first = lines.first, isBlank(first) { lines.removeFirst() }
    while let last = lines.last, isBlank(last) { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}
