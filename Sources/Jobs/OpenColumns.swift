// SPDX-License-Identifier: Apache-2.0

import Catalogue
package import Tables

/// An entry of `fields:` for every column with such a name, e.g. `metafield.{name}` of the columns
/// `{label} (product.metafields.{name})`.
package struct OpenColumns: Sendable, Equatable {
  /// The field, with holes that the column's name fills.
  package var field: ColumnPattern
  /// The columns.
  package var columns: ColumnPattern
  /// Fields that are left alone all the same.
  package var except: [ColumnPattern] = []
  /// Where it stands in the job file.
  package var position: Position?

  /// Fields for columns.
  package init(field: ColumnPattern, columns: ColumnPattern) {
    self.field = field
    self.columns = columns
  }
}

extension FeedJob {
  /// The job with an entry for each of the columns that its open ones mean. A field that the job maps itself, or that
  /// an earlier column has, stays as it is; a name that cannot be a field's is passed over.
  package func fitted(to names: [String]) -> FeedJob {
    guard !openColumns.isEmpty else { return self }
    var job = self
    for open in openColumns {
      for name in names {
        guard let values = open.columns.values(in: name),
          let text = open.field.filled(with: values),
          !open.except.contains(where: { $0.matches(text) }),
          !job.fields.contains(where: { $0.field.name == text }),
          let field = operation.field(named: text)
        else { continue }
        var mapping = FieldMapping(field: field, source: .column(name), position: open.position)
        mapping.isOptional = true
        job.fields.append(mapping)
      }
    }
    return job
  }
}
