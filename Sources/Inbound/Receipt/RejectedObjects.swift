// SPDX-License-Identifier: Apache-2.0

import Journal
import Tables

/// Rejected objects of a JSON array, within what stands before the first record and after the last, or those of
/// JSON Lines, a line each. The reason stands in two members at the front of each.
struct RejectedObjects: RejectedRecords {
  private let file: FileSlices
  private var encoding = TextEncoding.utf8
  private var firstOffset = 0
  private var lastEnd: Int?
  private var hasBegun = false
  private var isArray = false

  init(file: FileSlices) { self.file = file }

  mutating func look(at batch: RecordBatch, of reader: any RecordReader) {
    if lastEnd == nil { firstOffset = batch.records.first?.offset ?? 0 }
    if let last = batch.records.last { lastEnd = last.offset + last.length }
  }

  mutating func copy(
    _ index: Int, _ outcome: ReceiptLine, of batch: RecordBatch, _ reader: any RecordReader
  ) throws(ReadFailure) -> [UInt8] {
    guard let reader = reader as? JSONReader else { return [] }
    encoding = reader.encoding
    isArray = reader.isArray
    var bytes: [UInt8] = []
    if hasBegun {
      bytes = encoding.encode(isArray ? ",\n" : "\n")
    } else {
      hasBegun = true
      bytes = try file.bytes(at: 0, count: firstOffset)
    }
    let text = MarkedObject.text(
      of: Array(reader.text(record: index, in: batch)), code: outcome.code ?? "",
      message: outcome.message ?? "")
    return bytes + encoding.encode(String(decoding: text, as: UTF8.self))
  }

  func ending(isBrokenOff: Bool) throws(ReadFailure) -> [UInt8] {
    guard isArray, let lastEnd else { return encoding.encode("\n") }
    if isBrokenOff {
      let brackets = OpenBrackets.closing(
        encoding.decode(try file.bytes(at: 0, count: firstOffset)[...]))
      return encoding.encode("\n" + String(decoding: brackets, as: UTF8.self) + "\n")
    }
    var bytes: [UInt8] = []
    while true {
      let more = try file.bytes(at: lastEnd + bytes.count, count: 64 << 10)
      if more.isEmpty { return bytes }
      bytes += more
    }
  }
}

/// A JSON object's text with the reason why it was rejected.
enum MarkedObject {
  /// The text with the marks at its front, in place of those an earlier rejection put there. What is no object
  /// has no room for them and stays as it is.
  static func text(of object: [UInt8], code: String, message: String) -> [UInt8] {
    guard object.first == UInt8(ascii: "{") else { return object }
    var rest = Scan(bytes: object, index: 1)
    var unmarked = 1
    for name in RejectionMark.columns {
      guard rest.passMember(name) else { break }
      unmarked = rest.index
    }
    let reason = zip(RejectionMark.columns, [code, message])
      .map { JSON.Member($0, .string($1)) }
    var text = Array(JSON.object(reason).bytes.dropLast())
    rest.index = unmarked
    rest.passSpace()
    if rest.byte != UInt8(ascii: "}") { text.append(UInt8(ascii: ",")) }
    return text + object[unmarked...]
  }

  private struct Scan {
    let bytes: [UInt8]
    var index: Int
    var byte: UInt8? { index < bytes.count ? bytes[index] : nil }

    mutating func passSpace() {
      while let byte, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { index += 1 }
    }

    /// Goes past a member of that name with a string for its value, and the comma after it; false where there is none.
    mutating func passMember(_ name: String) -> Bool {
      passSpace()
      let quoted = Array("\"\(name)\"".utf8)
      guard bytes[index...].starts(with: quoted) else { return false }
      index += quoted.count
      passSpace()
      guard byte == UInt8(ascii: ":") else { return false }
      index += 1
      passSpace()
      guard byte == UInt8(ascii: "\"") else { return false }
      index += 1
      while let byte, byte != UInt8(ascii: "\"") { index += byte == UInt8(ascii: "\\") ? 2 : 1 }
      guard byte != nil else { return false }
      index += 1
      passSpace()
      if byte == UInt8(ascii: ",") { index += 1 }
      return true
    }
  }
}
