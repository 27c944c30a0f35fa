// SPDX-License-Identifier: Apache-2.0

/// The elements of one array of a JSON document, or the values of JSON Lines, one after the other: found by brackets
/// and quotes alone, so that memory is bounded by one chunk and one element.
struct JSONElements {
  /// The largest element.
  static let maxElementBytes = 16 << 20
  /// The deepest nesting.
  static let maxDepth = 512
  /// How many bytes are decoded at a time.
  static let chunkBytes = 256 << 10

  /// One element: a range of `bytes`, and where it stands in the file.
  struct Element {
    /// Its text in `bytes`, until the next element is asked for.
    var range: Range<Int>
    var line: Int
    var column: Int
    /// The file offset of its first byte.
    var offset: Int
    /// How many bytes of the file it takes.
    var length: Int
  }

  /// What the file is written in.
  var encoding: TextEncoding { source.encoding }
  /// Decoded text; `Element.range` points into it.
  private(set) var bytes: [UInt8] = []

  private let name: String
  private let path: [String]
  private var source: TextSource
  private var index = 0
  private var end = 0
  private var atEnd = false
  /// The place of `bytes[counted]`: its line, the characters before it on that line, its offset in the file.
  private var counted = 0
  private var line = 1
  private var column = 0
  private var offset: Int
  private var recordCount = 0
  private var state = State.beginning
  /// Whether the elements are those of an array; known once the first was asked for.
  private(set) var isArray = false
  /// The brackets that stay open after the array has ended.
  private var closers: [UInt8] = []

  private enum State { case beginning, firstOfArray, inArray, values, ended }

  /// The values that stand before the array, in the order asked for; known once an element was asked for.
  var outside: [JSONOutside.Value] { taken.values }
  private var taken: JSONOutside

  /// Opens a document; `outside` are paths from its root.
  init(
    path: String, named name: String, format: JSONFormat, outside: [String] = []
  ) throws(TableError) {
    self.name = name
    self.path = JSONPath.steps(format.records)
    taken = JSONOutside(outside, decimal: format.decimal)
    source = try TextSource(path: path, turningBytes: true) { (marked, _) throws(TableError) in
      guard let chosen = marked ?? TextEncoding(named: format.encoding) else {
        throw .failure(ReadFailure("\(format.encoding) is no encoding that Dray can read"))
      }
      return chosen
    }
    offset = source.markLength
  }

  /// The next element; nil at the end of the file.
  mutating func next() throws(TableError) -> Element? {
    if state == .beginning { try begin() }
    guard state != .ended else { return nil }
    try skipSpace()
    if state == .values {
      guard try peek() != nil else {
        state = .ended
        return nil
      }
    } else {
      let byte = try peek()
      if byte == UInt8(ascii: "]") {
        index += 1
        try finish()
        return nil
      }
      if state == .inArray {
        guard byte == UInt8(ascii: ",") else { throw .fault(unexpected(byte, "',' or ']'")) }
        index += 1
        try skipSpace()
      }
      state = .inArray
    }
    return try element()
  }

  private mutating func element() throws(TableError) -> Element {
    count(upTo: index)
    var found = Element(
      range: index..<index, line: line, column: column + 1, offset: offset, length: 0)
    recordCount += 1
    // `counted` stands at the element's first byte, which refilling keeps.
    try skipValue(keeping: true)
    found.range = counted..<index
    count(upTo: index)
    found.length = offset - found.offset
    return found
  }

  /// A place in the file for a fault within the text of an element.
  func position(line: Int, column: Int) -> Position {
    Position(file: name, line: line, column: column, record: recordCount)
  }
}

// MARK: - Structure

extension JSONElements {
  /// Goes down to the array.
  private mutating func begin() throws(TableError) {
    try skipSpace()
    guard let first = try peek() else {
      throw .fault(
        Fault(
          "empty", at: Position(file: name, line: 1), "the file is empty",
          expected: "a JSON document"))
    }
    guard !path.isEmpty else {
      if first == UInt8(ascii: "[") { index += 1 }
      isArray = first == UInt8(ascii: "[")
      state = isArray ? .firstOfArray : .values
      return
    }
    for depth in path.indices { try enter(path[depth], below: Array(path[..<depth])) }
    guard try peek() == UInt8(ascii: "[") else {
      throw .fault(
        unexpected(try peek(), "the array of records at /\(path.joined(separator: "/"))"))
    }
    index += 1
    isArray = true
    state = .firstOfArray
  }

  /// Enters an object up to the value of one of its members.
  private mutating func enter(_ member: String, below place: [String]) throws(TableError) {
    guard try peek() == UInt8(ascii: "{") else {
      throw .fault(unexpected(try peek(), "an object with '\(member)'"))
    }
    index += 1
    closers.append(UInt8(ascii: "}"))
    try skipSpace()
    while try peek() != UInt8(ascii: "}") {
      let name = try memberName()
      if name == member { return }
      if taken.isAsked(below: place + [name]) {
        taken.take(try value(), at: place + [name])
      } else {
        try skipValue(keeping: false)
      }
      try skipSpace()
      if try peek() == UInt8(ascii: ",") {
        index += 1
        try skipSpace()
      }
    }
    throw .fault(unexpected(UInt8(ascii: "}"), "a member '\(member)', on the way to the records"))
  }

  /// Reads a member's name and what stands before its value.
  private mutating func memberName() throws(TableError) -> String {
    count(upTo: index)
    guard try peek() == UInt8(ascii: "\"") else {
      throw .fault(unexpected(try peek(), "a member's name in quotes"))
    }
    try skipValue(keeping: true)
    let text = Array(bytes[counted..<index])
    try skipSpace()
    guard try peek() == UInt8(ascii: ":") else { throw .fault(unexpected(try peek(), "':'")) }
    index += 1
    try skipSpace()
    do { return try JSON(parsing: text).string ?? "" } catch {
      throw .fault(notJSON(error.reason))
    }
  }

  /// Reads a value that is kept whole.
  private mutating func value() throws(TableError) -> JSON {
    count(upTo: index)
    try skipValue(keeping: true)
    do { return try JSON(parsing: bytes[counted..<index]) } catch {
      throw .fault(notJSON(error.reason))
    }
  }

  /// What follows the array: the rest of the document, passed over, and nothing after it.
  private mutating func finish() throws(TableError) {
    state = .ended
    while let bracket = closers.popLast() {
      try skipSpace()
      while try peek() == UInt8(ascii: ",") {
        index += 1
        try skipSpace()
        _ = try memberName()
        try skipValue(keeping: false)
        try skipSpace()
      }
      guard try peek() == bracket else {
        throw .fault(unexpected(try peek(), "',' or '}'"))
      }
      index += 1
    }
    try skipSpace()
    guard try peek() != nil else { return }
    throw .fault(
      Fault(
        "trailing-content", at: here(), "something follows the end of the document",
        expected: "one document a file",
        hint: "send each document as a file of its own, or as JSON Lines"))
  }

  /// Passes over one value by its brackets and quotes. What it holds is not looked at: elements are read by whoever
  /// takes them.
  private mutating func skipValue(keeping: Bool) throws(TableError) {
    var open: [UInt8] = []
    while true {
      guard let byte = try peek(keeping: keeping) else { throw .fault(truncated()) }
      switch byte {
      case UInt8(ascii: "\""):
        try skipString(keeping: keeping)
        if open.isEmpty { return }
        continue
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard open.popLast() == byte else { throw .fault(unexpected(byte, "a value")) }
        if open.isEmpty {
          index += 1
          return
        }
      case UInt8(ascii: ","), UInt8(ascii: ":"):
        if open.isEmpty { throw .fault(unexpected(byte, "a value")) }
      case 0x20, 0x09, 0x0A, 0x0D: break
      default:
        if open.isEmpty { return try skipWord(keeping: keeping) }
      }
      index += 1
      guard open.count <= Self.maxDepth else {
        throw .fault(
          Fault(
            "json-limit", at: here(), "the document is nested deeper than \(Self.maxDepth) levels",
            hint: "this is no file of records, or it is hostile"))
      }
    }
  }

  private mutating func skipString(keeping: Bool) throws(TableError) {
    index += 1
    while let byte = try peek(keeping: keeping) {
      index += 1
      if byte == UInt8(ascii: "\"") { return }
      if byte == UInt8(ascii: "\\") {
        guard try peek(keeping: keeping) != nil else { break }
        index += 1
      }
    }
    throw .fault(truncated())
  }

  /// A number, `true`, `false` or `null`.
  private mutating func skipWord(keeping: Bool) throws(TableError) {
    while let byte = try peek(keeping: keeping) {
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), 0x20, 0x09, 0x0A, 0x0D: return
      default: index += 1
      }
    }
  }

  private mutating func skipSpace() throws(TableError) {
    while let byte = try peek() {
      switch byte {
      case 0x20, 0x09, 0x0A, 0x0D: index += 1
      default: return
      }
    }
  }
}

// MARK: - Bytes and places

extension JSONElements {
  /// The byte at `index`; nil at the end of the file. With `keeping`, what stands from `counted` on stays.
  @inline(__always)
  private mutating func peek(keeping: Bool = false) throws(TableError) -> UInt8? {
    if index < end { return bytes[index] }
    return try more(keeping: keeping) ? bytes[index] : nil
  }

  private mutating func more(keeping: Bool) throws(TableError) -> Bool {
    guard !atEnd else { return false }
    if !keeping { count(upTo: index) }
    guard index - counted <= Self.maxElementBytes else {
      throw .fault(
        Fault(
          "record-too-long", at: here(), "a record goes on beyond the limit",
          expected: "at most \(Self.maxElementBytes >> 20) MiB",
          hint: "a quote may be unclosed, or `records:` names the wrong array"))
    }
    if counted > 0 {
      bytes.removeSubrange(..<counted)
      (index, end, counted) = (index - counted, end - counted, 0)
    }
    let wanted = max(Self.chunkBytes, end)
    if bytes.count < end + wanted {
      bytes.append(contentsOf: repeatElement(0, count: end + wanted - bytes.count))
    }
    let got: Int
    do { got = try source.fill(&bytes, at: end, count: wanted) } catch {
      switch error {
      case .failure(let failure): throw .failure(failure)
      case .undecodable(let found):
        throw .fault(
          Fault(
            found.truncated ? "truncated" : "bad-encoding", at: here(),
            found.truncated
              ? "the file ends inside a character"
              : "bytes that the file's encoding does not allow",
            hint: found.truncated
              ? "it was cut off: send the whole file again" : "state the file's encoding in the job"
          ))
      }
    }
    if let zero = bytes.firstZero(from: end, to: end + got) {
      throw .fault(
        Fault(
          "nul-byte", at: place(of: zero), "the file holds a NUL byte",
          hint: "it was damaged while it was written: send it again"))
    }
    end += got
    atEnd = got == 0
    return index < end
  }

  /// Moves the place in the file on to an index.
  private mutating func count(upTo index: Int) {
    for byte in bytes[counted..<index] {
      if byte == 0x0A {
        line += 1
        column = 0
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    offset += encoding.fileLength(of: bytes[counted..<index], decoded: true)
    counted = index
  }

  private func here() -> Position { place(of: min(index, end)) }

  private func place(of index: Int) -> Position {
    var copy = self
    copy.count(upTo: index)
    return Position(file: name, line: copy.line, column: copy.column + 1, record: recordCount)
  }

  private func unexpected(_ byte: UInt8?, _ expected: String) -> Fault {
    guard let byte else { return truncated() }
    return Fault(
      "not-json", at: here(), "the document is not as it should be", expected: expected,
      found: "'\(Unicode.Scalar(byte < 0x80 ? byte : 0x3F))'")
  }

  private func notJSON(_ reason: String) -> Fault {
    Fault("not-json", at: here(), "the document is not JSON", found: reason)
  }

  private func truncated() -> Fault {
    Fault(
      "truncated", at: here(), "the document ends before it is complete",
      hint: "it was cut off: send the whole file again")
  }
}
