// SPDX-License-Identifier: Apache-2.0

/// Where something stands in a file that a person can open.
package struct Position: Hashable, Sendable {
  /// The file's name as the user knows it, never a spool path.
  package var file: String
  /// The physical line, counted from 1; a quoted field may span several.
  package var line: Int
  /// The column within that line, counted from 1 in characters (not bytes).
  package var column: Int
  /// The record's number, counted from 1 and the header left out; 0 means the file as a whole.
  package var record: Int

  /// A position; `record` 0 speaks of the whole file.
  package init(file: String, line: Int, column: Int = 1, record: Int = 0) {
    self.file = file
    self.line = line
    self.column = column
    self.record = record
  }
}

extension Position: CustomStringConvertible {
  /// `file:line:column`, as compilers print it.
  package var description: String { "\(file):\(line):\(column)" }
}
