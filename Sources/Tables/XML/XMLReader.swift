// SPDX-License-Identifier: Apache-2.0

import CXML

/// The repeating elements of an XML document as a stream of records.
///
/// A field is XPath 1.0: the text of an element with all that is within it (CDATA and character references
/// included), an attribute's value, or what a function makes of them, kept exactly. A field that is missing is
/// absent, an empty element is an empty value, `xsi:nil="true"` is null, a field that comes twice in a record is
/// that record's fault.
///
/// No DTD is read, no entity is defined, nothing is fetched or included; libxml2's limits hold. UTF-8,
/// UTF-16 and single-byte encodings are read; offsets are those of the file in all of them.
package struct XMLReader: RecordReader {
  /// How many bytes of text are parsed at a time, and how many of values make a batch.
  static let chunkBytes = 64 << 10
  static let batchBytes = 256 << 10
  static let batchRecords = 4096

  package let columns: [String]
  package let children: [ChildTable]
  /// What the file is written in.
  package var encoding: TextEncoding { source.encoding }

  private let name: String
  private var source: TextSource
  private let document: XMLDocument
  private var chunk = [UInt8](repeating: 0, count: XMLReader.chunkBytes)
  private var atEnd = false
  /// What ended the file, after the records before it.
  private var failure: TableError?
  /// Where each value of the batch just filled begins.
  private var places: [cxml_place] = []
  private var childPlaces: [[cxml_place]] = []

  /// The start tag of the document's root.
  package struct Root: Sendable {
    /// The file offset of what closes the tag: one more attribute fits there.
    package var tagEnd: Int
    /// The local names of its attributes.
    package var attributes: [String]
  }

  /// The records of the batch just filled that something other than white space and comments stands between and
  /// the record before them: what they are in has ended, or its header goes on.
  package private(set) var gaps: [Int] = []

  /// The root; nil before the first batch.
  package var root: Root? { document.events.pointee.root }

  /// Opens a document.
  ///
  /// `path` is opened; `name` is what faults call the file.
  /// - Throws: a fault where a path is none, or where the file is empty or contradicts the encoding it declares.
  package init(
    path: String, named name: String, format: XMLFormat
  ) throws(TableError) {
    self.name = name
    columns = format.fields
    children = format.children.map { ChildTable(name: $0.name, columns: $0.columns) }
    childPlaces = format.children.map { _ in [] }
    let plan: XMLPlan
    do { plan = try XMLPlan(format) } catch { throw .fault(Self.fault(error, named: name)) }
    source = try TextSource(path: path, turningBytes: true) { (mark, start) throws(TableError) in
      guard !start.isEmpty else {
        throw .fault(
          Fault(
            "empty", at: Position(file: name, line: 1), "the file is empty",
            expected: "an XML document"))
      }
      return try XMLDeclaration.encoding(mark: mark, start: start, file: name)
    }
    document = try XMLDocument(
      format, plan, named: name, offsets: XMLOffsets(source.encoding, markLength: source.markLength)
    )
  }

  package mutating func next(into batch: inout RecordBatch) throws(TableError) -> Bool {
    batch.reset(columnCount: columns.count, children: children)
    let events = document.events
    swap(&batch, &events.pointee.batch)
    events.pointee.places.removeAll(keepingCapacity: true)
    events.pointee.gaps.removeAll(keepingCapacity: true)
    events.pointee.values.beginBatch()
    do throws(TableError) {
      if let failure { throw failure }
      while !atEnd, events.pointee.batch.count < XMLReader.batchRecords,
        events.pointee.batch.valueBytes < XMLReader.batchBytes
      {
        try parseChunk()
      }
    } catch {
      // The records before it are whole: they come first.
      guard events.pointee.batch.count > 0 else { throw error }
      failure = error
    }
    swap(&batch, &events.pointee.batch)
    swap(&places, &events.pointee.places)
    swap(&gaps, &events.pointee.gaps)
    swap(&childPlaces, &events.pointee.values.childPlaces)
    return batch.count > 0
  }

  package func position(record: Int, column: Int, in batch: RecordBatch) -> Position {
    position(places[record * columns.count + column], record: batch.records[record].number)
  }

  package func position(child: Int, row: Int, column: Int, in batch: RecordBatch) -> Position {
    position(
      childPlaces[child][row * children[child].columns.count + column],
      record: batch.children[child].records[row].number)
  }

  /// A path that cannot be used, as a fault of the file it was to be used on.
  static func fault(_ complaint: XPathComplaint, named name: String) -> Fault {
    Fault(
      "xml-path", at: Position(file: name, line: 1), "a path of the job \(complaint.reason)",
      hint: complaint.hint)
  }

  private func position(_ place: cxml_place, record: Int = 0) -> Position {
    Position(file: name, line: Int(place.line), column: Int(place.column), record: record)
  }

  private mutating func parseChunk() throws(TableError) {
    let got: Int
    do { got = try source.fill(&chunk, at: 0, count: XMLReader.chunkBytes) } catch {
      switch error {
      case .failure(let failure): throw .failure(failure)
      case .undecodable(let found):
        try push(found.filled, isLast: false)
        throw .fault(undecodable(found))
      }
    }
    if let zero = chunk.firstZero(from: 0, to: got) {
      try push(zero, isLast: false)
      throw .fault(
        Fault(
          "nul-byte", at: position(cxml_pushed(document.parser)), "the file holds a NUL byte",
          hint: "it was damaged while it was written: send it again"))
    }
    atEnd = got == 0
    try push(got, isLast: atEnd)
    if atEnd, let fault = document.events.pointee.absence { throw .fault(fault) }
  }

  private mutating func push(_ count: Int, isLast: Bool) throws(TableError) {
    document.events.pointee.offsets.push(chunk[..<count])
    let failure = chunk.withUnsafeBytes { bytes in
      cxml_push(
        document.parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(count),
        isLast ? 1 : 0)
    }
    if let fault = document.events.pointee.fault { throw .fault(fault) }
    guard failure == CXML_FINE else { throw .fault(fault(for: failure)) }
    _ = document.events.pointee.offsets.file(cxml_here(document.parser).offset)
  }

  private func undecodable(_ found: TextSource.Undecodable) -> Fault {
    let place = position(cxml_pushed(document.parser))
    guard !found.truncated else {
      return Fault(
        "truncated", at: place, "the file ends inside a character",
        hint: "it was cut off: send the whole file again")
    }
    return Fault(
      "bad-encoding", at: place, "bytes that the file's encoding does not allow",
      hint: "correct the encoding in the XML declaration")
  }

  /// What ended the parser, in words.
  private func fault(for failure: cxml_failure) -> Fault {
    let place = position(cxml_failure_place(document.parser))
    let reason = String(cString: cxml_reason(document.parser))
    switch failure {
    case CXML_DOCTYPE:
      return Fault(
        "doctype", at: place, "the document has a DOCTYPE", expected: "none",
        hint: "where the sender cannot leave it out, say doctype: ignore in the job's format")
    case CXML_INTERNAL_SUBSET:
      return Fault(
        "internal-subset", at: place, "the DOCTYPE declares things of its own",
        expected: "a document without declarations",
        hint: "such declarations are never read: have them removed")
    case CXML_UNDEFINED_ENTITY:
      return Fault(
        "undefined-entity", at: place, "an entity that is not defined", found: "&\(reason);",
        hint: "write the character itself, or its number as &#…;")
    case CXML_TRUNCATED:
      return Fault(
        "truncated", at: place, "the document ends before it is complete", found: reason,
        hint: "it was cut off: send the whole file again")
    case CXML_TRAILING:
      return Fault(
        "trailing-content", at: place, "something follows the end of the document",
        expected: "one document a file", hint: "send each document as a file of its own")
    case CXML_ENCODING:
      return Fault(
        "bad-encoding", at: place, "bytes that the file's encoding does not allow", found: reason,
        hint: "declare the file's encoding, or write it in UTF-8")
    case CXML_LIMIT:
      return Fault(
        "xml-limit", at: place, "the document goes beyond a limit", found: reason,
        hint: "this is no file of records, or it is hostile")
    default:
      return Fault(
        "not-well-formed", at: place, "the document is not well-formed", found: reason,
        hint: reason.contains("EntityRef") ? "write `&amp;` instead of `&`" : nil)
    }
  }
}

extension RecordBatch {
  /// The bytes of all its values and of those of its child tables.
  fileprivate var valueBytes: Int { children.reduce(bytes.count) { $0 + $1.bytes.count } }
}
