// SPDX-License-Identifier: Apache-2.0

/// A file line by line, in UTF-8 whatever it is written in, with the place of each line in the file.
///
/// A line ends with LF, CR or CRLF, mixed as they come; the last may lack its end. Memory is bounded by one chunk
/// and one line.
struct TextLines {
  /// The largest line, its end included.
  static let maxLineBytes = 4 << 20
  /// How many bytes are decoded at a time.
  static let chunkBytes = 256 << 10

  /// One line: a range of `bytes` without its end, and where it stands in the file.
  struct Line {
    /// Counted from 1.
    var number: Int
    /// Its text in `bytes`, until the next line is asked for.
    var range: Range<Int>
    /// The file offset of its first byte.
    var offset: Int
    /// How many bytes of the file it takes, its end included.
    var length: Int
  }

  /// What the file is written in.
  var encoding: TextEncoding { source.encoding }
  /// How long the byte order mark is, 0 without one.
  var markLength: Int { source.markLength }
  /// Decoded text; `Line.range` points into it.
  private(set) var bytes: [UInt8] = []

  private let name: String
  private let encodingName: String
  private var source: TextSource
  private var index = 0
  private var end = 0
  private var offset: Int
  private var number = 0
  private var atEnd = false

  /// Opens a file; `encoding` is the IANA name the job gives, over which a byte order mark wins.
  init(path: String, named name: String, encoding: String) throws(TableError) {
    self.name = name
    encodingName = encoding
    source = try TextSource(path: path, turningBytes: true) { (marked, _) throws(TableError) in
      guard let chosen = marked ?? TextEncoding(named: encoding) else {
        throw .failure(ReadFailure("\(encoding) is no encoding that Dray can read"))
      }
      return chosen
    }
    offset = source.markLength
  }

  /// The next line; nil at the end of the file.
  mutating func next() throws(TableError) -> Line? {
    var scanned = index
    while true {
      if let line = try line(from: scanned) { return line }
      if atEnd {
        guard index < end else { return nil }
        return try finish(index..<end, ending: 0)
      }
      scanned = max(index, end - 1)
      guard end - index <= Self.maxLineBytes else {
        throw .fault(
          Fault(
            "line-too-long", at: Position(file: name, line: number + 1),
            "a line goes on beyond the limit", expected: "at most \(Self.maxLineBytes >> 20) MiB",
            hint: "this is not the file it should be, or its line ends were lost"))
      }
      scanned -= index
      try refill()
      scanned += index
    }
  }

  /// A complete line from `index`, whose end is not before `start`.
  private mutating func line(from start: Int) throws(TableError) -> Line? {
    var at = start
    while at < end {
      let byte = bytes[at]
      if byte == 0x0A { return try finish(index..<at, ending: 1) }
      if byte == 0x0D {
        guard at + 1 < end || atEnd else { return nil }
        return try finish(index..<at, ending: at + 1 < end && bytes[at + 1] == 0x0A ? 2 : 1)
      }
      at += 1
    }
    return nil
  }

  private mutating func finish(_ range: Range<Int>, ending: Int) throws(TableError) -> Line {
    number += 1
    if encoding == .utf8,
      let invalid = bytes.firstInvalidUTF8(from: range.lowerBound, to: range.upperBound)
    {
      throw .fault(
        notDecoded(
          Array(bytes[invalid]), at: invalid.lowerBound, line: number,
          isCutOff: atEnd && invalid.upperBound == end))
    }
    let length = fileLength(of: range.lowerBound..<range.upperBound + ending)
    defer {
      offset += length
      index = range.upperBound + ending
    }
    return Line(number: number, range: range, offset: offset, length: length)
  }

  private mutating func refill() throws(TableError) {
    if index > 0 {
      bytes.removeSubrange(..<index)
      end -= index
      index = 0
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
          notDecoded(
            found.bytes, at: end + found.filled, line: lineNumber(of: end + found.filled),
            isCutOff: found.truncated))
      }
    }
    atEnd = got == 0
    if let zero = bytes.firstZero(from: end, to: end + got) {
      throw .fault(
        Fault(
          "nul-byte", at: Position(file: name, line: lineNumber(of: zero)),
          "the file holds a NUL byte", expected: "text in \(encodingName)",
          hint: "it was cut off while it was written, or is UTF-16 without a byte order mark"))
    }
    end += got
  }

  private func lineNumber(of index: Int) -> Int {
    var lines = number + 1
    var at = self.index
    while at < index {
      if bytes[at] == 0x0A || (bytes[at] == 0x0D && !(at + 1 < index && bytes[at + 1] == 0x0A)) {
        lines += 1
      }
      at += 1
    }
    return lines
  }

  private func fileLength(of range: Range<Int>) -> Int {
    encoding.fileLength(of: bytes[range], decoded: true)
  }

  private func notDecoded(_ found: [UInt8], at index: Int, line: Int, isCutOff: Bool) -> Fault {
    let shown = found.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
      .joined(separator: " ")
    let place = Position(file: name, line: line)
    guard !isCutOff else {
      return Fault(
        "truncated", at: place, "the file ends inside a character", found: "byte \(shown)",
        hint: "it was cut off: send the whole file again")
    }
    return Fault(
      "bad-encoding", at: place, "a byte that is not \(encodingName)", expected: encodingName,
      found: "byte \(shown)",
      hint: "set the job's encoding to the file's own, for example windows-1252")
  }
}
