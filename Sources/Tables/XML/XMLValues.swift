// SPDX-License-Identifier: Apache-2.0

import CXML

/// The values that only XPath finds: within a record, of its child tables, and of the envelope around it.
///
/// What the envelope says is evaluated once and again only when the envelope has changed, and stands once in each
/// batch, so that a long value costs nothing for each record.
struct XMLValues {
  /// A record as it is being put together.
  struct Record {
    var extent: RecordBatch.Extent
    /// Where it begins.
    var place: cxml_place
    var bytes: [UInt8]
    var cells: [RecordBatch.Cell]
    var places: [cxml_place]
  }

  /// Why a record has no values that can be used.
  struct Problem {
    enum Kind {
      case of(XMLTree.Problem)
      case tooLong
    }
    var kind: Kind
    var field: String
  }

  private struct Column {
    var index: Int
    var expression: XMLExpression
    var field: String
  }

  private enum ChildSource {
    case row(XMLExpression)
    /// The same for all rows within one element.
    case parent(XMLExpression)
    case envelope(Int)
  }

  private struct Child {
    var rows: XMLExpression
    var sources: [ChildSource]
    var fields: [String]
    var name: String
  }

  /// Where each value of the child tables' batches begins.
  var childPlaces: [[cxml_place]]

  private var tree: XMLTree
  private let needsTree: Bool
  private var inner: [Column] = []
  private var children: [Child] = []
  private var envelope: [Column] = []
  private var envelopeValues: [XMLTree.Value] = []
  private var envelopeBytes: [UInt8] = []
  private var isStale = true
  /// Where the envelope's bytes begin in the batch of the records and in those of the child tables.
  private var envelopeBases: [Int?]

  init(_ plan: XMLPlan, _ format: XMLFormat, _ parser: OpaquePointer) throws(XPathComplaint) {
    tree = XMLTree(parser)
    needsTree = plan.needsTree
    childPlaces = plan.children.map { _ in [] }
    envelopeBases = Array(repeating: nil, count: plan.children.count + 1)
    for (index, source) in plan.columns.enumerated() {
      switch source {
      case .walked, .same: break
      case .inner(let text), .parent(let text):
        inner.append(
          Column(index: index, expression: try XMLExpression(text), field: format.fields[index]))
      case .outer(let text):
        envelope.append(
          Column(index: index, expression: try XMLExpression(text), field: format.fields[index]))
      }
    }
    for (child, declared) in zip(plan.children, format.children) {
      var sources: [ChildSource] = []
      for (source, column) in zip(child.columns, declared.columns) {
        switch source {
        case .walked, .same: break
        case .inner(let text): sources.append(.row(try XMLExpression(text)))
        case .parent(let text): sources.append(.parent(try XMLExpression(text)))
        case .outer(let text):
          sources.append(.envelope(envelope.count))
          envelope.append(
            Column(
              index: -1, expression: try XMLExpression(text), field: "\(declared.name).\(column)"))
        }
      }
      children.append(
        Child(
          rows: try XMLExpression(child.path), sources: sources,
          fields: declared.columns.map { "\(declared.name).\($0)" }, name: declared.name))
    }
    for (prefix, uri) in plan.namespaces {
      guard cxml_namespace(parser, prefix, uri) != 0 else {
        throw XPathComplaint("has a prefix that cannot be declared: '\(prefix)'")
      }
    }
  }

  /// Whether there is anything for XPath to do.
  var isAsked: Bool { needsTree || !envelope.isEmpty }

  /// What must be kept of a record that begins.
  var keepOfRecord: cxml_keep {
    if needsTree { return CXML_WHOLE }
    return envelope.isEmpty || !isStale ? CXML_NOTHING : CXML_NAME
  }

  /// Whether what is kept of the envelope is small enough to be looked at.
  var envelopeFits: Bool { envelope.isEmpty || cxml_tree_size(tree.parser) <= 1 << 20 }

  /// Something that outer paths may look at begins or has ended.
  mutating func envelopeChanges() { isStale = true }

  /// A batch begins.
  mutating func beginBatch() {
    for index in envelopeBases.indices { envelopeBases[index] = nil }
    for index in childPlaces.indices { childPlaces[index].removeAll(keepingCapacity: true) }
  }

  /// Completes a record that has just ended and adds the rows of its child tables, or none where something is
  /// wrong with it.
  mutating func evaluate(
    _ node: OpaquePointer?, into record: inout Record, children batches: inout [RecordBatch]
  ) -> Problem? {
    tree.begin()
    if isStale, !envelope.isEmpty, let node { readEnvelope(node) }
    for (column, value) in zip(envelope, envelopeValues) {
      if let problem = value.problem { return Problem(kind: .of(problem), field: column.field) }
      if column.index >= 0 { record.places[column.index] = value.place ?? record.place }
    }
    guard needsTree, let node else { return nil }
    for column in inner {
      let value = tree.value(of: column.expression, at: node, into: &record.bytes)
      if let problem = problem(value, column.field, total: record.bytes.count) { return problem }
      record.cells[column.index] = value.cell
      record.places[column.index] = value.place ?? record.place
    }
    let before = batches.map { ($0.bytes.count, $0.count) }
    for index in children.indices {
      guard let problem = addRows(of: index, at: node, record, to: &batches[index]) else {
        continue
      }
      for (index, (bytes, count)) in before.enumerated() {
        batches[index].truncate(bytes: bytes, records: count)
        childPlaces[index].removeLast(childPlaces[index].count - batches[index].cells.count)
        if let base = envelopeBases[index + 1], base >= bytes { envelopeBases[index + 1] = nil }
      }
      return problem
    }
    return nil
  }

  /// Puts the envelope's values into the last record of a batch.
  mutating func putEnvelope(into batch: inout RecordBatch) {
    guard !envelope.isEmpty else { return }
    let base = envelopeBase(0, in: &batch)
    let row = batch.cells.count - batch.columnCount
    for (column, value) in zip(envelope, envelopeValues) where column.index >= 0 {
      batch.cells[row + column.index] = value.cell.moved(by: base)
    }
  }

  private mutating func readEnvelope(_ node: OpaquePointer) {
    isStale = false
    envelopeBytes.removeAll(keepingCapacity: true)
    envelopeValues.removeAll(keepingCapacity: true)
    for column in envelope {
      var value = tree.value(of: column.expression, at: node, into: &envelopeBytes)
      if value.problem == nil, Int(value.cell.length) > CSVReader.maxFieldBytes {
        value.problem = .failed("a value of more than 1 MiB")
      }
      envelopeValues.append(value)
    }
    for index in envelopeBases.indices { envelopeBases[index] = nil }
  }

  private mutating func envelopeBase(_ table: Int, in batch: inout RecordBatch) -> Int {
    if let base = envelopeBases[table] { return base }
    let base = batch.bytes.count
    batch.bytes.append(contentsOf: envelopeBytes)
    envelopeBases[table] = base
    return base
  }

  private mutating func addRows(
    of index: Int, at node: OpaquePointer, _ record: Record, to batch: inout RecordBatch
  ) -> Problem? {
    let child = children[index]
    let (rows, problem) = tree.nodes(of: child.rows, at: node)
    if let problem { return Problem(kind: .of(problem), field: child.name) }
    let start = batch.bytes.count
    var parent: OpaquePointer?
    var ofParent: [XMLTree.Value] = []
    for (place, row) in rows.enumerated() {
      let rowPlace = cxml_node_place(tree.parser, row)
      let isSibling = parent != nil && parent == cxml_parent(row)
      if !isSibling {
        parent = cxml_parent(row)
        ofParent.removeAll(keepingCapacity: true)
      }
      for (column, source) in child.sources.enumerated() {
        var value: XMLTree.Value
        switch source {
        case .row(let expression):
          value = tree.value(
            of: expression, at: row, position: place + 1, count: rows.count, into: &batch.bytes)
          ofParent.appendUnless(isSibling, value)
        case .parent(let expression):
          value =
            isSibling
            ? ofParent[column] : tree.value(of: expression, at: row, into: &batch.bytes)
          ofParent.appendUnless(isSibling, value)
        case .envelope(let slot):
          value = envelopeValues[slot]
          value.cell = value.cell.moved(by: envelopeBase(index + 1, in: &batch))
          ofParent.appendUnless(isSibling, value)
        }
        if let problem = self.problem(
          value, child.fields[column],
          total: batch.bytes.count - start)
        {
          return problem
        }
        batch.cells.append(value.cell)
        childPlaces[index].append(value.place ?? rowPlace)
      }
      var extent = record.extent
      extent.line = rowPlace.line > 0 ? Int(rowPlace.line) : extent.line
      batch.records.append(extent)
    }
    return nil
  }

  private func problem(_ value: XMLTree.Value, _ field: String, total: Int) -> Problem? {
    if let problem = value.problem { return Problem(kind: .of(problem), field: field) }
    guard value.cell.hasValue,
      Int(value.cell.length) > CSVReader.maxFieldBytes
        || total > CSVReader.maxRecordBytes + envelopeBytes.count
    else { return nil }
    return Problem(kind: .tooLong, field: field)
  }
}

extension [XMLTree.Value] {
  /// Remembers a value of the first row within an element.
  fileprivate mutating func appendUnless(_ isKnown: Bool, _ value: XMLTree.Value) {
    if !isKnown { append(value) }
  }
}

extension RecordBatch {
  /// Takes back what was added last.
  fileprivate mutating func truncate(bytes count: Int, records: Int) {
    bytes.removeLast(bytes.count - count)
    // A row that was not finished has cells and no extent.
    cells.removeLast(cells.count - records * columnCount)
    self.records.removeLast(self.records.count - records)
  }
}

extension RecordBatch.Cell {
  /// The same value where the bytes begin elsewhere.
  func moved(by base: Int) -> Self {
    hasValue ? Self(start: start + UInt32(base), length: length) : self
  }
}
