// SPDX-License-Identifier: Apache-2.0

import CXML

/// XPath over the tree a parser keeps: the record being read and what is kept of the envelope.
struct XMLTree {
  /// What became of one expression: the cell points into the bytes that were handed in.
  struct Value {
    var cell = RecordBatch.Cell.absent
    /// Where the node behind it begins; nil where none is.
    var place: cxml_place?
    var problem: Problem?
  }

  /// Why an expression has no value that can be used.
  enum Problem {
    /// It selects several nodes; the second stands here.
    case repeated(cxml_place)
    /// It calculates a number that is not whole.
    case inexact(String)
    case tooManySteps
    case failed(String)
  }

  let parser: OpaquePointer
  /// Above this, expressions that compare nodes with each other would take too long.
  private static let maxCompared = 2 << 20
  /// How many steps may still be taken for this record, and what it takes as a tree.
  private var steps = 0
  private var size = 0

  init(_ parser: OpaquePointer) { self.parser = parser }

  /// Makes ready for expressions over a record that has just ended: what they may take follows from the size of
  /// what they look at, so that time rises with the file and no faster.
  mutating func begin() {
    size = cxml_tree_size(parser)
    steps = 20_000 + size * 2
    if size > 32 << 10 { cxml_number_tree(parser) }
  }

  /// Evaluates an expression at a node and appends its text to `bytes`.
  mutating func value(
    of expression: XMLExpression, at node: OpaquePointer, position: Int = 1, count: Int = 1,
    into bytes: inout [UInt8]
  ) -> Value {
    var kind = CXML_ERROR
    guard let result = evaluate(expression, at: node, position: position, count: count, &kind)
    else { return Value(problem: problem(kind)) }
    defer { cxml_result_free(result) }
    switch kind {
    case CXML_NODES:
      let found = cxml_result_count(result)
      guard found < 2 else {
        return Value(problem: .repeated(cxml_node_place(parser, cxml_result_node(result, 1))))
      }
      guard found == 1 else { return Value() }
      let text = cxml_node_text(parser, cxml_result_node(result, 0))
      var value = Value(place: text.has_place != 0 ? text.place : nil)
      value.cell = text.is_nil != 0 ? .null : append(text, to: &bytes)
      return value
    case CXML_NUMBER:
      let number = cxml_result_number(result)
      guard let whole = Int(exactly: number), abs(whole) <= 1 << 53 else {
        return Value(problem: .inexact("\(number)"))
      }
      return Value(cell: append(Array("\(whole)".utf8), to: &bytes))
    default: return Value(cell: append(cxml_result_text(result), to: &bytes))
    }
  }

  /// The nodes an expression selects, in document order; they live until the record is forgotten.
  mutating func nodes(
    of expression: XMLExpression, at node: OpaquePointer
  ) -> (nodes: [OpaquePointer], problem: Problem?) {
    var kind = CXML_ERROR
    guard let result = evaluate(expression, at: node, position: 1, count: 1, &kind) else {
      return ([], problem(kind))
    }
    defer { cxml_result_free(result) }
    guard kind == CXML_NODES else { return ([], .failed("it selects no nodes")) }
    return ((0..<cxml_result_count(result)).map { cxml_result_node(result, $0) }, nil)
  }

  private mutating func evaluate(
    _ expression: XMLExpression, at node: OpaquePointer, position: Int, count: Int,
    _ kind: inout cxml_kind
  ) -> OpaquePointer? {
    guard steps > 0, !expression.comparesNodes || size <= Self.maxCompared else {
      kind = CXML_STEPS
      return nil
    }
    let result = cxml_evaluate(
      parser, expression.compiled, node, CInt(position), CInt(count), steps, &kind)
    steps -= cxml_steps(parser)
    return result
  }

  private func problem(_ kind: cxml_kind) -> Problem {
    kind == CXML_STEPS ? .tooManySteps : .failed(String(cString: cxml_xpath_reason(parser)))
  }

  private func append(_ text: cxml_text, to bytes: inout [UInt8]) -> RecordBatch.Cell {
    append(UnsafeRawBufferPointer(start: text.bytes, count: Int(text.length)), to: &bytes)
  }

  private func append(_ text: some Collection<UInt8>, to bytes: inout [UInt8]) -> RecordBatch.Cell {
    defer { bytes.append(contentsOf: text) }
    return RecordBatch.Cell(start: UInt32(bytes.count), length: UInt32(text.count))
  }
}
