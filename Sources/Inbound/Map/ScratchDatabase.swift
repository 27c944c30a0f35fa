// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Glibc

/// A private SQLite connection for work that is thrown away: expressions and the staged comparison.
///
/// SQLite's own interface, because both run once per record. Not shared between tasks.
final class ScratchDatabase {
  let handle: OpaquePointer

  /// Opens a file, or memory where `path` is `:memory:`. URI names are understood, so that another database
  /// can be attached read-only.
  init(path: String) throws(ScratchError) {
    var opened: OpaquePointer?
    let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX
    let code = sqlite3_open_v2(path, &opened, flags, nil)
    guard let opened, code == SQLITE_OK else {
      let error = ScratchError(code, opened.map { String(cString: sqlite3_errmsg($0)) } ?? path)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
    // A misspelt column in double quotes is a fault, not a text.
    _disableDoubleQuotedStringLiterals(opened)
    sqlite3_busy_timeout(opened, 10_000)
  }

  /// Opens a file that nobody writes any more.
  init(readOnly path: String) throws(ScratchError) {
    var opened: OpaquePointer?
    let uri = "file:\(Stage.uriPath(path))?immutable=1"
    let code = sqlite3_open_v2(
      uri, &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, nil)
    guard let opened, code == SQLITE_OK else {
      let error = ScratchError(code, opened.map { String(cString: sqlite3_errmsg($0)) } ?? path)
      sqlite3_close_v2(opened)
      throw error
    }
    handle = opened
  }

  deinit { sqlite3_close_v2(handle) }

  /// Removes a file that is not needed any more; not an error where it is gone.
  static func remove(_ path: String) { unlink(path) }

  /// Runs statements without results.
  func execute(_ sql: String) throws(ScratchError) {
    let code = sqlite3_exec(handle, sql, nil, nil, nil)
    guard code == SQLITE_OK else { throw error(code) }
  }

  /// Prepares one statement.
  func prepare(_ sql: String) throws(ScratchError) -> ScratchStatement {
    try ScratchStatement(sql, on: self)
  }

  /// The first column of the first row as an integer; 0 where there is none.
  func integer(_ sql: String) throws(ScratchError) -> Int {
    let statement = try prepare(sql)
    return try statement.step() ? Int(statement.int64(0)) : 0
  }

  /// How many rows the last INSERT, UPDATE or DELETE touched.
  var changes: Int { Int(sqlite3_changes64(handle)) }

  /// The error SQLite just reported.
  func error(_ code: Int32) -> ScratchError {
    let offset = sqlite3_error_offset(handle)
    return ScratchError(
      code, String(cString: sqlite3_errmsg(handle)), offset: offset < 0 ? nil : Int(offset))
  }
}

/// A prepared statement; columns count from 0, parameters from 1.
final class ScratchStatement {
  let pointer: OpaquePointer
  /// What follows the first statement of the text, without the space and semicolons around it.
  let tail: String
  private let database: ScratchDatabase

  init(_ sql: String, on database: ScratchDatabase) throws(ScratchError) {
    var prepared: OpaquePointer?
    var rest = ""
    let code = sql.withCString { start in
      var end: UnsafePointer<CChar>?
      let code = sqlite3_prepare_v2(database.handle, start, -1, &prepared, &end)
      if let end, end.pointee != 0 { rest = String(cString: end) }
      return code
    }
    guard let prepared else {
      throw code == SQLITE_OK
        ? ScratchError(SQLITE_ERROR, "there is no statement") : database.error(code)
    }
    pointer = prepared
    tail = String(rest.drop { $0.isWhitespace || $0 == ";" })
    self.database = database
  }

  deinit { sqlite3_finalize(pointer) }

  /// The next row: true where there is one.
  func step() throws(ScratchError) -> Bool {
    switch sqlite3_step(pointer) {
    case SQLITE_ROW: return true
    case SQLITE_DONE: return false
    case let code: throw database.error(code)
    }
  }

  /// Runs to the end and makes it ready to run again.
  func run() throws(ScratchError) {
    // The code of a failed step comes back from reset as well: it has been thrown already.
    defer { sqlite3_reset(pointer) }
    while try step() {}
  }

  /// Makes it ready to run again; the bound values stay.
  func reset() { sqlite3_reset(pointer) }

  /// Binds NULL to the parameters from a number on.
  func clear(from first: Int) {
    let count = Int(sqlite3_bind_parameter_count(pointer))
    guard first <= count else { return }
    for index in first...count { bindNull(index) }
  }

  /// Binds another statement's result, whatever its type.
  func bind(_ column: Int, of other: ScratchStatement, _ index: Int) {
    sqlite3_bind_value(pointer, Int32(index), sqlite3_column_value(other.pointer, Int32(column)))
  }

  func bindNull(_ index: Int) { sqlite3_bind_null(pointer, Int32(index)) }

  func bind(_ value: Int64, _ index: Int) { sqlite3_bind_int64(pointer, Int32(index), value) }

  func bind(_ text: String, _ index: Int) {
    var text = text
    text.withUTF8 { bindCopy(UnsafeRawBufferPointer($0), index) }
  }

  /// Binds UTF-8; SQLite takes a copy.
  func bind(_ bytes: Span<UInt8>, _ index: Int) {
    bytes.withUnsafeBytes { bindCopy($0, index) }
  }

  /// Binds UTF-8 that stays where it is until the statement has run.
  func bindStatic(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
    guard let start = bytes.baseAddress else { return bindCopy(bytes, index) }
    sqlite3_bind_text(
      pointer, Int32(index), start.assumingMemoryBound(to: CChar.self), Int32(bytes.count), nil)
  }

  private func bindCopy(_ bytes: UnsafeRawBufferPointer, _ index: Int) {
    // -1 is SQLITE_TRANSIENT, a macro Swift does not see: SQLite copies before it returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    if let start = bytes.baseAddress {
      sqlite3_bind_text(
        pointer, Int32(index), start.assumingMemoryBound(to: CChar.self), Int32(bytes.count),
        transient)
    } else {
      sqlite3_bind_text(pointer, Int32(index), "", 0, transient)
    }
  }

  /// `SQLITE_INTEGER`, `SQLITE_TEXT`, `SQLITE_FLOAT`, `SQLITE_BLOB` or `SQLITE_NULL`.
  func type(_ column: Int) -> Int32 { sqlite3_column_type(pointer, Int32(column)) }

  func int64(_ column: Int) -> Int64 { sqlite3_column_int64(pointer, Int32(column)) }

  /// The text as UTF-8, SQLite's own until the next step; nil for NULL.
  func bytes(_ column: Int) -> UnsafeRawBufferPointer? {
    guard let text = sqlite3_column_text(pointer, Int32(column)) else { return nil }
    return UnsafeRawBufferPointer(
      start: text, count: Int(sqlite3_column_bytes(pointer, Int32(column))))
  }

  /// The text; nil for NULL.
  func text(_ column: Int) -> String? {
    bytes(column).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The names of the result's columns.
  var columnNames: [String] {
    (0..<sqlite3_column_count(pointer)).map { column in
      sqlite3_column_name(pointer, column).map { String(cString: $0) } ?? ""
    }
  }
}

/// SQLite would not do as told.
struct ScratchError: Error, CustomStringConvertible {
  /// SQLite's result code.
  let code: Int32
  /// SQLite's words.
  let description: String
  /// The byte of the SQL it is about, where SQLite says.
  let offset: Int?

  init(_ code: Int32, _ description: String, offset: Int? = nil) {
    self.code = code
    self.description = description
    self.offset = offset
  }

  /// As the room's error: a full disk is a full disk, everything else here is ours.
  var asInboundError: InboundError {
    switch code & 0xFF {
    case SQLITE_FULL:
      InboundError(.disk, "There is no space to compare the delivery in: \(description).")
    case SQLITE_IOERR, SQLITE_CANTOPEN, SQLITE_READONLY:
      InboundError(.disk, "The folder for comparisons cannot be used: \(description).")
    default: InboundError(.bug, "The comparison's SQL failed: \(description).")
    }
  }
}
