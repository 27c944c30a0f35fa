// SPDX-License-Identifier: Apache-2.0

extension FileFormat {
  /// The tables of what repeats within a record, as the format declares them.
  package var childTables: [ChildTable] {
    switch self {
    case .xml(let format):
      format.children.map { ChildTable(name: $0.name, columns: $0.columns) }
    case .json(let format):
      format.children.map { ChildTable(name: $0.name, columns: $0.columns) }
    case .fixed(let format): FixedKind.tables(of: format).children
    case .csv, .xlsx: []
    }
  }

  /// How the names of such files end, without the dot.
  package var ending: String {
    switch self {
    case .csv: "csv"
    case .xml: "xml"
    case .json: "json"
    case .fixed: "txt"
    case .xlsx: "xlsx"
    }
  }
}

/// What tells our copies of rejected records from what a sender writes.
package enum RejectionMark {
  /// The columns added to tables and the members added to JSON objects.
  package static let columns = ["_code", "_message"]
  /// What a line added to fixed-width files begins with; readers pass over it.
  package static let line = "#dray "
}
