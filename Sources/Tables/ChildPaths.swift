// SPDX-License-Identifier: Apache-2.0

/// What repeats within a record of a document, and the values in it: where the rows of a child table come from.
package struct ChildPaths: Sendable, Equatable {
  /// What SQL knows the table by.
  package var name: String
  /// From the record to the rows. XML: XPath 1.0, whose nodes are the rows. JSON: the path to the array whose
  /// elements are the rows; arrays on the way are gone through, and a value that is no array is one row.
  package var path: String
  /// The names of its columns.
  package var columns: [String]
  /// The value of each column, seen from the row; `.` is the row itself. XML: XPath 1.0, where `../X` is the record's
  /// if rows stand directly in it, and a path that begins with `/` leads outside of the record.
  package var fields: [String]

  /// A child table with as many columns as fields.
  package init(name: String, path: String, columns: [String], fields: [String]) {
    self.name = name
    self.path = path
    self.columns = columns
    self.fields = fields
  }
}
