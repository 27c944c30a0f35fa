// SPDX-License-Identifier: Apache-2.0

import Mirror
package import Tables

/// An export that ships with Dray: one SELECT over the mirror, which a user may copy and change.
package struct ExportKind: Sendable {
  /// How what is new is found.
  package enum Picking: Sendable {
    /// By objects: a SELECT of `key, content`, in order of the key. Those whose content is not what the job wrote last come
    /// out, all their rows, as `picked(key, version)`. An object whose content is empty is not complete yet.
    case objects(String)
    /// By events that happen once: a SELECT of `key, content`. The rows are made of all that were not written before, together.
    case events(String)
    /// By rows: those with one key are compared with what the job wrote for that key last.
    case rows
  }

  /// Its name in a job's `export:`.
  package var name: String
  /// What a report calls itself.
  package var title: String
  /// The mirror's streams it is made of.
  package var streams: [String]
  /// The SELECT, with its comments: the text of `docs/sql/NAME.sql`.
  package var sql: String
  /// How what is new is found.
  package var picking: Picking
  /// The columns that make rows one record; its versions are counted.
  package var key: [String]
  /// The order of the rows, by their columns; the key's come first.
  package var order: String
  /// The columns of `sql`, in order.
  package var columns: [ExportColumn]
  /// What XML calls its parts.
  package var names: XMLTableWriter.Names
  /// Whether everything is written each time unless the job says `rows: changes`.
  package var writesAll = false
  /// Whether it is for people: a spreadsheet, a page, a day at a time.
  package var isReport = false
  /// The columns a page draws.
  package var charts: [String] = []

  /// The export of that name; nil where there is none.
  package static func named(_ name: String) -> ExportKind? { all.first { $0.name == name } }

  /// Every export that has SQL of its own, in the order the docs list them.
  package static let all: [ExportKind] = [
    .orders, .orderLines, .shopifyOrders, .refunds, .transactions, .fulfillments, .stock, .products,
    .dailySales, .salesJournal,
  ]

  /// `export: query`: the SQL is the job's.
  static let query = ExportKind(
    name: "query", title: "Query", streams: StoreMirror.usualStreams, sql: "", picking: .rows,
    key: [],
    order: "", columns: [],
    names: XMLTableWriter.Names(root: "rows", record: "row", line: "line"))
}
