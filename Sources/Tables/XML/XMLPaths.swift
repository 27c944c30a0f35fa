// SPDX-License-Identifier: Apache-2.0

import CXML

/// What a plan asks for, as one tree of names that is walked along with the document.
///
/// libxml2 hands out one pointer for all occurrences of a name or namespace, and the same one for ours, so that
/// names are compared by pointer. The tree is one array of nodes that name each other by index: it is walked for
/// every element of a file.
struct XMLPaths {
  /// An element that leads to something asked for, or an attribute of one.
  private struct Node {
    /// The pointers that stand for its name and its namespace.
    var name: UnsafePointer<CChar>?
    var uri: UnsafePointer<CChar>?
    var parent: Int
    /// The column its own text or its value goes to; -1 for none.
    var column = -1
    /// Its first child and its first attribute, and the next of its own kind; 0 for none.
    var child = 0
    var attribute = 0
    var next = 0
    /// What is kept of it for outer paths.
    var keep = CXML_NOTHING
    var isRecord = false
    /// Whether records are in it, and whether they are its own children.
    var isAround = false
    var holdsRecords = false
  }

  /// Node 0 stands for the document.
  private var nodes = [Node(name: nil, uri: nil, parent: 0)]
  /// Whether namespaces are compared as well.
  private let isExact: Bool

  init(_ plan: XMLPlan, _ parser: OpaquePointer) {
    isExact = !plan.namespaces.isEmpty
    for path in plan.records {
      var node = 0
      for name in path {
        nodes[node].isAround = true
        node = add(name, to: node, \.child, parser)
      }
      nodes[node].isRecord = true
      nodes[nodes[node].parent].holdsRecords = true
      for (column, source) in plan.columns.enumerated() {
        guard case .walked(let names, let attribute) = source else { continue }
        var place = node
        for name in names { place = add(name, to: place, \.child, parser) }
        if let attribute { place = add(attribute, to: place, \.attribute, parser) }
        nodes[place].column = column
      }
    }
    guard !plan.kept.isEmpty else { return }
    for kept in plan.kept {
      var node = 0
      for name in kept.path { node = add(name, to: node, \.child, parser) }
      if kept.isWhole { nodes[node].keep = CXML_WHOLE }
      while node != 0 {
        if nodes[node].keep == CXML_NOTHING { nodes[node].keep = CXML_TAG }
        node = nodes[node].parent
      }
    }
    // Where a record is put in the tree, what it is in is there.
    for index in nodes.indices where nodes[index].isAround && index != 0 {
      nodes[index].keep = CXML_TAG
    }
  }

  /// The element an element is in.
  func parent(of node: Int) -> Int { nodes[node].parent }

  /// The column a node's own text goes to; -1 for none.
  func column(of node: Int) -> Int { nodes[node].column }

  /// Whether any attribute of an element is asked for.
  func hasAttributes(_ node: Int) -> Bool { nodes[node].attribute != 0 }

  /// Whether an element is a record.
  func isRecord(_ node: Int) -> Bool { nodes[node].isRecord }

  /// Whether records are in an element.
  func isAround(_ node: Int) -> Bool { nodes[node].isAround }

  /// Whether records are children of an element.
  func holdsRecords(_ node: Int) -> Bool { nodes[node].holdsRecords }

  /// What is kept of an element outside of records.
  func keep(of node: Int) -> cxml_keep { nodes[node].keep }

  /// The node an element leads to; nil where nothing below it is asked for.
  @inline(__always)
  func child(of node: Int, _ name: UnsafePointer<CChar>, _ uri: UnsafePointer<CChar>?) -> Int? {
    find(name, uri, from: nodes[node].child)
  }

  /// The column of an element's attribute; nil where it is not asked for.
  @inline(__always)
  func attribute(of node: Int, _ name: UnsafePointer<CChar>, _ uri: UnsafePointer<CChar>?) -> Int? {
    find(name, uri, from: nodes[node].attribute).map { nodes[$0].column }
  }

  @inline(__always)
  private func find(
    _ name: UnsafePointer<CChar>, _ uri: UnsafePointer<CChar>?, from first: Int
  ) -> Int? {
    var node = first
    while node != 0 {
      if nodes[node].name == name, !isExact || nodes[node].uri == uri { return node }
      node = nodes[node].next
    }
    return nil
  }

  private mutating func add(
    _ name: XMLName, to parent: Int, _ list: WritableKeyPath<Node, Int>, _ parser: OpaquePointer
  ) -> Int {
    let local = cxml_intern(parser, name.local)
    let uri = name.uri.flatMap { cxml_intern(parser, $0) }
    var node = nodes[parent][keyPath: list]
    while node != 0 {
      if nodes[node].name == local, nodes[node].uri == uri { return node }
      node = nodes[node].next
    }
    nodes.append(Node(name: local, uri: uri, parent: parent))
    nodes[nodes.count - 1].next = nodes[parent][keyPath: list]
    nodes[parent][keyPath: list] = nodes.count - 1
    return nodes.count - 1
  }
}
