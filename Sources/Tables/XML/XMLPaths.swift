// SPDX-License-Identifier: Apache-2.0

/// The paths a job asks for, as one tree that is walked along with the document.
///
/// Names are compared without prefix. libxml2 hands out one pointer for all occurrences of a name, so
/// that a name once matched is recognised by its pointer.
struct XMLPaths {
  /// An element that leads to something asked for.
  struct Node {
    var name: String
    var parent: Int
    var children: [Int] = []
    /// The column its own text goes to.
    var column: Int?
    var attributes: [(name: String, column: Int)] = []
    /// The name's pointer, once it has been met.
    var pointer: UnsafePointer<CChar>?
  }

  /// Node 0 stands for the document.
  private(set) var nodes = [Node(name: "", parent: -1)]
  /// The repeating element.
  private(set) var record = 0

  init(_ format: XMLFormat) {
    for name in format.records.split(separator: "/") { record = child(of: record, named: name) }
    for (column, path) in format.fields.enumerated() {
      var node = record
      for step in path.split(separator: "/") where step != "." {
        if step.first == "@" {
          nodes[node].attributes.append((XMLPaths.local(step.dropFirst()), column))
        } else {
          node = child(of: node, named: step)
        }
      }
      if path.split(separator: "/").last?.first != "@" { nodes[node].column = column }
    }
  }

  /// The node an element leads to; nil where nothing below it is asked for.
  @inline(__always)
  mutating func child(of node: Int, met name: UnsafePointer<CChar>) -> Int? {
    let children = nodes[node].children
    for child in children where nodes[child].pointer == name { return child }
    for child in children where nodes[child].pointer == nil {
      if nodes[child].name == String(cString: name) {
        nodes[child].pointer = name
        return child
      }
    }
    return nil
  }

  private mutating func child(of node: Int, named name: Substring) -> Int {
    let name = XMLPaths.local(name)
    if let known = nodes[node].children.first(where: { nodes[$0].name == name }) { return known }
    nodes.append(Node(name: name, parent: node))
    nodes[node].children.append(nodes.count - 1)
    return nodes.count - 1
  }

  private static func local(_ name: Substring) -> String {
    String(name.split(separator: ":").last ?? name)
  }
}
