// SPDX-License-Identifier: Apache-2.0

import Journal
import Tables

/// Copies rejected records in the delivery's own layout, byte for byte, with the reason added.
protocol RejectedRecords {
  /// Takes the next batch of the file, before any of its records is copied.
  mutating func look(at batch: RecordBatch, of reader: any RecordReader)

  /// The bytes for one record of that batch.
  mutating func copy(
    _ index: Int, _ outcome: ReceiptLine, of batch: RecordBatch, _ reader: any RecordReader
  ) throws(ReadFailure) -> [UInt8]

  /// The bytes after the last one, once the file has been read to its end, or to where it breaks off.
  mutating func ending(isBrokenOff: Bool) throws(ReadFailure) -> [UInt8]
}

/// Rejected lines of a delimited file, with the columns `_code` and `_message` at their end.
struct RejectedLines: RejectedRecords {
  private let file: FileSlices
  private let delimiter: UInt8
  private let quote: UInt8
  private let encoding: TextEncoding
  private let header: RecordBatch.Extent
  /// Where the columns are that an earlier rejection added; they are replaced.
  private let marks: Int?
  private let hasMarksElsewhere: Bool
  private var lineEnd: [UInt8] = []
  private var hasHeader = false

  init(_ reader: CSVReader, file: FileSlices) {
    self.file = file
    delimiter = reader.delimiter
    quote = reader.quote
    encoding = reader.encoding
    header = reader.header
    marks =
      reader.columns.suffix(2) == Correction.columns[...] ? reader.columns.count - 2 : nil
    hasMarksElsewhere = marks == nil && Correction.marks(reader.columns)
  }

  mutating func look(at batch: RecordBatch, of reader: any RecordReader) {}

  mutating func copy(
    _ index: Int, _ outcome: ReceiptLine, of batch: RecordBatch, _ reader: any RecordReader
  ) throws(ReadFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    let extent = batch.records[index]
    var (content, end) = split(try file.bytes(at: extent.offset, count: extent.length))
    if !hasHeader {
      hasHeader = true
      bytes = try head(end)
    }
    let one = encoding.encode(String(Unicode.Scalar(delimiter)))
    if let reader = reader as? CSVReader, extent.fault == nil {
      let surplus = reader.surplus(record: index)
      if let marks {
        content = Array(
          content.prefix(
            reader.offset(record: index, column: marks, in: batch) - extent.offset - one.count))
      } else if surplus > 0 {
        // Empty values without a name would push our columns to the right of theirs.
        content.removeLast(min(content.count, surplus * one.count))
      } else {
        for _ in 0..<(-surplus) { content += one }
      }
    }
    if !hasMarksElsewhere { content += added([outcome.code ?? "", outcome.message ?? ""]) }
    return bytes + content + lineEnd
  }

  func ending(isBrokenOff: Bool) -> [UInt8] { [] }

  /// What stands before the first record, with the names of our columns in its last line; a file without a header
  /// has none to name.
  private mutating func head(_ recordEnd: [UInt8]) throws(ReadFailure) -> [UInt8] {
    // From the file's first byte: its byte order mark is part of its layout.
    let before = try file.bytes(at: 0, count: header.offset + header.length)
    guard header.length > 0 else {
      lineEnd = recordEnd.isEmpty ? encoding.encode("\n") : recordEnd
      return before
    }
    var (content, end) = split(before)
    lineEnd = end.isEmpty ? encoding.encode("\n") : end
    if marks == nil, !hasMarksElsewhere { content += added(Correction.columns) }
    return content + lineEnd
  }

  /// Further values of a line, in the file's encoding, each after a delimiter.
  private func added(_ values: [String]) -> [UInt8] {
    var bytes: [UInt8] = []
    var writer = CSVWriter(delimiter: delimiter, quote: quote, lineEnd: .lf) { bytes += $0 }
    writer.write([""] + values)
    writer.flush()
    return encoding.encode(String(decoding: bytes.dropLast(), as: UTF8.self))
  }

  /// A line without its end, and its end.
  private func split(_ line: [UInt8]) -> (content: [UInt8], end: [UInt8]) {
    for end in ["\r\r\n", "\r\n", "\n", "\r"].map(encoding.encode)
    where line.suffix(end.count) == end[...] {
      return (Array(line.dropLast(end.count)), end)
    }
    return (line, [])
  }
}

/// Rejected elements of an XML document, within what stands before the first record and after the last, and with what
/// stands between records, so that each is in the elements it was in and after the headers it came after.
struct RejectedElements: RejectedRecords {
  private let file: FileSlices
  private var encoding = TextEncoding.utf8
  private var firstOffset: Int?
  private var lastEnd = 0
  private var hasEnvelope = false
  /// What stands between records, with the number of the record after it, and how much of that is copied.
  private var gaps: [(record: Int, range: Range<Int>)] = []
  private var copiedGaps = 0

  init(file: FileSlices) { self.file = file }

  mutating func look(at batch: RecordBatch, of reader: any RecordReader) {
    for index in (reader as? XMLReader)?.gaps ?? [] {
      let before = index > 0 ? batch.records[index - 1] : nil
      let start = before.map { $0.offset + $0.length } ?? lastEnd
      gaps.append((batch.records[index].number, start..<batch.records[index].offset))
    }
    firstOffset = firstOffset ?? batch.records.first?.offset
    if let last = batch.records.last { lastEnd = last.offset + last.length }
  }

  mutating func copy(
    _ index: Int, _ outcome: ReceiptLine, of batch: RecordBatch, _ reader: any RecordReader
  ) throws(ReadFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    if !hasEnvelope, let reader = reader as? XMLReader, let root = reader.root {
      hasEnvelope = true
      encoding = reader.encoding
      bytes = try file.bytes(at: 0, count: firstOffset ?? 0)
      // A document whose root is the record has no envelope to mark.
      if root.tagEnd <= bytes.count, !root.attributes.contains("rejected") {
        bytes.insert(contentsOf: encoding.encode(" rejected=\"dray\""), at: root.tagEnd)
      }
    }
    let extent = batch.records[index]
    while copiedGaps < gaps.count, gaps[copiedGaps].record <= extent.number {
      let range = gaps[copiedGaps].range
      bytes += try file.bytes(at: range.lowerBound, count: range.count)
      copiedGaps += 1
    }
    if bytes.isEmpty { bytes = encoding.encode("\n") }
    return bytes + encoding.encode(comment(outcome))
      + (try file.bytes(at: extent.offset, count: extent.length))
  }

  func ending(isBrokenOff: Bool) throws(ReadFailure) -> [UInt8] {
    var bytes: [UInt8] = []
    for gap in gaps[copiedGaps...] {
      bytes += try file.bytes(at: gap.range.lowerBound, count: gap.range.count)
    }
    if isBrokenOff {
      var around = try file.bytes(at: 0, count: firstOffset ?? 0)
      for gap in gaps { around += try file.bytes(at: gap.range.lowerBound, count: gap.range.count) }
      let tags = OpenBrackets.endTags(of: encoding.decode(around[...]))
      return bytes + encoding.encode("\n" + String(decoding: tags, as: UTF8.self))
    }
    var offset = lastEnd
    while true {
      let more = try file.bytes(at: offset, count: 64 << 10)
      if more.isEmpty { return bytes }
      bytes += more
      offset += more.count
    }
  }

  /// The reason, as a comment before the element.
  private func comment(_ outcome: ReceiptLine) -> String {
    let text = "line \(outcome.line): \(outcome.code ?? ""): \(outcome.message ?? "")"
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return "<!-- \(plain.replacing("--", with: "- -").replacing("--", with: "- -")) -->\n"
  }
}
