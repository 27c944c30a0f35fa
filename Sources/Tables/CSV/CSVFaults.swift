// SPDX-License-Identifier: Apache-2.0

// What can be wrong with a delimited file, in words.

extension CSVReader {
  func emptyFile() -> Fault {
    Fault(
      "empty", at: Position(file: name, line: 1), "the file is empty",
      expected: "a header line with the column names")
  }

  func nulByte(at index: Int, in bytes: [UInt8]) -> Fault {
    var place = place(of: index, in: bytes, from: 0, line: line)
    place.record = recordCount
    return Fault(
      "nul-byte", at: place, "the file holds a NUL byte",
      expected: "text in \(encodingName)",
      hint:
        "it was cut off while it was written, or is UTF-16 without a byte order mark; write it anew"
    )
  }

  /// Lines before the header that are no lines.
  func longPreamble() -> Fault {
    Fault(
      "record-too-long", at: Position(file: name, line: line),
      "a line before the header is beyond the limit",
      expected: "at most \(CSVReader.maxRecordBytes >> 20) MiB",
      hint: "this may not be the file it should be")
  }

  /// The header in the middle of the file.
  func repeatedHeader(_ lines: Int) -> Fault {
    Fault(
      "repeated-header", at: Position(file: name, line: line + lines, record: recordCount),
      "the header stands here once more",
      hint: "two files were joined into one: send them one by one")
  }

  /// Text of a file in UTF-16 or several bytes a character that is not, or that ends inside a character.
  func undecodable(_ found: TextSource.Undecodable, at index: Int, in bytes: [UInt8]) -> Fault {
    notDecoded(
      found.bytes, at: place(of: index, in: bytes, from: 0, line: line),
      isCutOff: found.truncated, expected: encodingName)
  }

  /// Bytes that are not UTF-8 in a file that should be.
  func notUTF8(
    _ invalid: Range<Int>, in bytes: [UInt8], from start: Int, of record: RecordBatch.Extent,
    isLast: Bool
  ) -> Fault {
    var place = place(of: invalid.lowerBound, in: bytes, from: start, line: record.line)
    place.record = record.number
    // What stands around it tells the likely code page.
    let around = bytes[
      max(0, invalid.lowerBound - 32_000)..<min(bytes.count, invalid.upperBound + 32_000)]
    return notDecoded(
      Array(bytes[invalid]), at: place, isCutOff: isLast, expected: "UTF-8",
      likely: CodePageGuess(Array(around)).best?.name)
  }

  /// A byte that a single-byte encoding leaves undefined.
  func undefinedByte(
    _ byte: UInt8, in bytes: [UInt8], record: Int, of batch: RecordBatch
  ) -> Fault {
    let extent = batch.records[record]
    let index = bytes[starts[record]...].firstIndex(of: byte) ?? starts[record]
    var place = place(of: index, in: bytes, from: starts[record], line: extent.line)
    place.record = extent.number
    return notDecoded([byte], at: place, isCutOff: false, expected: encodingName)
  }

  private func notDecoded(
    _ found: [UInt8], at place: Position, isCutOff: Bool, expected: String, likely: String? = nil
  ) -> Fault {
    let shown = found.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }
      .joined(separator: " ")
    guard !isCutOff else {
      return Fault(
        "truncated", at: place, "the file ends inside a character",
        found: "byte \(shown)", hint: "it was cut off: send the whole file again")
    }
    return Fault(
      "bad-encoding", at: place, "a byte that is not \(expected)",
      expected: expected, found: "byte \(shown)",
      hint:
        "set the job's encoding to the file's own, \(likely.map { "most likely \($0)" } ?? "for example windows-1252")"
    )
  }

  /// Where a scan shows that the file breaks off; nil where it does not.
  func breakOff(after result: CSVScanner.Result, in bytes: [UInt8], isLast: Bool) -> Fault? {
    if let stray = result.strayText { return strayText(stray, after: result, in: bytes) }
    guard isLast, let open = result.open else { return nil }
    return cutOff(open, after: result, in: bytes)
  }

  /// A last record without a line end that has fewer values than it should.
  func unfinished(_ record: CSVScanner.Record, fields: Int, in bytes: [UInt8]) -> Fault {
    var place = place(of: record.end, in: bytes, from: record.start, line: line + record.line)
    place.record = recordCount
    return Fault(
      "truncated", at: place, "the file ends inside its last record",
      expected: "\(columns.count) values and the end of the line", found: "\(fields)",
      hint: "it was cut off: send the whole file again")
  }

  /// A record that the file ends inside, within quotes.
  func cutOff(
    _ open: (start: Int, quoted: Bool), after result: CSVScanner.Result, in bytes: [UInt8]
  ) -> Fault {
    let lines = scanner.lineEnds(bytes.span.bytes, from: open.start, to: result.end)
    if lines > 0 { return unclosedQuote(open.start, after: result, in: bytes) }
    return Fault(
      "truncated", at: place(of: open.start, after: result, in: bytes),
      "the file ends inside quotes that open here",
      hint: "it was cut off: send the whole file again; or a quote is never closed")
  }

  private func unclosedQuote(_ start: Int, after result: CSVScanner.Result, in bytes: [UInt8])
    -> Fault
  {
    Fault(
      "unclosed-quote", at: place(of: start, after: result, in: bytes),
      "a quote opens here and is not closed where it should be",
      hint: "close it, double quotes that belong to the value, or the file was cut off")
  }

  /// Text after a closing quote; where the field spans lines, the quote that opened it is to blame.
  func strayText(
    _ stray: (start: Int, at: Int), after result: CSVScanner.Result, in bytes: [UInt8]
  ) -> Fault {
    if scanner.lineEnds(bytes.span.bytes, from: stray.start, to: stray.at) > 0 {
      return unclosedQuote(stray.start, after: result, in: bytes)
    }
    return Fault(
      "text-after-quote", at: place(of: stray.at, after: result, in: bytes),
      "a closing quote is followed by text", expected: "a delimiter or the end of the line",
      hint:
        "double quotes that belong to the value; or state `quote: none` where none has a meaning")
  }

  /// An unfinished record that has grown past a limit.
  func oversized(
    _ open: (start: Int, quoted: Bool), after result: CSVScanner.Result, in bytes: [UInt8]
  ) -> Fault? {
    let (start, field) = (result.end - result.rest, result.end - open.start)
    guard field > CSVReader.maxFieldBytes || start > CSVReader.maxRecordBytes else { return nil }
    if open.quoted { return unclosedQuote(open.start, after: result, in: bytes) }
    let isField = field > CSVReader.maxFieldBytes
    return Fault(
      isField ? "field-too-long" : "record-too-long",
      at: place(of: result.rest, after: result, in: bytes),
      "the record that begins here has \(isField ? "a value" : "a length") beyond the limit",
      expected:
        "at most \((isField ? CSVReader.maxFieldBytes : CSVReader.maxRecordBytes) >> 20) MiB",
      hint: "a quote may be unclosed, or this is not the file it should be")
  }

  /// A record with another number of values than the header has names.
  func ragged(_ record: RecordBatch.Extent, fields: Int, isLast: Bool) -> Fault {
    Fault(
      fields < columns.count ? "too-few-fields" : "too-many-fields",
      at: Position(file: name, line: record.line, record: record.number),
      "the record has \(fields < columns.count ? "fewer" : "more") values than the header has columns",
      expected: "\(columns.count)", found: "\(fields)",
      hint: isLast && fields < columns.count
        ? "it is the last record: the file may have been cut off; a last line that is no record is stated with `trailer:`"
        : "a delimiter inside a value needs quotes around the value")
  }
}
