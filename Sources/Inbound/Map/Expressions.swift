// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Mirror
import Tables

/// The SQLite expressions of a job (`where:` and `{sql: …}`), compiled once and evaluated per record over the
/// columns as text.
///
/// The connection holds no data and may do nothing but evaluate: an authorizer refuses every other action, so a
/// job file cannot reach the file system, another database or a setting.
final class Expressions {
  private let statement: ScratchStatement
  /// For each parameter the column of the file it is bound to.
  let columns: [Int]

  /// Compiles a job's expressions over a file's columns.
  ///
  /// - Throws: what SQLite says, e.g. `no such column: QTY`.
  init(
    _ expressions: [String], where filter: String?, columns: [String], numbers: NumberMarks,
    lookups: [String: [String: String]]
  ) throws(ScratchError) {
    let database = try ScratchDatabase(path: ":memory:")
    NumberFunction.register(on: database, numbers: numbers)
    DecimalFunctions.register(on: database.handle)
    TextFunctions.register(on: database.handle)
    PatternFunctions.register(on: database.handle)
    LookupFunction.register(on: database, tables: lookups)
    // Columns without a name have none in SQL either, but a table wants one for each.
    let names = columns.enumerated().map { index, name in
      Self.quoted(name.isEmpty ? "#\(index + 1)" : name)
    }
    let list = expressions.isEmpty ? "1" : expressions.map { "(\($0)\n)" }.joined(separator: ", ")
    let condition = filter.map { " WHERE (\($0)\n)" } ?? ""
    try database.execute(
      "CREATE TABLE feed (\(names.map { $0 + " TEXT" }.joined(separator: ", ")))")
    // Which columns are read is SQLite's to say: only those are bound for every record.
    let read = try Self.columnsRead(by: "SELECT \(list) FROM feed\(condition)", on: database)
    let used = columns.indices.filter { read.contains(columns[$0].lowercased()) }
    let source = used.enumerated().map { "?\($0.offset + 1) AS \(names[$0.element])" }
    statement = try database.prepare(
      "SELECT \(list) FROM (SELECT \(source.isEmpty ? "1" : source.joined(separator: ", ")))"
        + condition)
    self.columns = used
    for sql in expressions + [filter].compactMap(\.self) {
      guard let bad = Mapping.badPattern(in: sql) else { continue }
      throw ScratchError(SQLITE_ERROR, bad.reason)
    }
  }

  /// The columns a statement reads, in lower case; from here on the connection may do nothing but evaluate.
  private static func columnsRead(by sql: String, on database: ScratchDatabase)
    throws(ScratchError) -> Set<String>
  {
    let reads = ReadColumns()
    // `reads` outlives the authorizer that holds it: another takes its place before this returns.
    let failure = withExtendedLifetime(reads) { () -> ScratchError? in
      let context = Unmanaged.passUnretained(reads).toOpaque()
      sqlite3_set_authorizer(database.handle, authorizer, context)
      defer { sqlite3_set_authorizer(database.handle, authorizer, nil) }
      do throws(ScratchError) {
        _ = try database.prepare(sql)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
    return reads.names
  }

  /// Evaluates one record; false where the condition is not true of it. The results stand in `statement`
  /// until `finish()`.
  func evaluate(_ record: Int, of batch: borrowing RecordBatch) throws(ScratchError) -> Bool {
    for (index, column) in columns.enumerated() {
      guard column < batch.columnCount else {
        statement.bindNull(index + 1)
        continue
      }
      let cell = batch.cell(record, column)
      if !cell.hasValue {
        statement.bindNull(index + 1)
      } else {
        let start = Int(cell.start)
        statement.bind(
          batch.bytes.span.extracting(start..<start + Int(cell.length)), index + 1)
      }
    }
    return try statement.step()
  }

  /// SQLite's type of one result.
  func type(_ index: Int) -> Int32 { statement.type(index) }

  /// The bytes of one result; nil for NULL.
  func bytes(_ index: Int) -> UnsafeRawBufferPointer? { statement.bytes(index) }

  /// Ends the evaluation of a record.
  func finish() { statement.reset() }

  /// A name as SQL identifier.
  static func quoted(_ name: String) -> String {
    "\"" + name.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  private static let authorizer:
    @convention(c) (
      UnsafeMutableRawPointer?, Int32, UnsafePointer<CChar>?, UnsafePointer<CChar>?,
      UnsafePointer<CChar>?, UnsafePointer<CChar>?
    ) -> Int32 = { context, action, first, second, _, _ in
      switch action {
      case SQLITE_READ:
        if let context, let second {
          Unmanaged<ReadColumns>.fromOpaque(context).takeUnretainedValue()
            .names.insert(String(cString: second).lowercased())
        }
        return SQLITE_OK
      case SQLITE_SELECT: return SQLITE_OK
      case SQLITE_FUNCTION:
        // Loading code is off by default; the name is refused all the same.
        guard let second, String(cString: second).lowercased() != "load_extension" else {
          return SQLITE_DENY
        }
        return SQLITE_OK
      default: return SQLITE_DENY
      }
    }

  /// The columns the authorizer was told of.
  private final class ReadColumns {
    var names: Set<String> = []
  }
}
