// SPDX-License-Identifier: Apache-2.0

/// What a sample of XML holds: its root, the element that repeats, and the values in it.
///
/// A look at tags only: nothing is resolved, loaded or held well-formed; the reader does that.
struct MarkupRecognition {
  private(set) var found: Recognition.Markup
  private(set) var confidence = 95
  private(set) var evidence: [String] = []
  private(set) var doubts: [String] = []

  /// nil where the text does not begin like XML.
  ///
  /// - Parameter format: What a job states; nil: the records are the element that repeats nearest to the root.
  init?(_ text: [UInt8], format: XMLFormat? = nil) {
    var start = 0
    while start < text.count, text[start] == 0x20 || 0x09...0x0D ~= text[start] { start += 1 }
    guard start + 1 < text.count, text[start] == UInt8(ascii: "<"),
      text[start + 1] == UInt8(ascii: "?") || text[start + 1] == UInt8(ascii: "!")
        || MarkupTags.isNameStart(text[start + 1])
    else { return nil }
    var tags = MarkupTags(text, from: start)
    var paths = MarkupPaths()
    var root: String?
    found = Recognition.Markup(
      root: "", records: nil, fields: [], namespaces: [], hasDoctype: false)
    while let tag = tags.next() {
      switch tag {
      case .doctype: found.hasDoctype = true
      case .close: paths.close()
      case .open(let name, let attributes, let isEmpty):
        if root == nil { root = name }
        found.names.insert(Self.local(name))
        var values: [String] = []
        for attribute in attributes {
          if attribute.name == "xmlns" || attribute.name.hasPrefix("xmlns:") {
            let prefix = String(attribute.name.dropFirst(6))
            if !found.namespaces.contains(where: { $0.prefix == prefix }) {
              found.namespaces.append(.init(prefix: prefix, uri: attribute.value))
            }
          } else {
            values.append("@" + Self.local(attribute.name))
          }
        }
        found.names.formUnion(values)
        paths.open(Self.local(name), attributes: values)
        if isEmpty { paths.close() }
      }
    }
    guard let root else { return nil }
    found.root = root
    evidence.append("it begins like XML; the root is <\(root)>")
    if found.hasDoctype, format?.ignoresDoctype != true {
      doubts.append("it has a DOCTYPE: `doctype: ignore` is needed to read it")
    }
    if let format {
      found.records = format.records
      evidence.append("records are stated to be at \(format.records)")
      return
    }
    // The record: what repeats nearest to the root; among those the most frequent.
    let repeating = paths.order.filter { paths.counts[$0] ?? 0 > 1 && !$0.contains("@") }
    let records = repeating.min { left, right in
      let (a, b) = (Self.steps(left), Self.steps(right))
      return a != b ? a < b : paths.counts[left] ?? 0 > paths.counts[right] ?? 0
    }
    guard let records else {
      doubts.append("no element repeats in what was looked at")
      confidence = 70
      return
    }
    found.records = records
    evidence.append("\(records) repeats \(paths.counts[records] ?? 0) times in what was looked at")
    takeValues(paths, of: records)
    let rivals = repeating.filter {
      $0 != records && Self.steps($0) == Self.steps(records)
    }
    if let rival = rivals.first {
      doubts.append("\(rival) repeats too, \(paths.counts[rival] ?? 0) times")
      confidence = 65
    } else {
      confidence = paths.counts[records] ?? 0 > 2 ? 90 : 75
    }
  }

  /// The values and child tables of the record at `records`, from the paths below it.
  ///
  /// What repeats within a row has no table of its own and is left out.
  private mutating func takeValues(_ paths: MarkupPaths, of records: String) {
    var rows: [String] = []
    var fields: [String: [String]] = [:]
    for path in paths.order where path.hasPrefix(records + "/") {
      let repeated = Self.prefixes(of: path, below: records).filter(paths.plural.contains)
      guard let row = repeated.first else {
        if !paths.parents.contains(path) { found.fields.append(Self.seen(path, from: records)) }
        continue
      }
      if fields[row] == nil {
        rows.append(row)
        fields[row] = []
      }
      guard repeated.count == 1, !paths.parents.contains(path) else { continue }
      fields[row]?.append(path == row ? "." : Self.seen(path, from: row))
    }
    rows.removeAll { fields[$0]?.isEmpty != false }
    let places = rows.map { Self.seen($0, from: records) }
    found.children = zip(zip(rows, places), SampleNames.distinct(places)).map { row, name in
      let fields = fields[row.0] ?? []
      return ChildPaths(
        name: name, path: row.1,
        columns: SampleNames.distinct(fields.map { $0 == "." ? name : $0 }), fields: fields)
    }
  }

  /// A path and those of its ancestors that stand below an element, the outermost first.
  private static func prefixes(of path: String, below element: String) -> [String] {
    var prefixes: [String] = []
    var prefix = element
    for step in path.dropFirst(element.count + 1).split(separator: "/") {
      prefix += "/" + step
      prefixes.append(prefix)
    }
    return prefixes
  }

  /// A path as it is seen from an element above it.
  private static func seen(_ path: String, from element: String) -> String {
    String(path.dropFirst(element.count + 1))
  }

  private static func steps(_ path: String) -> Int { path.utf8.count { $0 == UInt8(ascii: "/") } }

  private static func local(_ name: String) -> String {
    name.split(separator: ":", maxSplits: 1).last.map(String.init) ?? name
  }
}
