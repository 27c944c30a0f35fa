// SPDX-License-Identifier: Apache-2.0

/// Which paths of elements and attributes a document has, told tag by tag.
struct MarkupPaths {
  /// The paths from the root by local names, `/prices/item/@id`, in the order first seen.
  private(set) var order: [String] = []
  /// How often each stands there.
  private(set) var counts: [String: Int] = [:]
  /// The elements of which one parent has several.
  private(set) var plural: Set<String> = []
  /// The elements that have elements in them.
  private(set) var parents: Set<String> = []

  /// How deep is looked.
  private static let depth = 40

  /// The open elements, each with its path and the paths of those in it.
  private var open: [(path: String, seen: Set<String>)] = [("", [])]
  /// How many elements are open that are too deep to be looked at.
  private var deeper = 0

  /// An element begins.
  mutating func open(_ name: String, attributes: [String]) {
    guard open.count <= Self.depth, deeper == 0 else {
      deeper += 1
      return
    }
    let holder = open[open.count - 1].path
    let path = "\(holder)/\(name)"
    if open.count > 1 { parents.insert(holder) }
    if !open[open.count - 1].seen.insert(path).inserted { plural.insert(path) }
    count(path)
    for attribute in attributes { count("\(path)/\(attribute)") }
    open.append((path, []))
  }

  /// The element opened last ends.
  mutating func close() {
    if deeper > 0 {
      deeper -= 1
    } else if open.count > 1 {
      open.removeLast()
    }
  }

  private mutating func count(_ path: String) {
    if counts[path] == nil { order.append(path) }
    counts[path, default: 0] += 1
  }
}
