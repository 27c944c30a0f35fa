// SPDX-License-Identifier: Apache-2.0

/// Settles what a job leaves open about a delimited file, from its first bytes, before anything is read.
struct CSVOpening {
  private let path: String
  private let name: String
  private let format: CSVFormat
  private(set) var delimiter: UInt8
  private(set) var quote: UInt8
  private(set) var skip: Int
  private(set) var encodingName: String

  init(path: String, name: String, format: CSVFormat) {
    self.path = path
    self.name = name
    self.format = format
    delimiter = format.delimiter ?? UInt8(ascii: ",")
    quote = format.quote ?? UInt8(ascii: "\"")
    skip = format.skip ?? 0
    encodingName = format.encoding ?? "utf-8"
  }

  /// The encoding, from what a byte order mark states and the first bytes after it; the rest is settled on the way.
  ///
  /// - Throws: a fault that says what was considered, where one reading is not clearly the right one.
  mutating func choose(
    _ marked: TextEncoding?, _ first: ArraySlice<UInt8>
  ) throws(TableError) -> TextEncoding {
    var encoding = marked
    if encoding == nil {
      encoding = try unmarked(first)
    } else if let marked {
      encodingName = marked.name(as: format.encoding)
    }
    guard let encoding else {
      throw .failure(
        ReadFailure("\(format.encoding ?? "utf-8") is no encoding that Dray can read"))
    }
    guard format.delimiter == nil || format.quote == nil || format.skip == nil else {
      return encoding
    }
    let text = encoding.decode(first)
    // An empty file and one with zero bytes are faults of their own.
    guard !text.isEmpty, text.firstZero(from: 0, to: text.count) == nil else { return encoding }
    let found = DelimitedRecognition(
      text, isWhole: first.count < Recognition.sampleBytes - 4, format: format)
    if let fault = doubt(found) { throw .fault(fault) }
    delimiter = found.found.delimiter
    quote = found.found.quote
    skip = found.found.skip
    return encoding
  }

  private mutating func unmarked(_ first: ArraySlice<UInt8>) throws(TableError) -> TextEncoding? {
    guard format.needsEncoding else { return format.encoding.flatMap(TextEncoding.init(named:)) }
    let sample = Array(first)
    let isWhole = sample.count < Recognition.sampleBytes - 4
    let isAuto = format.encoding != nil
    var letters: [UInt8]?
    if isAuto, !isWhole, !sample.hasHighByte(from: 0, to: sample.count) {
      letters = try laterLetters()
    }
    let text = TextRecognition(
      sample, isWhole: isWhole, stated: format.encoding, letters: letters)
    if let text, isAuto, text.confidence < Recognition.enough {
      throw .fault(
        Fault(
          "ambiguous-encoding", at: Position(file: name, line: 1),
          "the file's encoding cannot be told from its letters",
          expected: "one encoding that clearly reads best",
          found: "\(text.name), \(text.confidence)% sure"
            + (text.doubt.map { "; \($0)" } ?? ""),
          hint: "state `encoding:` in the job's format"))
    }
    encodingName = text?.name ?? "utf-8"
    return text?.encoding
  }

  /// The first part of the file that is not ASCII, behind the sample; empty where there is none.
  private func laterLetters() throws(TableError) -> [UInt8] {
    do {
      let file = try FileSlices(path: path)
      var offset = Recognition.sampleBytes
      while true {
        let bytes = try file.bytes(at: offset, count: Recognition.sampleBytes)
        if bytes.isEmpty { return [] }
        if bytes.hasHighByte(from: 0, to: bytes.count) { return bytes }
        offset += bytes.count
      }
    } catch { throw .failure(error) }
  }

  /// Why the reading found is not taken; nil where it is clear enough.
  private func doubt(_ found: DelimitedRecognition) -> Fault? {
    if format.delimiter == nil, found.found.delimiterConfidence < Recognition.enough {
      return Fault(
        "ambiguous-delimiter", at: Position(file: name, line: found.found.skip + 1),
        "the character between values cannot be told",
        expected: "one that clearly splits the rows alike",
        found: (found.evidence.prefix(1) + found.doubts).joined(separator: "; "),
        hint: "state `delimiter:` in the job's format")
    }
    // Where the job names columns, the header is held against them.
    guard format.names.isEmpty, format.skip == nil, format.required.isEmpty,
      found.found.headerConfidence < Recognition.enough
    else { return nil }
    return Fault(
      "ambiguous-header", at: Position(file: name, line: found.found.skip + 1),
      "no line reads like a header", expected: "a line with the column names",
      found: found.doubts.last,
      hint:
        "state `skip:` in the job's format, or `header: none` with `columns:` where there is none")
  }
}
