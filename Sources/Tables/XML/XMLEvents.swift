// SPDX-License-Identifier: Apache-2.0

import CXML

/// What libxml2 reports, gathered into a batch: the target of its callbacks.
///
/// The record being read is kept apart until it ends, so that a batch only ever holds whole ones.
struct XMLEvents {
  /// The records that have ended.
  var batch: RecordBatch
  /// Where each value of `batch` begins.
  var places: [cxml_place] = []
  /// What is wrong with the file, found by us.
  private(set) var fault: Fault?
  /// Turns an offset in the text into one in the file.
  var offsets: XMLOffsets
  /// The root's start tag, once it has been read.
  private(set) var root: XMLReader.Root?
  /// The parser that reports to this.
  let parser: OpaquePointer

  private let name: String
  private let format: XMLFormat
  private var paths: XMLPaths
  private var recordCount = 0
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

  init(_ parser: OpaquePointer, format: XMLFormat, named name: String, offsets: XMLOffsets) {
    self.parser = parser
    self.format = format
    self.name = name
    self.offsets = offsets
    paths = XMLPaths(format)
    batch = RecordBatch(columnCount: format.fields.count)
  }

  /// An element begins.
  mutating func start(
    _ name: UnsafePointer<CChar>, _ attributes: UnsafeBufferPointer<cxml_attribute>
  ) {
    guard skipped == 0, let child = paths.child(of: node, met: name) else {
      if node == 0 { refuseRoot(String(cString: name)) }
      skipped += 1
      return
    }
    let isRoot = node == 0
    node = child
    if child == paths.record { begin() }
    if isRoot {
      root = XMLReader.Root(
        tagEnd: offsets.file(cxml_here(parser).offset),
        attributes: attributes.map { String(cString: $0.name) })
    }
    let column = paths.column(of: child)
    if column >= 0 {
      var place = cxml_here(parser)
      // Past the tag's end.
      place.column += 1
      set(column, at: place)
    }
    guard paths.hasAttributes(child) else { return }
    for attribute in attributes {
      if let column = paths.attribute(of: child, met: attribute.name) { take(attribute, column) }
    }
  }

  /// The innermost element ends.
  mutating func end() {
    guard skipped == 0 else {
      skipped -= 1
      return
    }
    if node == paths.record { finish() }
    node = paths.parent(of: node)
  }

  /// A piece of the innermost element's text.
  mutating func text(_ piece: UnsafeRawBufferPointer) {
    guard skipped == 0 else { return }
    let column = paths.column(of: node)
    if column >= 0 { append(piece, to: column) }
  }

  private mutating func begin() {
    begun = cxml_tag(parser)
    begunInFile = offsets.file(begun.offset)
    bytes.removeAll(keepingCapacity: true)
    cells.removeAll(keepingCapacity: true)
    cellPlaces.removeAll(keepingCapacity: true)
    for _ in 0..<batch.columnCount {
      cells.append(.absent)
      cellPlaces.append(begun)
    }
    recordFault = nil
  }

  private mutating func set(_ column: Int, at place: cxml_place) {
    guard cells[column].isAbsent else {
      if recordFault == nil { recordFault = repeated(column, at: place) }
      return
    }
    cells[column] = RecordBatch.Cell(start: UInt32(bytes.count), length: 0)
    cellPlaces[column] = place
  }

  private mutating func take(_ attribute: cxml_attribute, _ column: Int) {
    set(column, at: node == paths.record ? begun : cxml_tag(parser))
    var value = UnsafeRawBufferPointer(
      start: attribute.value, count: attribute.end - attribute.value)
    // libxml2 leaves an ampersand written as `&amp;` or `&#38;` in the form `&#38;`.
    while let index = value.firstIndex(of: UInt8(ascii: "&")) {
      append(UnsafeRawBufferPointer(rebasing: value[...index]), to: column)
      value = UnsafeRawBufferPointer(rebasing: value[(index + 5)...])
    }
    append(value, to: column)
  }

  private mutating func append(_ piece: UnsafeRawBufferPointer, to column: Int) {
    var cell = cells[column]
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

  private mutating func finish() {
    guard fault == nil else { return }
    recordCount += 1
    let length = offsets.file(cxml_here(parser).offset) - begunInFile
    let base = UInt32(batch.bytes.count)
    if recordFault == nil {
      batch.bytes.append(contentsOf: bytes)
    } else {
      for index in cells.indices { cells[index] = RecordBatch.Cell(start: 0, length: 0) }
    }
    for cell in cells {
      batch.cells.append(
        cell.isAbsent ? cell : RecordBatch.Cell(start: base + cell.start, length: cell.length))
    }
    places.append(contentsOf: cellPlaces)
    batch.records.append(
      RecordBatch.Extent(
        number: recordCount, line: Int(begun.line), offset: begunInFile, length: length,
        fault: recordFault))
  }

  private mutating func refuse(_ fault: Fault) {
    if self.fault == nil { self.fault = fault }
    cxml_stop(parser)
  }

  private mutating func refuseRoot(_ root: String) {
    refuse(
      Fault(
        "wrong-root", at: position(cxml_tag(parser), record: 0),
        "the document is of another kind", expected: "records at \(format.records)",
        found: "<\(root)> as its root", hint: "correct the job's records path, or the file"))
  }

  private mutating func refuseLong(_ column: Int) {
    refuse(
      Fault(
        "field-too-long", at: position(begun, record: recordCount + 1),
        field: format.fields[column], "the record that begins here has a value beyond the limit",
        expected: "at most \(CSVReader.maxFieldBytes >> 20) MiB"))
  }

  private func repeated(_ column: Int, at place: cxml_place) -> Fault {
    Fault(
      "repeated-field", at: position(place, record: recordCount + 1),
      field: format.fields[column], "the record has this field more than once",
      expected: "one", hint: "keep one of them")
  }

  private func position(_ place: cxml_place, record: Int) -> Position {
    Position(file: name, line: Int(place.line), column: Int(place.column), record: record)
  }
}
