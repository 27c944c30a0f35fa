// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Mirror
import Tables

/// A delivery as tables of a private SQLite database, beside look-up tables and the mirror: what a job's SELECT reads.
///
/// | table | columns |
/// |---|---|
/// | `feed` | `record`, `line`, the file's columns as text |
/// | a child table, or `lines` of a group | `record`, `line`, its columns as text |
/// | `cells` | `record`, `number`, `name`, `value`: every cell |
/// | a look-up table | `key`, `value` |
/// | the mirror's | its own |
///
/// The file lives in the private work folder and is thrown away: no journal, no syncs, a bounded cache.
final class FeedTables {
  let database: ScratchDatabase
  /// `feed` and the child tables, in that order; then `lines` of a grouped file.
  private(set) var tables: [Shape]
  /// Tables the SELECT may read besides those: `cells` and the look-up tables.
  let others: [String]

  /// A table of the delivery.
  struct Shape {
    var name: String
    /// What SQL calls its columns.
    var columns: [String]
    /// How many of them the delivery brings; those after them are there to be NULL.
    let brought: Int

    init(name: String, columns: [String]) {
      self.name = name
      self.columns = columns
      brought = columns.count
    }
  }

  /// Makes the tables empty.
  ///
  /// - Parameters:
  ///   - path: where the database is kept; `:memory:` to compile only.
  ///   - mirror: the mirror's file; nil for a mirror without rows.
  init(
    path: String, columns: [String], children: [ChildTable], of job: FeedJob, mirror: String?
  ) throws(ScratchError) {
    database = try ScratchDatabase(path: path)
    var tables = [Shape(name: RowMap.feed, columns: RowNames(columns).names)]
    for child in children {
      tables.append(Shape(name: child.name, columns: RowNames(child.columns).names))
    }
    if !job.group.isEmpty {
      tables.append(Shape(name: RowMap.lines, columns: RowNames(columns).names))
    }
    self.tables = tables
    others = [RowMap.cells] + job.lookups.keys.sorted()
    try database.execute(
      """
      PRAGMA main.journal_mode = OFF; PRAGMA main.synchronous = OFF; PRAGMA main.locking_mode = EXCLUSIVE;
      PRAGMA temp_store = FILE; PRAGMA main.cache_size = -32768;
      """)
    NumberFunction.register(on: database, numbers: job.numbers)
    DecimalFunctions.register(on: database.handle)
    TextFunctions.register(on: database.handle)
    PatternFunctions.register(on: database.handle)
    LookupFunction.register(on: database, tables: job.lookups)
    for table in tables { try make(table) }
    try database.execute(
      """
      CREATE TABLE dray_cells (record INTEGER NOT NULL, number INTEGER NOT NULL, value TEXT NOT NULL,
        PRIMARY KEY (record, number)) WITHOUT ROWID;
      CREATE TABLE dray_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL);
      \(Self.cellsView);
      """)
    try addLookups(job.lookups)
    try attach(mirror)
  }

  /// What stands behind `cells`: the names once, not with every cell.
  static let cellsView = """
    CREATE VIEW cells AS SELECT c.record, c.number, n.name, c.value
      FROM dray_cells c CROSS JOIN dray_names n ON n.number = c.number
    """

  private func make(_ table: Shape) throws(ScratchError) {
    let columns = table.columns.map { ", \(Expressions.quoted($0)) TEXT" }.joined()
    let key = table.name == RowMap.feed ? "PRIMARY KEY" : "NOT NULL"
    try database.execute(
      "CREATE TABLE \(Expressions.quoted(table.name)) (record INTEGER \(key), line INTEGER NOT NULL\(columns))"
    )
  }

  /// Adds a column to a table of the delivery that has it not; every row is NULL there.
  func add(column name: String, to table: Int) throws(ScratchError) {
    tables[table].columns.append(name)
    try database.execute(
      "ALTER TABLE \(Expressions.quoted(tables[table].name)) ADD COLUMN \(Expressions.quoted(name)) TEXT"
    )
  }

  private func addLookups(_ lookups: [String: [String: String]]) throws(ScratchError) {
    try database.execute("BEGIN")
    for (name, values) in lookups.sorted(by: { $0.key < $1.key }) {
      let table = Expressions.quoted(name)
      try database.execute(
        "CREATE TABLE \(table) (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
      let insert = try database.prepare("INSERT INTO \(table) VALUES (?, ?)")
      for (key, value) in values {
        insert.bind(key, 1)
        insert.bind(value, 2)
        try insert.run()
      }
    }
    try database.execute("COMMIT")
  }

  private func attach(_ mirror: String?) throws(ScratchError) {
    let attach = try database.prepare("ATTACH ? AS mirror")
    guard let mirror else {
      attach.bind(":memory:", 1)
      try attach.run()
      try database.execute(StoreMirror.tableStatements(in: "mirror"))
      return
    }
    attach.bind("file:\(Stage.uriPath(mirror))?mode=ro", 1)
    try attach.run()
    try database.execute("PRAGMA mirror.cache_size = -8192")
  }
}
