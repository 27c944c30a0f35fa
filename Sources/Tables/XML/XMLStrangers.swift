// SPDX-License-Identifier: Apache-2.0

import CXML

/// What stands in a document where its records were looked for: tells one that has none from one of another layout.
struct XMLStrangers {
  /// The innermost element on the way to the records that was met, its name and where it began.
  private var node = 0
  private var name = ""
  private(set) var place = cxml_place()
  /// The elements on the way that were met, each within the one before.
  private var way: [Int] = []
  /// What else stands in the innermost one, in the order met, and how often.
  private var others: [(name: String, count: Int)] = []
  /// How deep the innermost one lies, from 1.
  private var depth = 0
  /// Whether an element was met that records are children of.
  private var isThere = false

  /// How many names are told apart, and how many are told.
  private static let most = 32
  private static let told = 4

  /// An element on the way to the records begins.
  mutating func entered(
    _ name: String, _ node: Int, inside parent: Int, holdsRecords: Bool, at place: cxml_place
  ) {
    while let last = way.last, last != parent { way.removeLast() }
    way.append(node)
    if holdsRecords { isThere = true }
    guard way.count > depth else { return }
    depth = way.count
    (self.name, self.node, self.place) = (name, node, place)
    others = []
  }

  /// An element begins that the job does not speak of.
  mutating func met(_ name: String, in node: Int) {
    guard node == self.node else { return }
    if let index = others.firstIndex(where: { $0.name == name }) {
      others[index].count += 1
    } else if others.count < Self.most {
      others.append((name, 1))
    }
  }

  /// What is there instead of records; nil where the document may well be one that has none: with nothing in it, or
  /// nothing that repeats beside the place where records would be.
  var found: String? {
    guard isThere ? others.contains(where: { $0.count > 1 }) : !others.isEmpty else { return nil }
    // Records are what there is most of.
    let most = others.sorted { $0.count > $1.count }
    let names = most.prefix(Self.told).map {
      "<\($0.name)>" + ($0.count > 1 ? " (\($0.count) times)" : "")
    }
    let rest = others.count > Self.told ? ", …" : ""
    return "\(names.joined(separator: ", "))\(rest) in <\(name)>"
  }
}
