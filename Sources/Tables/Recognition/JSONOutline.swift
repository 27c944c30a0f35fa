// SPDX-License-Identifier: Apache-2.0

/// The structure of a JSON text as far as it goes: which members its objects have, without their values.
///
/// All elements of one array are one node, and so are all values at the top.
struct JSONOutline {
  /// What stands at one place.
  struct Node {
    var isObject = false
    var isArray = false
    /// Whether a text, a number, `true` or `false` stands there; null says nothing.
    var isPlain = false
    /// The members of its objects, in the order first seen.
    var members: [(name: String, node: Int)] = []
    /// What its arrays hold.
    var element: Int?
  }

  /// The nodes; the first stands for the text, its elements for the values at the top.
  private(set) var nodes = [Node()]
  /// How many values stand at the top.
  private(set) var tops = 0

  /// How deep is looked.
  private static let depth = 60
  /// How many values of a record are named at most.
  private static let mostFields = 1000

  /// By node, the members known.
  private var known: [[String: Int]] = [[:]]

  /// nil where the text does not begin like JSON.
  init?(_ text: [UInt8]) {
    var open: [(node: Int, key: String?)] = []
    var index = 0
    while index < text.count {
      let byte = text[index]
      switch byte {
      case UInt8(ascii: "{"), UInt8(ascii: "["):
        let isObject = byte == UInt8(ascii: "{")
        if open.isEmpty { tops += 1 }
        guard open.count < Self.depth, let node = place(open.last) else { return }
        if isObject { nodes[node].isObject = true } else { nodes[node].isArray = true }
        open.append((node, nil))
        index += 1
      case UInt8(ascii: "}"), UInt8(ascii: "]"):
        guard let closed = open.popLast(),
          byte == UInt8(ascii: "}") ? nodes[closed.node].isObject : nodes[closed.node].isArray
        else { return nil }
        if !open.isEmpty { open[open.count - 1].key = nil }
        index += 1
      case UInt8(ascii: "\""):
        guard let last = open.last else { return nil }
        guard let end = Self.end(ofStringAt: index, in: text) else { return }
        if last.key == nil, Self.isFollowedByColon(text, end) {
          open[open.count - 1].key = Self.name(text[index..<end])
        } else {
          if let node = place(last) { nodes[node].isPlain = true }
          open[open.count - 1].key = nil
        }
        index = end
      case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D: index += 1
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "t"),
        UInt8(ascii: "f"), UInt8(ascii: "n"):
        guard let last = open.last else { return nil }
        if byte != UInt8(ascii: "n"), let node = place(last) { nodes[node].isPlain = true }
        if byte == UInt8(ascii: "n") { _ = place(last) }
        open[open.count - 1].key = nil
        while index < text.count, !Self.ends(text[index]) { index += 1 }
      default: return nil
      }
    }
    if tops == 0 { return nil }
  }

  /// The node of a value that stands in an object under a key, in an array, or at the top.
  private mutating func place(_ holder: (node: Int, key: String?)?) -> Int? {
    guard let holder else { return element(of: 0) }
    guard let key = holder.key else {
      return nodes[holder.node].isArray ? element(of: holder.node) : nil
    }
    if let node = known[holder.node][key] { return node }
    let node = add()
    nodes[holder.node].members.append((key, node))
    known[holder.node][key] = node
    return node
  }

  private mutating func element(of node: Int) -> Int {
    if let element = nodes[node].element { return element }
    let element = add()
    nodes[node].element = element
    return element
  }

  private mutating func add() -> Int {
    nodes.append(Node())
    known.append([:])
    return nodes.count - 1
  }

  /// The arrays that hold objects, the outermost first, by the paths to them.
  func arraysOfObjects() -> [(path: String, node: Int, depth: Int)] {
    var found: [(path: String, node: Int, depth: Int)] = []
    var level = nodes[0].element.map { [("", $0)] } ?? []
    for depth in 0..<Self.depth where found.isEmpty && !level.isEmpty {
      var next: [(String, Int)] = []
      for (path, node) in level {
        if nodes[node].isArray, let element = nodes[node].element, nodes[element].isObject {
          found.append((path, node, depth))
        }
        for member in nodes[node].members {
          let step = JSONPath.step(member.name)
          next.append((path.isEmpty ? step : "\(path)/\(step)", member.node))
        }
      }
      level = next
    }
    return found
  }

  /// The paths of an object's values, those of objects in it included, and its arrays of objects.
  func values(of object: Int) -> (fields: [String], tables: [(path: String, row: Int)]) {
    var fields: [String] = []
    var tables: [(path: String, row: Int)] = []
    func walk(_ node: Int, _ path: String, _ depth: Int) {
      for member in nodes[node].members where fields.count < Self.mostFields {
        let place = path + JSONPath.step(member.name)
        let value = nodes[member.node]
        if value.isObject, !value.isArray, !value.isPlain, depth < Self.depth {
          walk(member.node, place + "/", depth + 1)
        } else if value.isArray, !value.isObject, !value.isPlain, let row = value.element,
          nodes[row].isObject, !nodes[row].isPlain, !nodes[row].isArray
        {
          tables.append((place, row))
        } else {
          fields.append(place)
        }
      }
    }
    walk(object, "", 0)
    return (fields, tables)
  }

  /// Behind the quote that ends a string; nil where the sample ends before it.
  private static func end(ofStringAt start: Int, in text: [UInt8]) -> Int? {
    var index = start + 1
    while index < text.count, text[index] != UInt8(ascii: "\"") {
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return index < text.count ? index + 1 : nil
  }

  private static func isFollowedByColon(_ text: [UInt8], _ end: Int) -> Bool {
    var index = end
    while index < text.count, text[index] <= 0x20 { index += 1 }
    return index < text.count && text[index] == UInt8(ascii: ":")
  }

  /// A member's name; as it is written where its escapes are none of JSON's.
  private static func name(_ quoted: ArraySlice<UInt8>) -> String {
    if quoted.contains(UInt8(ascii: "\\")) {
      do {
        if let name = try JSON(parsing: String(decoding: quoted, as: UTF8.self)).string {
          return name
        }
      } catch {
        // No more than a look: the reader tells what is wrong with it.
      }
    }
    return String(decoding: quoted.dropFirst().dropLast(), as: UTF8.self)
  }

  private static func ends(_ byte: UInt8) -> Bool {
    byte <= 0x20 || byte == UInt8(ascii: ",") || byte == UInt8(ascii: "}")
      || byte == UInt8(ascii: "]")
  }
}
