// SPDX-License-Identifier: Apache-2.0

import Folders
import Inbound
import Jobs
import Tables

extension Explanation {
  /// For people.
  func printed() {
    Output.line("\(FolderError.shown(file)): \(recognition.title) (\(recognition.confidence) %)")
    for (name, words) in recognition.details {
      Output.line("  \(name.padding(to: 10)) \(Output.plain(.string(words)))")
    }
    for reason in recognition.evidence { Output.line("  because    \(reason)") }
    for doubt in recognition.doubts { Output.line("  but        \(doubt)") }
    for fit in fits {
      let operations = fit.preset.operations.joined(separator: ", ")
      Output.line("  preset     \(fit.preset.name) (\(fit.percent) %), for \(operations)")
    }
    if !columns.isEmpty {
      Output.line("")
      Output.table(
        ["column", "looks like"] + records.map { "line \($0.line)" },
        columns.enumerated().map { index, column in
          [Self.cell(column.name), Self.cell(column.reading)]
            + records.map { Self.cell(index < $0.values.count ? $0.values[index] ?? "—" : "—") }
        })
    }
    for child in children { printed(child) }
    if let reading { printed(reading) }
    if !faults.isEmpty { Output.line("") }
    for fault in faults { Output.line(Output.plain(.string(fault.description))) }
    if faultsLeftOut > 0 { Output.line("and \(faultsLeftOut) faults more") }
    Output.line("")
    Output.line("\(count) \(count == 1 ? "record" : "records"), \(faulty) of them with faults")
    if let end = brokenOff {
      Output.line("breaks off: \(end.description); what stands before it would be worked")
    }
    for fault in refused { Output.line("would be refused: \(fault.description)") }
  }

  private func printed(_ child: Child) {
    Output.line("")
    let rows = child.rows == 1 ? "1 row" : "\(child.rows) rows"
    Output.line("repeats within a record: \(Self.cell(child.paths.path)), \(rows)")
    Output.table(
      ["column", "path", "looks like", "such as"],
      zip(child.columns, child.paths.fields).map { column, path in
        [
          Self.cell(column.name), Self.cell(path), Self.cell(column.reading),
          Self.cell(column.examples.first ?? ""),
        ]
      })
  }

  private func printed(_ reading: Reading) {
    Output.line("")
    Output.line("\(reading.job) asks \(reading.operation):")
    Output.table(
      ["field", "from"] + reading.asks.map { "line \($0.line)" },
      reading.fields.enumerated().map { index, field in
        [field.field, Self.cell(field.source)]
          + reading.asks.map { ask in
            ask.outcome == .passedOver ? "(passed over)" : Self.cell(ask.values[index].words)
          }
      })
    if !reading.unused.isEmpty {
      let names = reading.unused.map { Output.plain(.string($0)) }
      Output.line("not used: \(names.joined(separator: ", "))")
    }
    for unknown in reading.unknowns { Output.line(unknown) }
    if reading.passedOver > 0 { Output.line("\(reading.passedOver) records are passed over") }
  }

  private static func cell(_ text: String) -> String {
    let plain = Output.plain(.string(text))
    return plain.count > 40 ? plain.prefix(39) + "…" : plain
  }

  /// For scripts; the shape is docs/commands.md's.
  var json: JSON {
    var members: [JSON.Member] = [
      JSON.Member("file", .string(file)),
      JSON.Member("read_as", recognition.json), JSON.Member("format", recognition.stated),
      JSON.Member(
        "presets",
        .array(
          fits.map { fit in
            [
              "preset": .string(fit.preset.name), "percent": JSON(fit.percent),
              "operations": .array(fit.preset.operations.map(JSON.string)),
            ]
          })),
      JSON.Member(
        "columns",
        .array(columns.map(Self.json))),
      JSON.Member(
        "children",
        .array(
          children.map { child in
            [
              "table": .string(child.paths.name), "path": .string(child.paths.path),
              "rows": JSON(child.rows), "paths": .array(child.paths.fields.map(JSON.string)),
              "columns": .array(child.columns.map(Self.json)),
            ]
          })),
      JSON.Member("records", JSON(count)), JSON.Member("faulty", JSON(faulty)),
      JSON.Member(
        "first",
        .array(
          records.map { record in
            [
              "record": JSON(record.number), "line": JSON(record.line),
              "values": .array(record.values.map { $0.map(JSON.string) ?? .null }),
            ]
          })),
      JSON.Member("faults", .array(faults.map(Self.json))),
      JSON.Member("faults_left_out", JSON(faultsLeftOut)),
      JSON.Member("refused", .array(refused.map(Self.json))),
      JSON.Member("broken_off", .array((brokenOff.map { [$0] } ?? []).map(Self.json))),
    ]
    if let reading { members.append(JSON.Member("job", Self.json(reading))) }
    return .object(members)
  }

  private static func json(_ reading: Reading) -> JSON {
    [
      "name": .string(reading.job), "operation": .string(reading.operation),
      "fields": .array(
        reading.fields.map { ["field": .string($0.field), "from": .string($0.source)] }),
      "unused": .array(reading.unused.map(JSON.string)), "passed_over": JSON(reading.passedOver),
      "unknown": .array(reading.unknowns.map(JSON.string)),
      "first": .array(
        reading.asks.map { ask in
          [
            "record": JSON(ask.record), "line": JSON(ask.line),
            "outcome": .string(ask.outcome.rawValue),
            "values": .object(
              zip(reading.fields, ask.values).map { JSON.Member($0.field, $1.json) }),
          ]
        }),
    ]
  }

  private static func json(_ column: ColumnSurvey) -> JSON {
    [
      "column": .string(column.name), "looks_like": .string(column.reading),
      "values": JSON(column.values), "empty": JSON(column.empty),
      "absent": JSON(column.absent), "examples": .array(column.examples.map(JSON.string)),
    ]
  }

  private static func json(_ fault: Fault) -> JSON {
    [
      "code": .string(fault.code), "line": JSON(fault.position.line),
      "column": JSON(fault.position.column), "record": JSON(fault.position.record),
      "field": fault.field.map(JSON.string) ?? .null, "message": .string(fault.message),
    ]
  }
}

extension Explanation.Value {
  fileprivate var words: String {
    switch self {
    case .set(let text): text
    case .cleared: "(taken away)"
    case .kept: "(kept)"
    case .faulty: "(faulty)"
    }
  }

  fileprivate var json: JSON {
    switch self {
    case .set(let text): ["set": .string(text)]
    case .cleared: "cleared"
    case .kept: "kept"
    case .faulty: "faulty"
    }
  }
}

extension Recognition {
  /// What it is, in a word or two.
  fileprivate var title: String {
    switch kind {
    case .csv(let shape): shape.delimiter == 0x09 ? "TSV" : "CSV"
    case .xml(let shape): "XML, \(shape.root)"
    case .json(let shape): shape.isLines ? "JSON Lines" : "JSON"
    case .fixed: "lines of fixed width"
    case .xlsx: "XLSX"
    case .foreign(let kind): kind.words
    case .empty: "empty"
    case .unknown: "not known"
    }
  }

  fileprivate var details: [(String, String)] {
    var details: [(String, String)] = []
    if isGzip { details.append(("packed", "gzip")) }
    switch kind {
    case .csv(let shape):
      let between = shape.delimiter == 0x09 ? "tab" : String(Unicode.Scalar(shape.delimiter))
      details.append(
        (
          "values",
          "\(between) between them (\(shape.delimiterConfidence) %), "
            + (shape.quote == CSVFormat.noQuote
              ? "quotes are part of them" : "\(Unicode.Scalar(shape.quote)) around them")
        ))
      details.append(
        (
          "header",
          shape.headerLine.map { "line \($0) (\(shape.headerConfidence) %)" } ?? "none"
        ))
    case .xml(let shape):
      details.append(("records", shape.records ?? "nothing repeats"))
      for namespace in shape.namespaces {
        details.append(
          (
            "namespace",
            namespace.prefix.isEmpty ? namespace.uri : "\(namespace.prefix): \(namespace.uri)"
          ))
      }
      if shape.hasDoctype {
        details.append(("doctype", "there is one; `doctype: ignore` passes over it"))
      }
    case .json(let shape):
      details.append(("records", "/" + shape.records))
    case .fixed(let shape): details.append(("width", "\(shape.width) characters"))
    case .xlsx, .foreign, .empty, .unknown: break
    }
    if let encoding { details.append(("encoding", "\(encoding.name) (\(encoding.confidence) %)")) }
    if let lineEnd { details.append(("line ends", lineEnd.rawValue)) }
    return details
  }
}

extension String {
  fileprivate func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
