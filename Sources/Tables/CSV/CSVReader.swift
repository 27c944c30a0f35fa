// SPDX-License-Identifier: Apache-2.0

/// Delimited text as a stream of records: RFC 4180, with these deviations.
///
/// - A line ends with LF, CR or CRLF, mixed as they come; the last may lack its end.
/// - An empty line is no record, so a file of one column has no empty values outside quotes.
/// - A quote inside a field that does not begin with one is a character like any other.
/// - Anything but a delimiter or a line end after a closing quote refuses the file, as do NUL, an
///   unclosed quote, and bytes that the encoding does not allow (unless there is a fallback).
/// - A record with more or fewer fields than the header has a fault of its own; the rest goes on.
///
/// Values stay ranges of the bytes read: only those with doubled quotes or, in a single-byte encoding,
/// with bytes from 0x80 on are written anew. Memory is bounded by one batch and one record.
package struct CSVReader: RecordReader {
  /// The largest record, its line end included.
  package static let maxRecordBytes = 4 << 20
  /// The largest single value.
  package static let maxFieldBytes = 1 << 20
  /// How many bytes of the file are decoded at a time.
  static let chunkBytes = 256 << 10

  /// The names in the header, without surrounding space; never two alike but for unnamed ones: a name that
  /// stands again is followed by its number, `Total (2)`.
  package private(set) var columns: [String] = []
  /// Where the header stands in the file; its number is 0. Of no length where there is none.
  package private(set) var header: RecordBatch.Extent
  /// What the file is written in: a byte order mark wins over the job's word.
  package var encoding: TextEncoding { source.encoding }
  /// The byte between values, as stated or recognised.
  package var delimiter: UInt8 { scanner.delimiter }
  /// The byte around values, as stated or recognised.
  package var quote: UInt8 { scanner.quote }

  let name: String
  let scanner: CSVScanner
  private var source: TextSource
  let fallback: ByteTable?
  let encodingName: String
  /// The bytes after the last complete record.
  private var rest: [UInt8] = []
  /// The file offset, the line and the record count before `rest`.
  private var offset: Int
  private(set) var line = 1
  private(set) var recordCount = 0
  private(set) var atEnd = false
  /// Whether the header is still to be read.
  private(set) var isHeader = true
  /// The header's text, as it would stand again where two files were joined; empty where there is none.
  private var headerText: [UInt8] = []
  /// How many of the columns a record must have: trailing ones without a name it need not.
  private var needed = 0
  /// What the last line must agree with; nil where there is none.
  private(set) var trailer: CSVTrailer?
  /// Where the file breaks off, after the records before it.
  private var failure: TableError?
  /// How many bytes have been scanned, those scanned again counted again: what the work is measured by.
  package private(set) var scannedBytes = 0
  /// Of the last scan: how far it went.
  private var scannedEnd = 0
  /// What the last scan found, for its storage.
  private var spare = CSVScanner.Result()
  /// Of the batch just filled: where each record begins in its bytes.
  var starts: [Int] = []
  /// Of the batch just filled: how many values a record has more (all empty) or fewer (without a name) than the
  /// header; none where it has as many.
  private var uneven: [Int: Int] = [:]

  /// Opens a file and reads its header.
  ///
  /// `path` is opened; `name` is what faults call the file.
  /// - Throws: a fault where the file is empty, cannot be decoded, is not clearly one kind of delimited text
  ///   where the job leaves that open, or where its header lacks a required column or names one twice.
  package init(
    path: String, named name: String, format: CSVFormat
  ) throws(TableError) {
    self.name = name
    fallback = try format.fallbackEncoding.map { (name) throws(TableError) in
      guard case .singleByte(let table)? = TextEncoding(named: name) else {
        throw .failure(ReadFailure("\(name) is no single-byte encoding that Dray can read"))
      }
      return table
    }
    var opening = CSVOpening(path: path, name: name, format: format)
    source = try TextSource(
      path: path, turningBytes: false,
      looking: format.isOpen ? Recognition.sampleBytes : 1024
    ) { (marked, first) throws(TableError) in try opening.choose(marked, first) }
    scanner = CSVScanner(
      delimiter: opening.delimiter, quote: opening.quote, comment: format.comment)
    encodingName = opening.encodingName
    offset = source.markLength
    header = RecordBatch.Extent(number: 0, line: 1, offset: offset, length: 0)
    try skipLines(opening.skip)
    header.line = line
    header.offset = offset
    columns = try format.names.isEmpty ? readHeader(format) : namedColumns(format.names)
    isHeader = false
    trailer = try CSVTrailer(format, columns: columns, name: name, line: header.line)
    needed = max(1, (columns.lastIndex { !$0.isEmpty } ?? 0) + 1)
  }

  /// Passes over physical lines, whatever stands in them.
  private mutating func skipLines(_ count: Int) throws(TableError) {
    var skipped = 0
    while skipped < count {
      var index = 0
      let text = rest + [UInt8](repeating: 0, count: 16)
      while skipped < count,
        let next = scanner.pastLine(
          text.span.bytes, from: index, to: rest.count, isLast: atEnd)
      {
        guard next > index else { break }
        index = next
        skipped += 1
        line += 1
      }
      offset += fileLength(of: 0..<index, in: rest)
      rest.removeFirst(index)
      guard skipped < count else { return }
      guard !atEnd else { throw .fault(emptyFile()) }
      let (kept, wanted) = (rest.count, max(CSVReader.chunkBytes, rest.count))
      guard kept <= CSVReader.maxRecordBytes else { throw .fault(longPreamble()) }
      var more: [UInt8] = []
      swap(&more, &rest)
      makeRoom(in: &more, for: kept + wanted)
      let got = try read(&more, at: kept, count: wanted)
      atEnd = got == 0
      more.removeLast(more.count - kept - got)
      rest = more
    }
  }

  private mutating func readHeader(_ format: CSVFormat) throws(TableError) -> [String] {
    var batch = RecordBatch(columnCount: 0)
    guard try fill(&batch, columns: nil), let extent = batch.records.first else {
      throw .fault(emptyFile())
    }
    let names = batch.cells.indices.map { CSVHeader.trimmed(batch.string(0, $0) ?? "") }
    if let fault = CSVHeader.fault(
      names, format: format, delimiter: scanner.delimiter, name: name, line: extent.line)
    {
      throw .fault(fault)
    }
    header = extent
    headerText = Array(
      batch.bytes[spare.records[0].start..<spare.records[0].end].reversed()
        .drop { $0 == 0x0A || $0 == 0x0D }.reversed())
    return CSVHeader.distinct(names)
  }

  /// The columns of a file without a header, with the two we add to rejected records where the first record has
  /// them.
  private mutating func namedColumns(_ names: [String]) throws(TableError) -> [String] {
    let before = (offset: offset, line: line)
    var batch = RecordBatch(columnCount: 0)
    guard try fill(&batch, columns: nil) else { return names }
    let count = batch.cells.count
    let code = count == names.count + 2 ? batch.string(0, count - 2) ?? "" : ""
    // What the fill took is put back: it is the first record.
    rest = Array(batch.bytes[..<scannedEnd])
    (offset, line) = before
    let isMarked =
      !code.isEmpty
      && code.utf8.allSatisfy {
        $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
          || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20
      }
      && batch.string(0, count - 1)?.contains(" ") == true
    return isMarked ? names + RejectionMark.columns : names
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.columnCount = columns.count
    guard trailer != nil else { return try fill(&batch, columns: columns.count) }
    // A batch that held the trailer only is no end: what follows it is looked at.
    while true {
      if try fill(&batch, columns: columns.count) { return true }
      guard atEnd, rest.isEmpty else { continue }
      if let fault = trailer?.missing(line: line, columns: columns) { throw .fault(fault) }
      return false
    }
  }

  /// How many values a record of the batch just filled has more than the header (all of them empty), or fewer,
  /// below zero (those have no name). Means nothing for a record with a fault.
  package func surplus(record: Int) -> Int { uneven[record] ?? 0 }

  /// Reads until at least one record is complete; false at the end of the file.
  private mutating func fill(
    _ batch: inout RecordBatch, columns: Int?
  ) throws(TableError) -> Bool {
    batch.records.removeAll(keepingCapacity: true)
    // Storage goes round between the batch, the scan and the reader: nothing is allocated anew.
    var result = CSVScanner.Result()
    swap(&result, &spare)
    swap(&result.cells, &batch.cells)
    starts.removeAll(keepingCapacity: true)
    if !uneven.isEmpty { uneven.removeAll() }
    var bytes: [UInt8] = []
    swap(&bytes, &batch.bytes)
    defer { swap(&bytes, &batch.bytes) }

    var end = rest.count
    makeRoom(in: &bytes, for: max(end, CSVReader.chunkBytes))
    for index in rest.indices { bytes[index] = rest[index] }
    // What is left may hold whole records (after the header): then it is scanned before more is read.
    var wanted = end < CSVReader.chunkBytes ? CSVReader.chunkBytes - end : 0
    while true {
      if wanted > 0, !atEnd, failure == nil {
        // Enough for UTF-16, which hands out nothing for a few bytes.
        wanted = max(wanted, CSVReader.chunkBytes / 4)
        makeRoom(in: &bytes, for: end + wanted)
        let got = try read(&bytes, at: end, count: wanted)
        atEnd = got == 0
        end += got
      }
      bytes[end] = 0x0A
      scanner.scan(
        bytes.span.bytes, from: 0, to: end, isLast: atEnd, columns: columns, needed: needed,
        into: &result)
      scannedBytes += end
      if failure == nil, let fault = breakOff(after: result, in: bytes, isLast: atEnd) {
        failure = .fault(fault)
      }
      if !result.records.isEmpty || (atEnd && failure == nil) {
        swap(&result.cells, &batch.cells)
        defer { swap(&result, &spare) }
        if try settle(result, &batch, &bytes) || failure == nil { return !batch.records.isEmpty }
      }
      // The records before it are whole: they came first.
      if let failure { throw failure }
      if let open = result.open, let fault = oversized(open, after: result, in: bytes) {
        throw .fault(fault)
      }
      // Empty lines go; an unfinished record is scanned again with more of it.
      pass(over: result, in: bytes)
      end -= result.rest
      for index in 0..<end { bytes[index] = bytes[index + result.rest] }
      wanted = max(end, CSVReader.chunkBytes)
    }
  }

  /// Makes room for so many bytes, and the scanner's sentinel after them.
  private func makeRoom(in bytes: inout [UInt8], for count: Int) {
    let needed = count + 16
    if bytes.count < needed {
      bytes.append(contentsOf: repeatElement(0, count: needed - bytes.count))
    } else {
      bytes.removeLast(bytes.count - needed)
    }
  }

  private mutating func read(
    _ bytes: inout [UInt8], at start: Int, count: Int
  ) throws(TableError) -> Int {
    let got: Int
    do { got = try source.fill(&bytes, at: start, count: count) } catch {
      switch error {
      case .failure(let failure): throw .failure(failure)
      case .undecodable(let found):
        throw .fault(undecodable(found, at: start + found.filled, in: bytes))
      }
    }
    if let index = bytes.firstZero(from: start, to: start + got) {
      throw .fault(nulByte(at: index, in: bytes))
    }
    return got
  }

  /// Moves the place in the file past what a scan has dealt with.
  private mutating func pass(over result: CSVScanner.Result, in bytes: [UInt8]) {
    offset += fileLength(of: 0..<result.rest, in: bytes)
    line += result.lines
  }

  /// Turns what a scan found into the batch: extents, faults of records, values in UTF-8.
  private mutating func settle(
    _ result: CSVScanner.Result, _ batch: inout RecordBatch, _ bytes: inout [UInt8]
  ) throws(TableError) -> Bool {
    var result = result
    let trailing = try takeTrailer(&result, &batch, bytes)
    var (at, offset) = (0, offset)
    for record in result.records {
      if isRepeated(record, in: bytes) { throw .fault(repeatedHeader(record.line)) }
      offset += fileLength(of: at..<record.start, in: bytes)
      let length = fileLength(of: record.start..<record.end, in: bytes)
      if !isHeader { recordCount += 1 }
      batch.records.append(
        RecordBatch.Extent(
          number: recordCount, line: line + record.line, offset: offset, length: length))
      starts.append(record.start)
      offset += length
      at = record.end
    }
    // Of the last record, where the file ends inside it.
    var broken: Fault?
    for (record, fields) in result.uneven { uneven[record] = fields - columns.count }
    for (record, fields) in result.ragged {
      batch.records[record].fault = ragged(
        batch.records[record], fields: fields, isLast: result.end == result.records[record].end)
      if fields < columns.count, !hasLineEnd(result.records[record], in: bytes) {
        broken = unfinished(result.records[record], fields: fields, in: bytes)
      }
    }
    for index in result.escaped { batch.cells[index].unescape(in: &bytes, quote: scanner.quote) }
    switch encoding {
    case .utf8: broken = try validate(result, &batch, &bytes) ?? broken
    case .utf16, .multiByte: break
    case .singleByte(let table):
      if bytes.hasHighByte(from: 0, to: result.rest) {
        for record in result.records.indices {
          try transcode(record, of: &batch, &bytes, with: table)
        }
      }
    }
    if let broken { breakOff(&batch, at: broken) }
    rest.removeAll(keepingCapacity: true)
    rest.append(contentsOf: bytes[result.rest..<result.end])
    scannedEnd = result.end
    pass(over: result, in: bytes)
    if trailer != nil, !isHeader {
      for record in batch.records.indices { trailer?.add(record, of: batch, bytes) }
      if let trailing, let fault = trailer?.check(trailing, records: recordCount) {
        throw .fault(fault)
      }
    }
    return !batch.records.isEmpty
  }

  /// Whether a record ends with its line; all but the last of a file do.
  private func hasLineEnd(_ record: CSVScanner.Record, in bytes: [UInt8]) -> Bool {
    bytes[record.end - 1] == 0x0A || bytes[record.end - 1] == 0x0D
  }

  /// Whether a record is the header once more.
  @inline(__always)
  private func isRepeated(_ record: CSVScanner.Record, in bytes: [UInt8]) -> Bool {
    let count = headerText.count
    guard count > 0, record.end - record.start - count <= 3, record.end - record.start >= count
    else { return false }
    return bytes[record.start..<record.start + count] == headerText[...]
      && bytes[(record.start + count)..<record.end].allSatisfy { $0 == 0x0A || $0 == 0x0D }
  }

  /// Ends the file before the last record of a batch, which is not whole.
  private mutating func breakOff(_ batch: inout RecordBatch, at fault: Fault) {
    batch.records.removeLast()
    batch.cells.removeLast(columns.count)
    starts.removeLast()
    recordCount -= 1
    failure = .fault(fault)
  }

  /// How many bytes of the file a range of the decoded bytes stands for.
  func fileLength(of range: Range<Int>, in bytes: [UInt8]) -> Int {
    switch encoding {
    case .utf8, .singleByte: range.count
    case .utf16, .multiByte: encoding.fileLength(of: bytes[range])
    }
  }
}

extension RecordBatch.Cell {
  /// Points the cell at a copy of its value in which doubled quotes are single.
  fileprivate mutating func unescape(in bytes: inout [UInt8], quote: UInt8) {
    let end = Int(start) + Int(length)
    var index = Int(start)
    let copy = bytes.count
    while index < end {
      let byte = bytes[index]
      bytes.append(byte)
      index += byte == quote ? 2 : 1
    }
    self = RecordBatch.Cell(start: UInt32(copy), length: UInt32(bytes.count - copy))
  }
}
