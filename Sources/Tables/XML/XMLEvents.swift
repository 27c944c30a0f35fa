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
  /// The records of `batch` that other elements stand between, or the end of one, and the record before.
  var gaps: [Int] = []
  /// What XPath has to say, where the job asks for it.
  var values: XMLValues

  private let name: String
  private let format: XMLFormat
  private let paths: XMLPaths
  private let copies: [(column: Int, of: Int)]
  private var recordCount = 0
  /// What stands where records were looked for, as long as none has been found.
  private var strangers = XMLStrangers()
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
  private var isInRecord = false
  /// Whether an element has begun or ended since the last record; and before the one being read.
  private var hasGap = false
  private var beganAfterGap = false

  init(
    _ parser: OpaquePointer, _ format: XMLFormat, _ plan: XMLPlan, named name: String,
    offsets: XMLOffsets
  ) throws(XPathComplaint) {
    self.parser = parser
    self.format = format
    self.name = name
    self.offsets = offsets
    paths = XMLPaths(plan, parser)
    values = try XMLValues(plan, format, parser)
    copies = plan.columns.enumerated().compactMap { column, source in
      if case .same(let other) = source { (column, other) } else { nil }
    }
    batch = RecordBatch(columnCount: format.fields.count)
  }

  /// An element begins; says what is kept of it.
  mutating func start(
    _ name: UnsafePointer<CChar>, _ uri: UnsafePointer<CChar>?, isNil: Bool,
    _ attributes: UnsafeBufferPointer<cxml_attribute>
  ) -> cxml_keep {
    guard skipped == 0, let child = paths.child(of: node, name, uri) else {
      if node == 0 { refuseRoot(name, uri) }
      if skipped == 0, recordCount == 0, paths.isAround(node) {
        strangers.met(String(cString: name), in: node)
      }
      skipped += 1
      if !isInRecord { hasGap = true }
      return CXML_NOTHING
    }
    let isRoot = node == 0
    node = child
    var keep = paths.keep(of: child)
    if paths.isRecord(child) {
      begin()
      keep = values.keepOfRecord
    } else if keep != CXML_NOTHING {
      values.envelopeChanges()
    }
    if !isInRecord { hasGap = true }
    if recordCount == 0, paths.isAround(child) {
      strangers.entered(
        String(cString: name), child, inside: paths.parent(of: child),
        holdsRecords: paths.holdsRecords(child), at: cxml_tag(parser))
    }
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
      if isNil, recordFault == nil { cells[column] = .null }
    }
    guard paths.hasAttributes(child) else { return keep }
    for attribute in attributes {
      if let column = paths.attribute(of: child, attribute.name, attribute.uri) {
        take(attribute, column)
      }
    }
    return keep
  }

  /// The innermost element ends; true where what was kept of it is forgotten.
  mutating func end() -> Bool {
    guard skipped == 0 else {
      skipped -= 1
      if !isInRecord { hasGap = true }
      return false
    }
    let ended = node
    node = paths.parent(of: ended)
    if paths.isRecord(ended) {
      isInRecord = false
      finish()
      return true
    }
    if !isInRecord { hasGap = true }
    guard paths.isAround(ended) else { return false }
    values.envelopeChanges()
    return true
  }

  /// A piece of the innermost element's text.
  mutating func text(_ piece: UnsafeRawBufferPointer) {
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
    isInRecord = true
    beganAfterGap = hasGap && recordCount > 0
    hasGap = false
    if !values.envelopeFits {
      refuse(
        Fault(
          "xml-limit", at: position(begun, record: recordCount + 1),
          "what columns from outside of the records name takes too much memory",
          expected: "at most 1 MiB before a record",
          hint: "name fewer elements, or ones that do not repeat"))
    }
  }

  private mutating func set(_ column: Int, at place: cxml_place) {
    guard cells[column].isAbsent else {
      if recordFault == nil { recordFault = repeated(format.fields[column], at: place) }
      return
    }
    cells[column] = RecordBatch.Cell(start: UInt32(bytes.count), length: 0)
    cellPlaces[column] = place
  }

  private mutating func take(_ attribute: cxml_attribute, _ column: Int) {
    set(column, at: paths.isRecord(node) ? begun : cxml_tag(parser))
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
    if cell.isNull {
      // An element that is nil and has a text all the same has that text.
      guard piece.contains(where: { $0 > 0x20 }) else { return }
      cell = RecordBatch.Cell(start: UInt32(bytes.count), length: 0)
    }
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
      refuseLong(format.fields[column])
    }
  }

  private mutating func finish() {
    guard fault == nil else { return }
    let length = offsets.file(cxml_here(parser).offset) - begunInFile
    var extent = RecordBatch.Extent(
      number: recordCount + 1, line: Int(begun.line), offset: begunInFile, length: length)
    if recordFault == nil, values.isAsked { evaluate(extent) }
    guard fault == nil else { return }
    recordCount += 1
    let base = batch.bytes.count
    if recordFault == nil {
      batch.bytes.append(contentsOf: bytes)
    } else {
      for index in cells.indices { cells[index] = RecordBatch.Cell(start: 0, length: 0) }
    }
    for copy in copies {
      cells[copy.column] = cells[copy.of]
      cellPlaces[copy.column] = cellPlaces[copy.of]
    }
    for cell in cells {
      batch.cells.append(cell.moved(by: base))
    }
    if recordFault == nil { values.putEnvelope(into: &batch) }
    places.append(contentsOf: cellPlaces)
    extent.fault = recordFault
    if beganAfterGap { gaps.append(batch.count) }
    batch.records.append(extent)
  }

  /// Adds what XPath says of the record that has just ended.
  private mutating func evaluate(_ extent: RecordBatch.Extent) {
    var target = XMLValues.Record(
      extent: extent, place: begun, bytes: bytes, cells: cells, places: cellPlaces)
    let problem = values.evaluate(
      cxml_open_node(parser), into: &target, children: &batch.children)
    (bytes, cells, cellPlaces) = (target.bytes, target.cells, target.places)
    guard let problem else { return }
    switch problem.kind {
    case .tooLong: refuseLong(problem.field)
    case .of(.repeated(let place)): recordFault = repeated(problem.field, at: place)
    case .of(.inexact(let number)):
      recordFault = Fault(
        "inexact-number", at: position(begun, record: recordCount + 1), field: problem.field,
        "XPath calculates in binary floating point", expected: "a whole number", found: number,
        hint: "take the values as columns and calculate with decimal_add … in sql")
    case .of(.tooManySteps):
      recordFault = Fault(
        "xpath-limit", at: position(begun, record: recordCount + 1), field: problem.field,
        "the expression takes too many steps for a record of this size",
        hint: "name elements step by step instead of searching with //")
    case .of(.failed(let reason)):
      recordFault = Fault(
        "xpath", at: position(begun, record: recordCount + 1), field: problem.field,
        "the expression cannot be evaluated", found: reason)
    }
  }

  private mutating func refuse(_ fault: Fault) {
    if self.fault == nil { self.fault = fault }
    cxml_stop(parser)
  }

  private mutating func refuseRoot(
    _ root: UnsafePointer<CChar>, _ uri: UnsafePointer<CChar>?
  ) {
    var found = "<\(String(cString: root))> as its root"
    if !format.namespaces.isEmpty {
      found += uri.map { " in the namespace \(String(cString: $0))" } ?? " in no namespace"
    }
    refuse(
      Fault(
        "wrong-root", at: position(cxml_tag(parser), record: 0),
        "the document is of another kind", expected: "records at \(format.records)",
        found: found, hint: "correct the job's records path, or the file"))
  }

  /// Why a document in which no record was found, now that it has ended, is not one without records; nil where it is.
  var absence: Fault? {
    guard recordCount == 0, fault == nil, let found = strangers.found else { return nil }
    return Fault(
      "no-records", at: position(strangers.place, record: 0),
      "nothing in the document is where the job looks for records",
      expected: "elements at \(format.records)", found: found,
      hint: "correct the job's records path, or the file")
  }

  private mutating func refuseLong(_ field: String) {
    refuse(
      Fault(
        "field-too-long", at: position(begun, record: recordCount + 1),
        field: field, "the record that begins here has a value beyond the limit",
        expected: "at most \(CSVReader.maxFieldBytes >> 20) MiB"))
  }

  private func repeated(_ field: String, at place: cxml_place) -> Fault {
    Fault(
      "repeated-field", at: position(place, record: recordCount + 1),
      field: field, "the record has this field more than once",
      expected: "one", hint: "keep one of them")
  }

  private func position(_ place: cxml_place, record: Int) -> Position {
    Position(file: name, line: Int(place.line), column: Int(place.column), record: record)
  }
}
