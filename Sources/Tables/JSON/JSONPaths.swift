// SPDX-License-Identifier: Apache-2.0

/// The paths a job asks for in each record, as one tree that is walked along with the text.
struct JSONPaths {
  struct Node {
    var name: [UInt8]
    /// The table its value goes to, -1 for the record's own, and the column, -1 for none.
    var table = -1
    var column = -1
    /// Its first child, and the next of its siblings; 0 for none. Numbers name the elements of an array.
    var child = 0
    var next = 0
    /// What each element of its array leads to; 0 for nothing.
    var each = 0
    /// The table of which it begins a row; -1 for none.
    var row = -1

    /// Whether anything but `each` is asked of it.
    var isAsked: Bool { column >= 0 || child != 0 }
  }

  /// Node 0 stands for the record.
  private(set) var nodes = [Node(name: [])]
  /// By table, the record's own first, and column: the next column with the same path; -1 for none.
  private var same: [[Int]] = []

  /// Fields of the record, and child tables with their fields. Paths that lead outside of the record name nothing.
  init(_ fields: [String], children: [ChildPaths] = []) {
    same.append(fields.map { _ in -1 })
    for (column, field) in fields.enumerated() where !JSONPath.leadsOutside(field) {
      add(field, from: 0, table: -1, column: column)
    }
    for (table, child) in children.enumerated() {
      same.append(child.fields.map { _ in -1 })
      var node = 0
      for step in JSONPath.steps(child.path) { node = element(of: add(step, to: node)) }
      nodes[node].row = table
      for (column, field) in child.fields.enumerated() {
        add(field, from: node, table: table, column: column)
      }
    }
  }

  /// The child of that name; 0 where nothing below it is asked for.
  func child(of node: Int, named name: ArraySlice<UInt8>) -> Int {
    var child = nodes[node].child
    while child != 0, nodes[child].name[...] != name { child = nodes[child].next }
    return child
  }

  /// The next column of a table that wants the same value; -1 for none.
  func column(after column: Int, table: Int) -> Int { same[table + 1][column] }

  private mutating func add(_ path: String, from node: Int, table: Int, column: Int) {
    var node = node
    for step in JSONPath.steps(path) { node = add(step, to: node) }
    same[table + 1][column] = nodes[node].column
    nodes[node].table = table
    nodes[node].column = column
  }

  private mutating func add(_ step: String, to parent: Int) -> Int {
    let name = Array(step.utf8)
    let known = child(of: parent, named: name[...])
    if known != 0 { return known }
    nodes.append(Node(name: name, next: nodes[parent].child))
    nodes[parent].child = nodes.count - 1
    return nodes.count - 1
  }

  private mutating func element(of array: Int) -> Int {
    if nodes[array].each == 0 {
      nodes.append(Node(name: []))
      nodes[array].each = nodes.count - 1
    }
    return nodes[array].each
  }
}
