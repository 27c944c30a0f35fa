// SPDX-License-Identifier: Apache-2.0

/// An element's or attribute's name as it is looked for.
struct XMLName: Hashable {
  var local: String
  /// Its namespace, nil for none; not looked at where the job declares no namespaces.
  var uri: String?
}

/// What a job's paths ask of a document, so that it can be read with one record in memory.
///
/// Paths of names alone are followed while the document streams. All else is XPath over a small tree: that of the
/// record, or what is kept of the envelope before it.
struct XMLPlan {
  /// Where a column's value comes from.
  enum Source: Equatable {
    /// The text of an element, or an attribute of it, below the record.
    case walked([XMLName], attribute: XMLName?)
    /// The same as an earlier column.
    case same(Int)
    /// XPath within the record.
    case inner(String)
    /// XPath outside of it: the same for all records until something before them changes.
    case outer(String)
    /// Of a child table: XPath that begins with `../`, the same for all rows within one element.
    case parent(String)
  }

  /// An element outside of the records that outer paths look at.
  struct Kept: Hashable {
    var path: [XMLName]
    /// With all that is within it, not its attributes only.
    var isWhole: Bool
  }

  struct Children {
    var path: String
    var columns: [Source]
  }

  /// The paths of the repeating elements, at least one.
  private(set) var records: [[XMLName]] = []
  private(set) var columns: [Source] = []
  private(set) var children: [Children] = []
  /// What outer paths look at.
  private(set) var kept: Set<Kept> = []
  let namespaces: [String: String]

  /// Whether records are built as trees.
  var needsTree: Bool {
    !children.isEmpty
      || columns.contains { if case .inner = $0 { true } else { false } }
  }

  /// Reads the paths of a format; `records` is checked first.
  init(_ format: XMLFormat) throws(XPathComplaint) {
    self = try XMLPlan(records: format.records, namespaces: format.namespaces)
    for path in format.fields { columns.append(try source(path)) }
    for child in format.children {
      let (path, depth) = try rows(child.path)
      var sources: [Source] = []
      for field in child.fields { sources.append(try source(field, rowDepth: depth)) }
      children.append(Children(path: path, columns: sources))
    }
    try mergeColumns(format.fields)
  }

  /// A plan without columns.
  init(records: String, namespaces: [String: String]) throws(XPathComplaint) {
    self.namespaces = namespaces
    for alternative in records.split(separator: "|", omittingEmptySubsequences: false) {
      let path = try recordPath(String(alternative))
      guard !self.records.contains(where: { path.starts(with: $0) || $0.starts(with: path) }) else {
        throw XPathComplaint("names a record within another, or the same twice")
      }
      self.records.append(path)
    }
  }

  private func recordPath(_ text: String) throws(XPathComplaint) -> [XMLName] {
    let xpath = try XPath(text)
    guard xpath.isPath, let path = xpath.paths.first, path.isAbsolute else {
      throw XPathComplaint("does not begin at the root with '/'")
    }
    guard !path.steps.isEmpty else { throw XPathComplaint("names no element") }
    return try path.steps.map { (step) throws(XPathComplaint) in
      if step.axis == "attribute" { throw XPathComplaint("names an attribute") }
      guard step.axis == "child", let name = try name(step.test), step.predicates.isEmpty else {
        throw XPathComplaint(
          "has more in it than names and '/'", hint: "choose among the records with 'where'")
      }
      return name
    }
  }

  /// The expression of a child table's rows, and how deep below the record they are at least.
  func rows(_ text: String) throws(XPathComplaint) -> (path: String, depth: Int) {
    let xpath = try checked(text)
    guard
      let depth = try xpath.paths.map({ (path) throws(XPathComplaint) in
        try XMLReach.lowest(of: path, from: 0)
      }).min(), depth >= 0
    else {
      throw XPathComplaint(
        xpath.paths.isEmpty ? "selects nothing" : "leaves the record",
        hint: "rows are elements within the record")
    }
    return (expression(xpath, text), depth)
  }

  /// Where a column's value comes from; `rowDepth` is how deep below the record a child table's rows are, nil
  /// for the record's own columns.
  mutating func source(_ text: String, rowDepth: Int? = nil) throws(XPathComplaint) -> Source {
    let xpath = try checked(text)
    var (inside, outside) = (0, 0)
    for path in xpath.paths {
      if path.isAbsolute {
        outside += 1
      } else if try XMLReach.lowest(of: path, from: rowDepth ?? 0) >= 0 {
        inside += 1
      } else {
        outside += 1
      }
    }
    guard outside > 0 else {
      if rowDepth == nil, let walked = try walked(xpath) { return walked }
      let isParents =
        rowDepth != nil && inside > 0 && xpath.paths.allSatisfy { $0.steps.first?.axis == "parent" }
      return isParents ? .parent(expression(xpath, text)) : .inner(expression(xpath, text))
    }
    guard inside == 0 else {
      throw XPathComplaint(
        "looks both within the record and outside of it",
        hint: "make two columns of it and put them together with sql")
    }
    for path in xpath.paths { try keep(path, isOfRow: rowDepth != nil) }
    return .outer(expression(xpath, text))
  }

  private func checked(_ text: String) throws(XPathComplaint) -> XPath {
    let xpath = try XPath(text)
    if !namespaces.isEmpty {
      for prefix in xpath.prefixes.sorted() where prefix != "xml" && namespaces[prefix] == nil {
        throw XPathComplaint(
          "has the prefix '\(prefix)', which 'namespaces' does not declare",
          hint: "declared are \(namespaces.keys.sorted().joined(separator: ", "))")
      }
    }
    // Its own reading is libxml2's as well, or there is a reason not to use it.
    _ = try XMLExpression(expression(xpath, text))
    return xpath
  }

  private func expression(_ xpath: XPath, _ text: String) -> String {
    namespaces.isEmpty ? xpath.withoutPrefixes : text
  }

  /// The name a test stands for; nil where it is no name.
  private func name(_ test: XPath.Test) throws(XPathComplaint) -> XMLName? {
    guard case .name(let prefix, let local?) = test else { return nil }
    guard !namespaces.isEmpty, let prefix else { return XMLName(local: local) }
    if prefix == "xml" {
      return XMLName(local: local, uri: "http://www.w3.org/XML/1998/namespace")
    }
    guard let uri = namespaces[prefix] else {
      throw XPathComplaint("has the prefix '\(prefix)', which 'namespaces' does not declare")
    }
    return XMLName(local: local, uri: uri)
  }

  /// The path as names alone; nil where there is more in it.
  private func walked(_ xpath: XPath) throws(XPathComplaint) -> Source? {
    guard xpath.isPath, let path = xpath.paths.first else { return nil }
    var names: [XMLName] = []
    var attribute: XMLName?
    for step in path.steps {
      guard step.predicates.isEmpty, attribute == nil else { return nil }
      if step.axis == "self", step.test == .type("node") { continue }
      guard let name = try name(step.test) else { return nil }
      switch step.axis {
      case "child": names.append(name)
      case "attribute": attribute = name
      default: return nil
      }
    }
    return .walked(names, attribute: attribute)
  }

  /// Notes what an outer path looks at.
  private mutating func keep(_ path: XPath.Location, isOfRow: Bool) throws(XPathComplaint) {
    if isOfRow, !path.isAbsolute {
      throw XPathComplaint("leaves the record", hint: "write it from the root, beginning with '/'")
    }
    for record in records {
      var outside = XMLReach(record: record, records: records)
      try outside.follow(path) { (test) throws(XPathComplaint) in try self.name(test) }
      kept.formUnion(outside.kept)
    }
  }

  /// What is asked for twice is read once; the text of an element in which something else is asked for is XPath.
  private mutating func mergeColumns(_ fields: [String]) throws(XPathComplaint) {
    for index in columns.indices {
      guard case .walked(let path, let attribute) = columns[index] else { continue }
      if let first = columns[..<index].firstIndex(of: columns[index]) {
        columns[index] = .same(first)
      } else if attribute == nil, hasColumnsWithin(path) {
        columns[index] = .inner(expression(try XPath(fields[index]), fields[index]))
      }
    }
  }

  private func hasColumnsWithin(_ path: [XMLName]) -> Bool {
    columns.contains { source in
      guard case .walked(let other, _) = source else { return false }
      return other.count > path.count && other.starts(with: path)
    }
  }
}
