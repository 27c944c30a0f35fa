// SPDX-License-Identifier: Apache-2.0

/// The bytes of a file, turned into UTF-8 where its encoding must be turned before anything can be
/// told apart in it. The rest passes as it stands.
struct TextSource {
  private let source: ByteSource
  /// What the file is written in.
  let encoding: TextEncoding
  /// Whether single-byte encodings are turned too, or left to whoever reads the values.
  private let turnsBytes: Bool
  /// How long the byte order mark is, 0 without one.
  let markLength: Int
  /// Bytes read and not yet handed out.
  private var raw: [UInt8]
  private var rawCount: Int
  /// For encodings of several bytes a character.
  private var iconv: Iconv?
  /// Whether the file has been read to its end.
  private var atEnd = false

  /// Bytes that mean nothing in the file's encoding.
  struct Undecodable: Error {
    /// How many bytes of the present piece were turned before it.
    var filled: Int
    /// The bytes themselves.
    var bytes: [UInt8]
    /// Whether the file ends inside a character.
    var truncated: Bool
  }

  /// Why no more text came.
  enum Failure: Error {
    case failure(ReadFailure)
    case undecodable(Undecodable)
  }

  /// Opens a file; `choose` names its encoding from what a byte order mark states, if one does, and
  /// from the first bytes after it, about `looking` of them.
  init(
    path: String, turningBytes: Bool, looking: Int = 1024,
    choose: (TextEncoding?, ArraySlice<UInt8>) throws(TableError) -> TextEncoding
  ) throws(TableError) {
    turnsBytes = turningBytes
    do {
      source = try ByteSource(path: path)
      raw = [UInt8](repeating: 0, count: looking)
      rawCount = try source.read(into: &raw, at: 0, count: looking)
    } catch { throw .failure(error) }
    let marked = TextEncoding.marked(raw[..<rawCount])
    encoding = try choose(marked?.encoding, raw[(marked?.length ?? 0)..<rawCount])
    markLength = marked?.length ?? 0
    raw.removeSubrange(rawCount...)
    raw.removeFirst(markLength)
    rawCount = raw.count
    if case .multiByte(let table) = encoding { iconv = Iconv(from: table.name, to: "UTF-8") }
  }

  /// Fills `bytes` from `start` on with about `count` bytes of text; 0 at the end of the file.
  ///
  /// `bytes` has room for them.
  mutating func fill(
    _ bytes: inout [UInt8], at start: Int, count: Int
  ) throws(Failure) -> Int {
    switch encoding {
    case .utf8: return try pass(&bytes, at: start, count: count)
    case .singleByte(let table):
      guard turnsBytes else { return try pass(&bytes, at: start, count: count) }
      // A byte becomes at most three.
      try refill(count / 3)
      return try turn(&bytes, at: start, upTo: min(rawCount, count / 3), with: table)
    case .utf16(let bigEndian):
      // Two bytes become at most three.
      try refill(count / 3 * 2)
      return try turn(
        &bytes, at: start, upTo: min(rawCount, count / 3 * 2), bigEndian: bigEndian)
    case .multiByte(let table):
      // A byte becomes at most three; a character of four may stand across the limit.
      let wanted = max(1, count / 3 - 4)
      try refill(wanted + 4)
      return try turn(&bytes, at: start, upTo: min(rawCount, wanted), with: table)
    }
  }

  private mutating func pass(
    _ bytes: inout [UInt8], at start: Int, count: Int
  ) throws(Failure) -> Int {
    let early = min(rawCount, count)
    for index in 0..<early { bytes[start + index] = raw[index] }
    raw.removeFirst(early)
    rawCount -= early
    do {
      return early + (try source.read(into: &bytes, at: start + early, count: count - early))
    } catch { throw .failure(error) }
  }

  private mutating func refill(_ count: Int) throws(Failure) {
    if raw.count < count { raw.append(contentsOf: repeatElement(0, count: count - raw.count)) }
    guard !atEnd, rawCount < count else { return }
    do {
      let got = try source.read(into: &raw, at: rawCount, count: count - rawCount)
      atEnd = got < count - rawCount
      rawCount += got
    } catch { throw .failure(error) }
  }

  private mutating func turn(
    _ bytes: inout [UInt8], at start: Int, upTo limit: Int, with table: ByteTable
  ) throws(Failure) -> Int {
    var end = start
    for index in 0..<limit {
      let byte = raw[index]
      if byte < 0x80 {
        bytes[end] = byte
        end += 1
        continue
      }
      let character = table[byte]
      guard !character.isEmpty else {
        throw .undecodable(
          Undecodable(filled: end - start, bytes: [byte], truncated: false))
      }
      for part in character {
        bytes[end] = part
        end += 1
      }
    }
    return try keep(from: limit, filled: end - start)
  }

  private mutating func turn(
    _ bytes: inout [UInt8], at start: Int, upTo limit: Int, with table: MultiByteTable
  ) throws(Failure) -> Int {
    guard let iconv else { return 0 }
    var (end, index) = (start, 0)
    turning: while index < limit {
      if raw[index] < 0x80, raw[index] != 0x5C, raw[index] != 0x7E {
        bytes[end] = raw[index]
        end += 1
        index += 1
        continue
      }
      switch table.character(at: index, of: raw, end: rawCount, iconv: iconv) {
      case .scalars(let scalars, let width):
        for scalar in scalars {
          for part in UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter {
            bytes[end] = part
            end += 1
          }
        }
        index += width
      case .undefined:
        throw .undecodable(
          Undecodable(filled: end - start, bytes: [raw[index]], truncated: false))
      case .unfinished: break turning
      }
    }
    return try keep(from: index, filled: end - start)
  }

  /// Keeps what was not turned for the next piece; at the file's end, less than a character is an error.
  private mutating func keep(from index: Int, filled: Int) throws(Failure) -> Int {
    if atEnd, filled == 0, index < rawCount {
      throw .undecodable(
        Undecodable(filled: 0, bytes: Array(raw[index..<rawCount]), truncated: true))
    }
    raw.withUnsafeMutableBufferPointer { raw in
      for place in index..<rawCount { raw[place - index] = raw[place] }
    }
    rawCount -= index
    return filled
  }

  private mutating func turn(
    _ bytes: inout [UInt8], at start: Int, upTo limit: Int, bigEndian: Bool
  ) throws(Failure) -> Int {
    var (end, index) = (start, 0)
    func unit(_ index: Int) -> UInt32 {
      let (first, second) = (UInt32(raw[index]), UInt32(raw[index + 1]))
      return bigEndian ? first << 8 | second : second << 8 | first
    }
    while index + 1 < limit {
      var code = unit(index)
      var width = 2
      if 0xD800..<0xDC00 ~= code {
        guard index + 3 < rawCount else { break }
        let low = unit(index + 2)
        if 0xDC00..<0xE000 ~= low {
          code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
          width = 4
        }
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw .undecodable(
          Undecodable(
            filled: end - start, bytes: Array(raw[index..<index + 2]), truncated: false))
      }
      if code < 0x80 {
        bytes[end] = UInt8(code)
        end += 1
      } else {
        for part in scalar.utf8 {
          bytes[end] = part
          end += 1
        }
      }
      index += width
    }
    return try keep(from: index, filled: end - start)
  }
}
