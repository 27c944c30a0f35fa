// SPDX-License-Identifier: Apache-2.0

/// One walk over the text of a record: checks all of it, and hands the values that paths ask for to the row they
/// belong to.
///
/// Texts without escapes stay ranges of the bytes; others are written anew at their end.
struct JSONWalk: JSONEscapes {
  /// The arena: the record's text, and behind it what is written anew.
  var bytes: [UInt8] = []
  /// Where the values go.
  var taking: JSONTaking
  private let paths: JSONPaths
  private let decimal: UInt8
  var index = 0
  private var end = 0
  private var depth = 0

  /// Walks over what these paths ask for; numbers are given the decimal mark.
  init(_ paths: JSONPaths, decimal: UInt8, taking: JSONTaking) {
    self.paths = paths
    self.decimal = decimal
    self.taking = taking
  }

  /// Walks a record, an object or an array, whose text is a part of the bytes.
  mutating func record(in range: Range<Int>) throws(JSONSyntaxError) {
    (index, end, depth) = (range.lowerBound, range.upperBound, 0)
    if let invalid = bytes.firstInvalidUTF8(from: index, to: end) {
      index = invalid.lowerBound
      throw fault("bytes that are not UTF-8")
    }
    guard byte() == UInt8(ascii: "{") || byte() == UInt8(ascii: "[") else {
      throw fault("a value that is no object")
    }
    try value(0)
    skipSpace()
    guard index == end else { throw fault("more after the value") }
  }

  /// Walks one value; `node` is -1 where nothing of it is asked for.
  private mutating func value(_ node: Int) throws(JSONSyntaxError) {
    skipSpace()
    let start = index
    let first = byte()
    if node >= 0, paths.nodes[node].each != 0, first != UInt8(ascii: "["),
      first != UInt8(ascii: "n")
    {
      // What is to be an array is a single value: one row.
      try element(paths.nodes[node].each)
      guard paths.nodes[node].isAsked else { return }
      index = start
    }
    var cell: RecordBatch.Cell?
    switch first {
    case UInt8(ascii: "\""): cell = try string()
    case UInt8(ascii: "{"): try members(node)
    case UInt8(ascii: "["): try items(node)
    case UInt8(ascii: "n"):
      try word("null")
      cell = .null
    case UInt8(ascii: "t"): try word("true")
    case UInt8(ascii: "f"): try word("false")
    default:
      try number()
      if node >= 0, decimal != UInt8(ascii: ".") { cell = marked(from: start) }
    }
    guard node >= 0, paths.nodes[node].column >= 0 else { return }
    let found =
      cell ?? RecordBatch.Cell(start: UInt32(start), length: UInt32(index - start))
    var column = paths.nodes[node].column
    let table = paths.nodes[node].table
    while column >= 0 {
      taking.take(found, table: table, column: column, place: start, bytes: bytes)
      column = paths.column(after: column, table: table)
    }
  }

  /// Walks one element of an array that is gone through.
  private mutating func element(_ node: Int) throws(JSONSyntaxError) {
    skipSpace()
    let row = paths.nodes[node].row
    if row >= 0 { taking.beginRow(row, at: index, bytes: bytes) }
    let start = index
    try value(node)
    if row >= 0 { taking.endRow(row, from: start, to: index, bytes: bytes) }
  }

  private mutating func members(_ node: Int) throws(JSONSyntaxError) {
    try enter()
    defer { depth -= 1 }
    if accept(UInt8(ascii: "}")) { return }
    while true {
      skipSpace()
      guard byte() == UInt8(ascii: "\"") else { throw fault("expected a member name") }
      let name = try string()
      skipSpace()
      guard accept(UInt8(ascii: ":")) else { throw fault("expected ':'") }
      var child = 0
      if node >= 0 {
        child = paths.child(
          of: node, named: bytes[Int(name.start)..<Int(name.start) + Int(name.length)])
      }
      try value(child == 0 ? -1 : child)
      skipSpace()
      if accept(UInt8(ascii: ",")) { continue }
      guard accept(UInt8(ascii: "}")) else { throw fault("expected ',' or '}'") }
      return
    }
  }

  private mutating func items(_ node: Int) throws(JSONSyntaxError) {
    try enter()
    defer { depth -= 1 }
    if accept(UInt8(ascii: "]")) { return }
    var item = 0
    let isNumbered = node >= 0 && paths.nodes[node].child != 0
    let each = node >= 0 ? paths.nodes[node].each : 0
    while true {
      let child = isNumbered ? paths.child(of: node, named: Array(String(item).utf8)[...]) : 0
      if each != 0 {
        let start = index
        try element(each)
        if child != 0 {
          index = start
          try value(child)
        }
      } else {
        try value(child == 0 ? -1 : child)
      }
      item += 1
      skipSpace()
      if accept(UInt8(ascii: ",")) { continue }
      guard accept(UInt8(ascii: "]")) else { throw fault("expected ',' or ']'") }
      return
    }
  }
}

// MARK: - Tokens

extension JSONWalk {
  @inline(__always)
  func byte() -> UInt8 { index < end ? bytes[index] : 0 }

  func fault(_ reason: String) -> JSONSyntaxError {
    JSONSyntaxError(offset: index, reason: index < end ? reason : "the text ends early")
  }

  @inline(__always)
  private mutating func accept(_ wanted: UInt8) -> Bool {
    guard index < end, bytes[index] == wanted else { return false }
    index += 1
    return true
  }

  @inline(__always)
  private mutating func skipSpace() {
    while index < end,
      bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x0D || bytes[index] == 0x09
    {
      index += 1
    }
  }

  private mutating func enter() throws(JSONSyntaxError) {
    depth += 1
    guard depth <= JSONElements.maxDepth else {
      throw fault("nested deeper than \(JSONElements.maxDepth) levels")
    }
    index += 1
    skipSpace()
  }

  private mutating func word(_ word: StaticString) throws(JSONSyntaxError) {
    for position in 0..<word.utf8CodeUnitCount {
      guard byte() == word.utf8Start[position] else { throw fault("expected \(word)") }
      index += 1
    }
  }

  private mutating func number() throws(JSONSyntaxError) {
    _ = accept(UInt8(ascii: "-"))
    if !accept(UInt8(ascii: "0")) { try digits() }
    if accept(UInt8(ascii: ".")) { try digits() }
    if byte() | 0x20 == UInt8(ascii: "e") {
      index += 1
      if !accept(UInt8(ascii: "+")) { _ = accept(UInt8(ascii: "-")) }
      try digits()
    }
  }

  /// The number just passed with its decimal mark, written anew; nil where it has none.
  private mutating func marked(from start: Int) -> RecordBatch.Cell? {
    guard let point = (start..<index).first(where: { bytes[$0] == UInt8(ascii: ".") }) else {
      return nil
    }
    let copy = bytes.count
    for place in start..<index { bytes.append(place == point ? decimal : bytes[place]) }
    return RecordBatch.Cell(start: UInt32(copy), length: UInt32(bytes.count - copy))
  }

  private mutating func digits() throws(JSONSyntaxError) {
    let start = index
    while byte() &- 0x30 < 10 { index += 1 }
    guard index > start else { throw fault("expected a value") }
  }

  /// A string's text: where it stands, or where it was written anew without its escapes.
  private mutating func string() throws(JSONSyntaxError) -> RecordBatch.Cell {
    index += 1
    let start = index
    while index < end {
      switch bytes[index] {
      case UInt8(ascii: "\""):
        defer { index += 1 }
        return RecordBatch.Cell(start: UInt32(start), length: UInt32(index - start))
      case UInt8(ascii: "\\"): return try escaped(from: start)
      case 0..<0x20: throw fault("a control character in a string")
      default: index += 1
      }
    }
    throw fault("the string does not end")
  }

  private mutating func escaped(from start: Int) throws(JSONSyntaxError) -> RecordBatch.Cell {
    let copy = bytes.count
    // Byte by byte: a slice of the arena would hold it, and the first append copy all of it.
    for place in start..<index { bytes.append(bytes[place]) }
    while index < end {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""):
        return RecordBatch.Cell(start: UInt32(copy), length: UInt32(bytes.count - copy))
      case UInt8(ascii: "\\"): try escape()
      case 0..<0x20: throw fault("a control character in a string")
      default: bytes.append(byte)
      }
    }
    throw fault("the string does not end")
  }

  private mutating func escape() throws(JSONSyntaxError) {
    let scalar = try escaped()
    // SQLite ends a text at a NUL.
    guard scalar != "\0" else { throw fault("a NUL character in a string") }
    if scalar.isASCII {
      bytes.append(UInt8(ascii: scalar))
    } else {
      bytes.append(contentsOf: scalar.utf8)
    }
  }
}
