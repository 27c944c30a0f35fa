// SPDX-License-Identifier: Apache-2.0

import Tables

/// What repeats within a record, as `children` names it, and where each of its paths stands in the job.
struct ChildReading {
  /// The table with its paths.
  private(set) var paths: ChildPaths
  /// The rows' path, as it stands in the job.
  let rows: Setting
  /// The columns', in the order of `paths.fields`.
  private(set) var columns: [Setting] = []

  /// nil where it does not say where the rows are.
  init?(_ entry: Setting) {
    guard let rows = entry.table?["path"], let path = rows.text else { return nil }
    self.rows = rows
    paths = ChildPaths(name: entry.key, path: path, columns: [], fields: [])
    for column in entry.table?["columns"]?.table?.entries ?? [] {
      guard let field = column.text else { continue }
      paths.columns.append(column.key)
      paths.fields.append(field)
      columns.append(column)
    }
  }
}
