// SPDX-License-Identifier: Apache-2.0

import Tables

/// The keys of `format: {type: xml}`, `columns` and `children` as a format, every path compiled.
struct XMLReading {
  /// What was wrong.
  private(set) var faults: [Fault] = []

  /// The format; nil where it does not say where the records are.
  mutating func read(_ settings: Settings, columns: FeedColumns, children: Settings?) -> XMLFormat?
  {
    guard let records = settings["records"], let path = records.text else { return nil }
    var xml = XMLFormat(records: path, fields: columns.paths)
    xml.ignoresDoctype = settings["doctype"]?.text == "ignore"
    for entry in settings["namespaces"]?.table?.entries ?? [] {
      xml.namespaces[entry.key] = entry.text
      checkPrefix(entry)
    }
    if let complaint = xml.complaintAboutRecords {
      add(
        complaint, "'records'", path, at: records.position,
        expected: "a path from the root such as /prices/item")
      // What else is wrong is said as well.
      xml.records = "/records/record"
    }
    for (path, position) in zip(columns.paths, columns.positions) {
      guard let complaint = xml.complaint(aboutField: path) else { continue }
      add(
        complaint, "a value's path", path, at: position,
        expected: "XPath from the record such as sku, price/@currency or price[@type='net']/amount")
    }
    for entry in children?.entries ?? [] { readChildren(entry, into: &xml) }
    return xml
  }

  private mutating func readChildren(_ entry: Setting, into xml: inout XMLFormat) {
    guard let child = ChildReading(entry) else { return }
    let path = child.paths.path
    if let complaint = xml.complaint(aboutRows: path) {
      add(
        complaint, "the rows' path", path, at: child.rows.position,
        expected: "XPath from the record to what repeats in it, such as lines/line")
      return
    }
    for (field, column) in zip(child.paths.fields, child.columns) {
      guard let complaint = xml.complaint(aboutField: field, ofRowsAt: path) else { continue }
      add(
        complaint, "a value's path", field, at: column.position,
        expected: "XPath from the row such as qty, @no or ../id")
    }
    xml.children.append(child.paths)
  }

  private mutating func checkPrefix(_ entry: Setting) {
    let isName = entry.key.unicodeScalars.allSatisfy {
      $0 == "_" || $0 == "-" || $0 == "." || $0.properties.isXIDContinue
    }
    guard !isName || entry.key.hasPrefix("xml") else { return }
    faults.append(
      Fault(
        "namespace-prefix", at: entry.keyPosition, "this cannot be a prefix of names",
        expected: "a word such as g", found: quoted(entry.key)))
  }

  private mutating func add(
    _ complaint: XPathComplaint, _ subject: String, _ path: String, at position: Position,
    expected: String
  ) {
    faults.append(
      Fault(
        "xml-path", at: position, "\(subject) \(complaint.reason)", expected: expected,
        found: quoted(path), hint: complaint.hint))
  }
}
