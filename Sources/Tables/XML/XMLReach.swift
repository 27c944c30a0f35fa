// SPDX-License-Identifier: Apache-2.0

/// Where a location path leads outside of a record, and what must be kept of the document for it.
///
/// Only what stands before the record, in the elements that it is in, can be looked at. Such an element is
/// forgotten when it ends, with all that was kept of it: of two IDocs in one file, the records of the second see
/// the header of the second.
struct XMLReach {
  private let record: [XMLName]
  private let records: [[XMLName]]
  /// What the paths followed look at.
  private(set) var kept: Set<XMLPlan.Kept> = []

  init(record: [XMLName], records: [[XMLName]]) {
    self.record = record
    self.records = records
  }

  /// How far below the record a path leads at least, seen from `depth` below it; negative where it may leave the
  /// record on the way.
  static func lowest(of path: XPath.Location, from depth: Int) throws(XPathComplaint) -> Int {
    guard !path.isAbsolute else { return -1 }
    var depth = depth
    for step in path.steps {
      switch step.axis {
      case "child", "descendant", "attribute": depth += 1
      case "self", "descendant-or-self": break
      case "parent": depth -= 1
      case "following-sibling", "preceding-sibling": if depth < 1 { return -1 }
      default:
        throw XPathComplaint(
          "uses the axis '\(step.axis)::', which may leave the record unseen",
          hint: "name the element with '..' or from the root")
      }
      if depth < 0 { return depth }
      for predicate in step.predicates {
        for inner in predicate.paths where try lowest(of: inner, from: depth) < 0 {
          throw XPathComplaint(
            "looks outside of the record from within brackets",
            hint: "make that value a column of its own and compare with sql")
        }
      }
    }
    return depth
  }

  /// Notes what an outer path looks at.
  mutating func follow(
    _ path: XPath.Location, name: (XPath.Test) throws(XPathComplaint) -> XMLName?
  ) throws(XPathComplaint) {
    try follow(path, from: path.isAbsolute ? [] : record, name: name)
  }

  private mutating func follow(
    _ path: XPath.Location, from start: [XMLName],
    name: (XPath.Test) throws(XPathComplaint) -> XMLName?
  ) throws(XPathComplaint) {
    var at = start
    for step in path.steps {
      switch step.axis {
      case "self" where step.test == .type("node"): break
      case "parent":
        guard !at.isEmpty else { throw XPathComplaint("leads above the root") }
        at.removeLast()
      case "child":
        guard let child = try name(step.test) else {
          // Text, or any element: what it is in is kept whole.
          return try keepWhole(at)
        }
        at.append(child)
      case "attribute":
        try keep(at)
        return
      case "descendant", "descendant-or-self": return try keepWhole(at)
      default:
        throw XPathComplaint(
          "uses '\(step.axis)::' outside of the record", hint: "name each element on the way")
      }
      for predicate in step.predicates {
        if predicate.isPositional, isAround(at) {
          throw XPathComplaint(
            "counts elements that records are in", hint: "only the one around a record is seen")
        }
        for inner in predicate.paths {
          guard !inner.isAbsolute else {
            throw XPathComplaint("begins anew at the root within brackets")
          }
          try follow(inner, from: at, name: name)
        }
      }
    }
    if isAround(at) {
      guard path.isNameOnly else {
        throw XPathComplaint(
          "asks for the text of an element that records are in",
          hint: "name something within it that stands before the records")
      }
      try keep(at)
    } else {
      try keepWhole(at)
    }
  }

  /// Whether records are in this element.
  private func isAround(_ path: [XMLName]) -> Bool {
    records.contains { $0.count > path.count && $0.starts(with: path) }
  }

  private mutating func keep(_ path: [XMLName]) throws(XPathComplaint) {
    try refuseRecords(path)
    kept.insert(XMLPlan.Kept(path: path, isWhole: false))
  }

  private mutating func keepWhole(_ path: [XMLName]) throws(XPathComplaint) {
    try refuseRecords(path)
    guard !isAround(path) else {
      throw XPathComplaint(
        "asks for all of an element that records are in",
        hint: "name each element on the way, up to one that stands before the records")
    }
    kept.insert(XMLPlan.Kept(path: path, isWhole: true))
  }

  private func refuseRecords(_ path: [XMLName]) throws(XPathComplaint) {
    guard records.contains(where: { path.starts(with: $0) }) else { return }
    throw XPathComplaint(
      "leads into a record from outside",
      hint: "write it as seen from the record, without '/' at its beginning"
    )
  }
}
