// SPDX-License-Identifier: Apache-2.0

/// The paths a job asks for, as one tree that is walked along with the document.
///
/// Names are compared without prefix. libxml2 hands out one pointer for all occurrences of a name, so
/// that a name once matched is recognised by its pointer. The tree is one array of nodes that name
/// each other by index: it is walked for every element of a file.
struct XMLPaths {
  /// An element that leads to something asked for, or an attribute of one.
  private struct Node {
    var name: String
    var parent: Int
    /// The column its own text or its value goes to; -1 for none.
    var column = -1
    /// Its first child and its first attribute, and the next of its own kind; 0 for none.
    var child = 0
    var attribute = 0
    var next = 0
    /// The name's pointer, once it has been met.
    var pointer: UnsafePointer<CChar>?
  }

  /// Node 0 stands for the document.
  private var nodes = [Node(name: "", parent: 0)]
  /// The repeating element.
  private(set) var record = 0

  init(_ format: XMLFormat) {
    for name in format.records.split(separator: "/") { record = add(name, to: record, \.child) }
    for (column, path) in format.fields.enumerated() {
      var node = record
      for step in path.split(separator: "/") where step != "." {
        node =
          step.first == "@"
          ? add(step.dropFirst(), to: node, \.attribute) : add(step, to: node, \.child)
      }
      nodes[node].column = column
    }
  }

  /// The element an element is in.
  func parent(of node: Int) -> Int { nodes[node].parent }

  /// The column a node's own text goes to; -1 for none.
  func column(of node: Int) -> Int { nodes[node].column }

  /// Whether any attribute of an element is asked for.
  func hasAttributes(_ node: Int) -> Bool { nodes[node].attribute != 0 }

  /// The node an element leads to; nil where nothing below it is asked for.
  mutating func child(of node: Int, met name: UnsafePointer<CChar>) -> Int? {
    find(name, from: nodes[node].child)
  }

  /// The column of an element's attribute; nil where it is not asked for.
  mutating func attribute(of node: Int, met name: UnsafePointer<CChar>) -> Int? {
    find(name, from: nodes[node].attribute).map { nodes[$0].column }
  }

  @inline(__always)
  private mutating func find(_ name: UnsafePointer<CChar>, from first: Int) -> Int? {
    var node = first
    while node != 0 {
      if nodes[node].pointer == name { return node }
      node = nodes[node].next
    }
    return findNew(name, from: first)
  }

  private mutating func findNew(_ name: UnsafePointer<CChar>, from first: Int) -> Int? {
    var node = first
    while node != 0 {
      if nodes[node].pointer == nil, nodes[node].name == String(cString: name) {
        nodes[node].pointer = name
        return node
      }
      node = nodes[node].next
    }
    return nil
  }

  private mutating func add(
    _ name: Substring, to parent: Int, _ list: WritableKeyPath<Node, Int>
  ) -> Int {
    let name = String(name.split(separator: ":").last ?? name)
    var node = nodes[parent][keyPath: list]
    while node != 0 {
      if nodes[node].name == name { return node }
      node = nodes[node].next
    }
    nodes.append(Node(name: name, parent: parent))
    nodes[nodes.count - 1].next = nodes[parent][keyPath: list]
    nodes[parent][keyPath: list] = nodes.count - 1
    return nodes.count - 1
  }
}
