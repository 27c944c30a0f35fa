// SPDX-License-Identifier: Apache-2.0

extension FileFormat {
  /// The decimal mark of the file's numbers, `.` or `,`.
  package var decimal: UInt8 {
    switch self {
    case .csv(let format): format.decimal
    case .xml(let format): format.decimal
    case .json(let format): format.decimal
    case .fixed(let format): format.decimal
    }
  }

  /// How the names of such files end, without the dot.
  package var ending: String {
    switch self {
    case .csv: "csv"
    case .xml: "xml"
    case .json: "json"
    case .fixed: "txt"
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
