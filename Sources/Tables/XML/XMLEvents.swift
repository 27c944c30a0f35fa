// SPDX-License-Identifier: Apache-2.0

import CXML

/// What libxml2 reports, gathered into a batch: the target of its callbacks.
///
/// The record being read is kept apart until it ends, so that a batch only ever holds whole ones.
final class XMLEvents {
  /// The records that have ended.
  var batch: RecordBatch
  /// Where each value of `batch` begins.
  var places: [cxml_place] = []
  /// What is wrong with the file, found by us.
  var fault: Fault?
  /// Turns an offset in the text into one in the file.
  var offsets: XMLOffsets
  /// How many records have ended.
  private(set) var recordCount = 0

  private let name: String
  private let format: XMLFormat
  private var paths: XMLPaths
  private var parser: OpaquePointer?
  /// The innermost open element that is asked for, and how many are open below it.
  private var node = 0
  private var skipped = 0
  /// Where the record being read begins, and its offset in the file.
  private var begun = cxml_place()
  private var begunInFile = 0
  private var bytes: [UInt8] = []
  private var cells: [RecordBatch.Cell] = []
  private var cellPlaces: [cxml_place] = []
  private var recordFault: Fault?

  init(format: XMLFormat, named name: String, offsets: XMLOffsets) {
    self.format = format
    self.name = name
    self.offsets = offsets
    paths = XMLPaths(format)
    batch = RecordBatch(columnCount: format.fields.count)
  }

  /// Opens the parser that calls this; whoever closes it keeps this alive until then.
  func open() throws(TableError) -> OpaquePointer {
    let events = cxml_events(
      start: { XMLEvents.of($0).start($1, $2, $3) },
      end: { XMLEvents.of($0).end() },
      text: { XMLEvents.of($0).text($1, $2) })
    let user = Unmanaged.passUnretained(self).toOpaque()
    parser = cxml_open(events, user, format.ignoresDoctype ? 1 : 0)
    guard let parser else { throw .failure(ReadFailure("\(name): no memory for an XML parser")) }
    return parser
  }

  @inline(__always)
  private static func of(_ user: UnsafeMutableRawPointer) -> XMLEvents {
    Unmanaged<XMLEvents>.fromOpaque(user).takeUnretainedValue()
  }

  private func start(
    _ name: UnsafePointer<CChar>, _ count: CInt, _ attributes: UnsafePointer<cxml_attribute>?
  ) {
    guard skipped == 0, let child = paths.child(of: node, met: name) else {
      if node == 0 { refuseRoot(String(cString: name)) }
      skipped += 1
      return
    }
    node = child
    if child == paths.record { begin() }
    let column = paths.nodes[child].column
    if let column { open(column) }
    if count > 0, !paths.nodes[child].attributes.isEmpty {
      let given = UnsafeBufferPointer(start: attributes, count: Int(count))
      for (name, column) in paths.nodes[child].attributes {
        for attribute in given where String(cString: attribute.name) == name {
          take(attribute, column)
        }
      }
    }
  }

  private func end() {
    if skipped > 0 {
      skipped -= 1
      return
    }
    if node == paths.record { finish() }
    node = paths.nodes[node].parent
  }

  private func text(_ piece: UnsafePointer<CChar>, _ count: CInt) {
    guard skipped == 0, let column = paths.nodes[node].column else { return }
    append(
      UnsafeRawBufferPointer(start: piece, count: Int(count)), to: column)
  }

  private func begin() {
    guard let parser else { return }
    begun = cxml_tag(parser)
    begunInFile = offsets.file(begun.offset)
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    cells.append(contentsOf: repeatElement(.absent, count: format.fields.count))
    cellPlaces.removeAll(keepingCapacity: true)
    cellPlaces.append(contentsOf: repeatElement(begun, count: format.fields.count))
    recordFault = nil
  }

  private func open(_ column: Int) {
    guard let parser else { return }
    var place = cxml_here(parser)
    // Past the tag's end.
    place.column += 1
    set(column, at: place)
  }

  private func set(_ column: Int, at place: cxml_place) {
    guard cells[column].isAbsent else {
      if recordFault == nil { recordFault = repeated(column, at: place) }
      return
    }
    cells[column] = RecordBatch.Cell(start: UInt32(bytes.count), length: 0)
    cellPlaces[column] = place
  }

  private func take(_ attribute: cxml_attribute, _ column: Int) {
    guard let parser else { return }
    set(column, at: cxml_tag(parser))
    var value = UnsafeRawBufferPointer(
      start: attribute.value, count: attribute.end - attribute.value)
    // libxml2 leaves an ampersand written as `&amp;` or `&#38;` in the form `&#38;`.
    while let index = value.firstIndex(of: UInt8(ascii: "&")) {
      append(UnsafeRawBufferPointer(rebasing: value[...index]), to: column)
      value = UnsafeRawBufferPointer(rebasing: value[(index + 5)...])
    }
    append(value, to: column)
  }

  private func append(_ piece: UnsafeRawBufferPointer, to column: Int) {
    var cell = cells[column]
    guard !cell.isAbsent else { return }
    let end = Int(cell.start) + Int(cell.length)
    if end != bytes.count {
      // Another value came between two pieces of this one.
      let moved = Array(bytes[Int(cell.start)..<end])
      cell.start = UInt32(bytes.count)
      bytes.append(contentsOf: moved)
    }
    bytes.append(contentsOf: piece)
    cell.length += UInt32(piece.count)
    cells[column] = cell
    if Int(cell.length) > CSVReader.maxFieldBytes || bytes.count > CSVReader.maxRecordBytes {
      refuseLong(column)
    }
  }

  private func finish() {
    guard let parser, fault == nil else { return }
    recordCount += 1
    let length = offsets.file(cxml_here(parser).offset) - begunInFile
    let base = UInt32(batch.bytes.count)
    if recordFault == nil {
      batch.bytes.append(contentsOf: bytes)
      for cell in cells {
        batch.cells.append(
          cell.isAbsent ? cell : RecordBatch.Cell(start: base + cell.start, length: cell.length))
      }
    } else {
      let empty = RecordBatch.Cell(start: base, length: 0)
      batch.cells.append(contentsOf: repeatElement(empty, count: cells.count))
    }
    places.append(contentsOf: cellPlaces)
    batch.records.append(
      RecordBatch.Extent(
        number: recordCount, line: Int(begun.line), offset: begunInFile, length: length,
        fault: recordFault))
  }

  private func refuse(_ fault: Fault) {
    if self.fault == nil { self.fault = fault }
    if let parser { cxml_stop(parser) }
  }

  private func refuseRoot(_ root: String) {
    guard let parser else { return }
    let tag = cxml_tag(parser)
    refuse(
      Fault(
        "wrong-root", at: Position(file: name, line: Int(tag.line), column: Int(tag.column)),
        "the document is of another kind", expected: "records at \(format.records)",
        found: "<\(root)> as its root", hint: "correct the job's records path, or the file"))
  }

  private func refuseLong(_ column: Int) {
    refuse(
      Fault(
        "field-too-long",
        at: Position(
          file: name, line: Int(begun.line), column: Int(begun.column), record: recordCount + 1),
        field: format.fields[column], "the record that begins here has a value beyond the limit",
        expected: "at most \(CSVReader.maxFieldBytes >> 20) MiB"))
  }

  private func repeated(_ column: Int, at place: cxml_place) -> Fault {
    Fault(
      "repeated-field",
      at: Position(
        file: name, line: Int(place.line), column: Int(place.column), record: recordCount + 1),
      field: format.fields[column], "the record has this field more than once",
      expected: "one", hint: "keep one of them")
  }
}
