// SPDX-License-Identifier: Apache-2.0

import Tables

/// A rejected file of ours that was mended and dropped again: our marks in it are no input.
enum Correction {
  /// The columns we add to rejected records.
  static let columns = RejectionMark.columns

  /// The attribute on the root of rejected XML elements.
  static let attribute = "rejected"

  /// Whether a file carries our marks; of a table without a header that is known once a batch has been read.
  static func marks(_ reader: any RecordReader) -> Bool {
    if let rows = reader as? RowReader { return rows.about.isCorrection }
    if let xml = reader as? XMLReader { return xml.root?.attributes.contains(attribute) == true }
    if let json = reader as? JSONReader { return json.hasMarks }
    if let fixed = reader as? FixedReader { return fixed.hasMarks }
    return marks(reader.columns)
  }

  /// Whether a table's columns carry our marks.
  static func marks(_ columns: [String]) -> Bool { Self.columns.allSatisfy(columns.contains) }
}
