// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

extension FeedJob {
  /// The key the job maps: the first of the operation's keys all of whose fields it names.
  var keyFields: [String] {
    let mapped = Set(fields.map(\.field.name))
    return operation.keys.first { $0.allSatisfy(mapped.contains) } ?? []
  }

  /// The mapped fields, those of the key first and in its order.
  var orderedFields: [FieldMapping] {
    let keys = keyFields
    return keys.compactMap { key in fields.first { $0.field.name == key } }
      + fields.filter { !keys.contains($0.field.name) }
  }

  /// The value fields the job maps, in its order.
  var valueFields: [String] {
    let others = operation.asides.union(keyFields)
    return fields.map(\.field.name).filter { !others.contains($0) }
  }

  /// The columns that expressions may name and the file lacks: to SQL they are there and NULL.
  func optionalColumns(beyond index: ColumnIndex) -> [String] {
    var names: [String] = []
    var expressions = filterIsOptional ? [filter ?? ""] : []
    for mapping in fields where mapping.isOptional {
      if case .sql(let expression) = mapping.source { expressions.append(expression) }
    }
    for name in expressions.flatMap(SQLNames.quoted(in:))
    where index.find(name) == .none && !names.contains(name) { names.append(name) }
    return names
  }

  /// The columns the fields name and the file must have (expressions name theirs in SQL).
  var namedColumns: [String] {
    fields.filter { !$0.isOptional }.compactMap(\.columnName)
  }
}

extension FieldMapping {
  /// The column it names; nil where its source is no column.
  var columnName: String? {
    switch source {
    case .column(let column), .lookup(let column, _): column
    case .sql, .constant: nil
    }
  }
}
