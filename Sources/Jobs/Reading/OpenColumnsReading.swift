// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

extension FieldReading {
  /// An entry for every column with such a name.
  mutating func readOpenColumns(_ entry: Setting) {
    guard let source = entry.table else { return }
    guard let field = ColumnPattern(entry.key),
      operation.openFields.contains(where: { entry.key.hasPrefix($0.prefix) })
    else {
      faults.append(
        Fault(
          "unknown-field", at: entry.keyPosition,
          "\(operation.name) has no fields '\(entry.key)'",
          hint: operation.openFields.isEmpty
            ? "it has no fields whose names a job makes up"
            : "such a field's name begins with "
              + operation.openFields.map(\.prefix).joined(separator: " or ")))
      return
    }
    guard let columns = source["columns"], let text = columns.text else {
      faults.append(
        Fault(
          "field-source", at: entry.position, "'\(entry.key)' needs the columns it is for",
          expected: "'columns' with a pattern such as Metafield: {name}"))
      return
    }
    guard let pattern = ColumnPattern(text), Set(pattern.holes).isSuperset(of: field.holes) else {
      faults.append(
        Fault(
          "column-pattern", at: columns.position, "these columns do not fill '\(entry.key)'",
          expected: "a name with " + field.holes.map { "{\($0)}" }.joined(separator: " and "),
          found: quoted(text)))
      return
    }
    var open = OpenColumns(field: field, columns: pattern)
    open.except = (source["except"]?.texts ?? []).compactMap(ColumnPattern.init)
    open.position = columns.position
    openColumns.append(open)
  }
}
