// SPDX-License-Identifier: Apache-2.0

/// A rejected file of ours that was mended and dropped again: our marks in it are no input.
enum Correction {
  /// The columns we add to rejected records.
  static let columns = ["_code", "_message"]

  /// Whether a table carries our marks.
  static func marks(_ columns: [String]) -> Bool { Self.columns.allSatisfy(columns.contains) }
}
