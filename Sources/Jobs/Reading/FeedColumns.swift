// SPDX-License-Identifier: Apache-2.0

import Tables

/// The columns a job speaks of, wherever it does: in `columns`, in `fields`, and in quoted names of SQL.
///
/// For CSV they are the columns the header must have. For XML and JSON each has a path as well: the one `columns`
/// gives it, or its own name read as a path.
struct FeedColumns {
  /// In the order first spoken of.
  private(set) var names: [String] = []
  /// The path of each.
  private(set) var paths: [String] = []
  /// Where each was first spoken of.
  private(set) var positions: [Position] = []

  init(settings: Settings, faults: inout [Fault]) {
    let type = settings["format"]?.table?["type"]?.text ?? ""
    let hasPaths = ["xml", "json"].contains(type)
    if let columns = settings["columns"], let block = columns.table {
      if !hasPaths {
        faults.append(
          Fault(
            "columns-of-csv", at: columns.keyPosition, "'columns' is for XML and JSON",
            hint: type == "fixed"
              ? "a fixed-width file's columns have the names that 'format' gives them"
              : "a table's columns have the names of its header"))
      }
      for entry in block.entries {
        guard let path = entry.text else { continue }
        add(entry.key, path: path, at: entry.position, type: type, faults: &faults)
      }
    }
    // Behind a SELECT, fields and conditions speak of its columns.
    if settings.mentions("map") { return }
    for entry in settings["fields"]?.table?.entries ?? [] {
      guard let source = entry.table else { continue }
      if let column = source["column"], let name = column.text {
        add(name, path: name, at: column.position, type: type, faults: &faults)
      }
      if let sql = source["sql"], let text = sql.text {
        for name in SQLNames.quoted(in: text) {
          add(name, path: name, at: sql.position, type: type, faults: &faults)
        }
      }
    }
    if let filter = settings["where"], let text = filter.text {
      for name in SQLNames.quoted(in: text) {
        add(name, path: name, at: filter.position, type: type, faults: &faults)
      }
    }
  }

  private mutating func add(
    _ name: String, path: String, at position: Position, type: String, faults: inout [Fault]
  ) {
    guard !names.contains(name) else { return }
    names.append(name)
    paths.append(path)
    positions.append(position)
    guard type == "json", let reason = JSONPath.complaint(aboutField: path) else { return }
    faults.append(
      Fault(
        "json-path", at: position, "a value's path \(reason)",
        expected: "a path from the record such as sku, price/amount or prices/0/amount",
        found: quoted(path)))
  }
}
