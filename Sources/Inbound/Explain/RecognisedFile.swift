// SPDX-License-Identifier: Apache-2.0

import Jobs
package import Tables

// What can be done with a recognised file: reading it, holding it against presets, saying it in a job.

extension Recognition {
  /// The format it is read in; nil where it is none that Dray reads.
  var format: FileFormat? {
    switch kind {
    case .csv(let shape):
      var csv = CSVFormat()
      csv.delimiter = shape.delimiter
      csv.quote = shape.quote
      csv.encoding = encoding?.name
      csv.skip = shape.skip
      if shape.headerLine == nil { csv.names = shape.columns }
      return .csv(csv)
    case .xml(let shape):
      guard let records = shape.records else { return nil }
      var xml = XMLFormat(records: records, fields: shape.fields)
      xml.children = shape.children
      xml.ignoresDoctype = shape.hasDoctype
      return .xml(xml)
    case .json(let shape):
      var json = JSONFormat(fields: shape.fields)
      json.children = shape.children
      json.records = "/" + shape.records
      if let encoding { json.encoding = encoding.name }
      return .json(json)
    case .fixed(let shape):
      var fixed = FixedFormat(kinds: [
        FixedFormat.Kind(
          columns: shape.columns.enumerated().map { index, column in
            FixedFormat.Column("column \(index + 1)", start: column.start, width: column.width)
          })
      ])
      if let encoding { fixed.encoding = encoding.name }
      return .fixed(fixed)
    case .xlsx: return .xlsx(XLSXFormat())
    case .foreign, .empty, .unknown: return nil
    }
  }

  /// What presets are told of it.
  var sight: Layout.Sight {
    switch kind {
    case .csv(let shape): return Layout.Sight(columns: shape.columns)
    case .xml(let shape):
      let parts = shape.root.split(separator: ":")
      let prefix = parts.count == 2 ? String(parts[0]) : ""
      return Layout.Sight(
        root: String(parts.last ?? ""),
        namespace: shape.namespaces.first { $0.prefix == prefix }?.uri,
        elements: shape.names)
    case .json(let shape): return Layout.Sight(columns: shape.fields)
    case .fixed, .xlsx, .foreign, .empty, .unknown: return Layout.Sight(columns: [])
    }
  }

  /// Why a file of no readable kind is refused.
  func refusal(of name: String) -> Fault {
    if case .foreign(let foreign) = kind { return foreign.fault(of: name) }
    let what =
      switch kind {
      case .empty: "the file is empty"
      case .xml: "no element of the document repeats"
      case .csv, .json, .fixed, .xlsx, .foreign, .unknown:
        // What it is instead, where that can be told.
        doubts.last ?? "the file is of no kind that Dray reads"
      }
    return Fault(
      "unknown-format", at: Position(file: name, line: 1), what,
      expected: "CSV, TSV, XML, JSON, JSON Lines, fixed-width text or XLSX")
  }

  /// How a job states it: the members of `format:`.
  package var stated: JSON {
    var members: [JSON.Member] = []
    func add(_ name: String, _ value: JSON) { members.append(JSON.Member(name, value)) }
    switch kind {
    case .csv(let shape):
      add("type", .string(shape.delimiter == 0x09 ? "tsv" : "csv"))
      if shape.delimiter != 0x09 {
        add("delimiter", .string(String(Unicode.Scalar(shape.delimiter))))
      }
      add("quote", .string(CSVFormat.name(ofQuote: shape.quote)))
      if let encoding { add("encoding", .string(encoding.name)) }
      if shape.skip > 0 { add("skip", JSON(shape.skip)) }
      if shape.headerLine == nil {
        add("header", "none")
        add("columns", .array(shape.columns.map(JSON.string)))
      }
    case .xml(let shape):
      add("type", "xml")
      if let records = shape.records { add("records", .string(records)) }
      if shape.hasDoctype { add("doctype", "ignore") }
    case .json(let shape):
      add("type", "json")
      if !shape.records.isEmpty { add("records", .string("/" + shape.records)) }
      if let encoding, encoding.name != "utf-8" { add("encoding", .string(encoding.name)) }
    case .fixed(let shape):
      add("type", "fixed")
      if let encoding { add("encoding", .string(encoding.name)) }
      let columns = shape.columns.enumerated().map { index, column in
        JSON.Member(
          "column \(index + 1)",
          ["start": JSON(column.start), "width": JSON(column.width)])
      }
      add("columns", .object(columns))
    case .xlsx: add("type", "xlsx")
    case .foreign(let kind): add("type", .string(kind.rawValue))
    case .empty: add("type", "empty")
    case .unknown: add("type", "unknown")
    }
    return .object(members)
  }
}

extension FileFormat {
  /// What repeats within a record, as the format names it; empty for flat files.
  var children: [ChildPaths] {
    switch self {
    case .xml(let xml): xml.children
    case .json(let json): json.children
    case .csv, .fixed, .xlsx: []
    }
  }
}
