// SPDX-License-Identifier: Apache-2.0

import Tables

/// Paths in a JSON document, as jobs write them.
extension JSONPath {
  /// What is wrong with the path of the array of records; nil where nothing is.
  static func complaint(aboutRecords path: String) -> String? {
    guard path.hasPrefix("/") else { return "does not begin at the root with '/'" }
    guard path != "/" else { return nil }
    return hasEmptyStep(path.dropFirst()) ? "has an empty step" : nil
  }

  /// What is wrong with the path of a value; nil where nothing is.
  static func complaint(aboutField path: String) -> String? {
    hasEmptyStep(path.hasPrefix("/") ? path.dropFirst() : path[...]) ? "has an empty step" : nil
  }

  /// What is wrong with the path of a child table's rows, or of a value in them; nil where nothing is.
  static func complaint(aboutRow path: String) -> String? {
    if leadsOutside(path) { return "begins with '/', but counts from the record or the row" }
    return hasEmptyStep(path[...]) ? "has an empty step" : nil
  }

  private static func hasEmptyStep(_ path: Substring) -> Bool {
    path.split(separator: "/", omittingEmptySubsequences: false).contains(where: \.isEmpty)
  }
}
