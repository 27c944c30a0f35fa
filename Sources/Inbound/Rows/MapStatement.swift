// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Tables

/// A job's SELECT over the tables of a delivery. It may read, and nothing else.
final class MapStatement {
  let statement: ScratchStatement
  /// The names of its columns.
  let columns: [String]
  /// The place of `record` among them.
  let record: Int
  /// Every table it reads, as `name` or `mirror.name`, with the columns it reads of it, in lower case.
  let reads: [String: Set<String>]

  private init(_ statement: ScratchStatement, record: Int, reads: [String: Set<String>]) {
    self.statement = statement
    columns = statement.columnNames
    self.record = record
    self.reads = reads
  }

  /// The tables of the mirror it reads.
  var mirrorTables: Set<String> {
    Set(reads.keys.filter { $0.hasPrefix("mirror.") }.map { String($0.dropFirst(7)) })
  }

  /// What of a table of the delivery is read; nil where nothing is.
  func reads(_ table: String) -> Set<String>? { reads[table.lowercased()] }

  /// Compiles a SELECT. A column that no table has is added to one of the `open` tables, by their places, where that
  /// makes a difference: there it is NULL.
  ///
  /// - Throws: what is wrong with it, at its place in the job file.
  static func compile(_ map: RowMap, over tables: FeedTables, open: [Int] = []) throws(Fault)
    -> MapStatement
  {
    var tried: [String: Int] = [:]
    while true {
      do {
        return try compileOnce(map, over: tables)
      } catch {
        guard let column = error.column else { throw error.fault }
        // `f.a.b` may be the column `b`, `a.b` or `f.a.b`.
        let parts = column.split(separator: ".", omittingEmptySubsequences: false)
        let names = parts.indices.reversed().map { parts[$0...].joined(separator: ".") }
        let next = tried[column, default: 0]
        guard next < names.count * open.count else { throw error.fault }
        tried[column] = next + 1
        let (name, table) = (names[next / open.count], open[next % open.count])
        let known = tables.tables[table].columns + ["record", "line"]
        guard !name.isEmpty, !known.contains(where: { $0.lowercased() == name.lowercased() })
        else { continue }
        do { try tables.add(column: name, to: table) } catch { throw MapFault.of(error, map: map) }
      }
    }
  }

  private static func compileOnce(_ map: RowMap, over tables: FeedTables) throws(Complaint)
    -> MapStatement
  {
    let prepared = try prepare(map, over: tables)
    if let fault = Mapping.badPattern(map.sql, in: "map") {
      throw Complaint(fault: fault, column: nil)
    }
    do throws(Fault) {
      return try MapStatement(
        prepared.statement, record: record(of: prepared.statement, map), reads: prepared.reads)
    } catch { throw Complaint(fault: error, column: nil) }
  }

  /// What is wrong with a SELECT, and the column it lacks where it is that.
  private struct Complaint: Error {
    var fault: Fault
    var column: String?
  }

  private static func prepare(_ map: RowMap, over tables: FeedTables) throws(Complaint)
    -> (statement: ScratchStatement, reads: [String: Set<String>])
  {
    let guarded = ReadGuard(
      allowing: Set(
        tables.tables.map { $0.name.lowercased() } + tables.others.map { $0.lowercased() }))
    do {
      let prepared = try guarded.watching(tables.database) { () throws(ScratchError) in
        try tables.database.prepare(map.sql.text)
      }
      return (prepared, guarded.reads)
    } catch {
      throw Complaint(
        fault: MapFault.of(error, map: map, tables: tables, denied: guarded.denied),
        column: guarded.denied == nil ? error.description.dropping("no such column: ") : nil)
    }
  }

  /// The place of `record` among a SELECT's columns, which are held to be sound.
  private static func record(of prepared: ScratchStatement, _ map: RowMap) throws(Fault) -> Int {
    let start = map.sql.position(0)
    guard prepared.tail.isEmpty else {
      throw Fault(
        "bad-map", at: map.sql.position(map.sql.text.utf8.count - prepared.tail.utf8.count),
        field: "map", "something follows the SELECT",
        expected: "one statement", found: "'\(prepared.tail.prefix(40))'")
    }
    let names = prepared.columnNames
    guard !names.isEmpty else {
      throw Fault("bad-map", at: start, field: "map", "this gives no rows", expected: "a SELECT")
    }
    for (index, name) in names.enumerated()
    where names[..<index].contains(where: { RowNames.plain($0) == RowNames.plain(name) }) {
      throw Fault(
        "bad-map", at: map.sql.position(of: name), field: "map",
        "the SELECT gives two columns '\(name)'", hint: "name one of them otherwise with AS")
    }
    guard let record = names.firstIndex(where: { RowNames.plain($0) == RowMap.record }) else {
      throw Fault(
        "no-record", at: start, field: "map", "the SELECT gives no column 'record'",
        expected: "SELECT f.record, …",
        hint: "it says which record of the file a row comes from, for receipts and rejected records"
      )
    }
    return record
  }
}

/// Lets a statement read the tables it may, and remembers which.
private final class ReadGuard {
  private let allowed: Set<String>
  private(set) var reads: [String: Set<String>] = [:]
  /// What was refused first, in words.
  private(set) var denied: String?

  init(allowing tables: Set<String>) { allowed = tables.union(["json_each", "json_tree"]) }

  /// Prepares under the guard.
  func watching(
    _ database: ScratchDatabase, _ body: () throws(ScratchError) -> ScratchStatement
  ) throws(ScratchError) -> ScratchStatement {
    // Table-valued functions declare themselves when first named, which the guard would refuse.
    _ = try database.prepare("SELECT 1 FROM json_each, json_tree")
    // The guard outlives its connection's memory of it: another takes its place before this returns.
    let context = Unmanaged.passUnretained(self).toOpaque()
    sqlite3_set_authorizer(database.handle, Self.authorize, context)
    defer { sqlite3_set_authorizer(database.handle, nil, nil) }
    return try withExtendedLifetime(self) { () throws(ScratchError) in try body() }
  }

  /// Whether a table is one of the delivery's or of what stands behind them.
  private func isKnown(_ table: String) -> Bool {
    allowed.contains(table.lowercased()) || table.lowercased().hasPrefix("dray_")
  }

  private func read(table: String, column: String, database: String, view: String?) -> Bool {
    let table = table.lowercased()
    // What stands behind `cells`.
    let isOurs = table.hasPrefix("dray_") && view?.lowercased() == RowMap.cells
    if table.hasPrefix("sqlite_") || (database != "mirror" && !isOurs && !allowed.contains(table)) {
      denied = denied ?? "it reads the table \(table)"
      return false
    }
    let name = database == "mirror" ? "mirror.\(table)" : table
    if column.isEmpty {
      reads[name] = reads[name] ?? []
    } else {
      reads[name, default: []].insert(column.lowercased())
    }
    return true
  }

  private func deny(_ what: String) -> Int32 {
    denied = denied ?? what
    return SQLITE_DENY
  }

  private static let authorize:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?
    ) -> Int32 = { context, action, first, second, third, view in
      guard let context else { return SQLITE_DENY }
      let guarded = Unmanaged<ReadGuard>.fromOpaque(context).takeUnretainedValue()
      switch action {
      case SQLITE_SELECT, SQLITE_RECURSIVE: return SQLITE_OK
      case SQLITE_READ:
        let table = first.map { String(cString: $0) } ?? ""
        // SQLite names no database where no column is read (`count(*)`) and the SELECT names none: what is none of
        // ours is the mirror's, or SQLite would not know it.
        let unnamed = guarded.isKnown(table) ? "main" : "mirror"
        let isAllowed = guarded.read(
          table: table, column: second.map { String(cString: $0) } ?? "",
          database: third.map { String(cString: $0) } ?? unnamed,
          view: view.map { String(cString: $0) })
        return isAllowed ? SQLITE_OK : SQLITE_DENY
      case SQLITE_FUNCTION:
        // Loading code is off by default; the name is refused all the same.
        let name = second.map { String(cString: $0).lowercased() } ?? ""
        return name == "load_extension" ? guarded.deny("it calls load_extension") : SQLITE_OK
      case SQLITE_PRAGMA: return guarded.deny("it runs a PRAGMA")
      case SQLITE_ATTACH, SQLITE_DETACH: return guarded.deny("it opens another database")
      default: return guarded.deny("it does more than read")
      }
    }
}
