// SPDX-License-Identifier: Apache-2.0

/// The paths a job asks for in each record, as one tree that is walked along with the text. Numbers name the elements
/// of an array, from 0.
struct JSONPaths {
  struct Node {
    var name: [UInt8]
    /// The column its value goes to; -1 for none.
    var column = -1
    /// Its first child, and the next of its siblings; 0 for none.
    var child = 0
    var next = 0
  }

  /// Node 0 stands for the record.
  private(set) var nodes = [Node(name: [])]

  init(_ fields: [String]) {
    for (column, field) in fields.enumerated() {
      var node = 0
      for step in field.split(separator: "/") where step != "." {
        node = add(Array(step.utf8), to: node)
      }
      nodes[node].column = column
    }
  }

  /// The child of that name; 0 where nothing below it is asked for.
  func child(of node: Int, named name: ArraySlice<UInt8>) -> Int {
    var child = nodes[node].child
    while child != 0, nodes[child].name[...] != name { child = nodes[child].next }
    return child
  }

  private mutating func add(_ name: [UInt8], to parent: Int) -> Int {
    let known = child(of: parent, named: name[...])
    if known != 0 { return known }
    nodes.append(Node(name: name))
    nodes[nodes.count - 1].next = nodes[parent].child
    nodes[parent].child = nodes.count - 1
    return nodes.count - 1
  }
}
