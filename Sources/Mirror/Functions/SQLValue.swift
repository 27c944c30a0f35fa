// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
package import Tables

/// What SQLite calls to evaluate a function.
package typealias SQLImplementation =
  @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

/// The arguments and answers of functions we give SQLite. An argument is valid during the call only.
package enum SQLValue {
  /// Registers a function of its arguments alone.
  ///
  /// - Parameter data: what `sqlite3_user_data` gives the implementation; it must live as long as the connection.
  package static func add(
    _ name: String, _ arguments: Int32, to connection: OpaquePointer?,
    data: UnsafeMutableRawPointer? = nil, _ implementation: SQLImplementation
  ) {
    sqlite3_create_function_v2(
      connection, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, data,
      implementation, nil, nil, nil)
  }

  /// Whether an argument is NULL.
  package static func isNull(
    _ index: Int, _ arguments: UnsafeMutablePointer<OpaquePointer?>?
  ) -> Bool {
    guard let value = arguments?[index] else { return true }
    return sqlite3_value_type(value) == SQLITE_NULL
  }

  /// An argument's text in UTF-8, SQLite's own; nil for NULL.
  package static func bytes(
    _ index: Int, _ arguments: UnsafeMutablePointer<OpaquePointer?>?
  ) -> UnsafeBufferPointer<UInt8>? {
    guard let value = arguments?[index], let text = sqlite3_value_text(value) else { return nil }
    return UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
  }

  /// An argument's text; nil for NULL.
  package static func text(
    _ index: Int, _ arguments: UnsafeMutablePointer<OpaquePointer?>?
  ) -> String? {
    bytes(index, arguments).map { String(decoding: $0, as: UTF8.self) }
  }

  /// An argument as an exact number; nil where it is NULL (the result is then NULL) or no such number (the
  /// result is then an error, never an approximation). `mark` is the decimal mark of a text.
  package static func number(
    _ index: Int, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ context: OpaquePointer?,
    mark: UInt8 = UInt8(ascii: ".")
  ) -> ExactDecimal? {
    guard let value = arguments?[index], sqlite3_value_type(value) != SQLITE_NULL else {
      return nil
    }
    if sqlite3_value_type(value) == SQLITE_INTEGER {
      return ExactDecimal(Int(sqlite3_value_int64(value)))
    }
    guard sqlite3_value_type(value) == SQLITE_TEXT, let text = bytes(index, arguments) else {
      fail("a floating point number is not exact", context)
      return nil
    }
    var range = text[...]
    while let first = range.first, first == 0x20 || first == 0x09 { range = range.dropFirst() }
    while let last = range.last, last == 0x20 || last == 0x09 { range = range.dropLast() }
    guard let number = ExactDecimal(parsing: range, decimal: mark) else {
      let found = String(decoding: text.prefix(40), as: UTF8.self)
      let example = mark == UInt8(ascii: ",") ? "1234,50" : "1234.50"
      fail("'\(found)' is not a number written like \(example)", context)
      return nil
    }
    return number
  }

  /// Answers with text.
  package static func answer(_ text: String, _ context: OpaquePointer?) {
    var text = text
    text.withUTF8 { answer($0, context) }
  }

  /// Answers with text in UTF-8.
  package static func answer(_ bytes: UnsafeBufferPointer<UInt8>, _ context: OpaquePointer?) {
    // -1 is SQLITE_TRANSIENT, a macro Swift does not see: SQLite copies before it returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    guard let start = bytes.baseAddress else {
      sqlite3_result_text(context, "", 0, transient)
      return
    }
    sqlite3_result_text(
      context, UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), Int32(bytes.count),
      transient)
  }

  /// Answers with an error, which ends the statement.
  package static func fail(_ message: String, _ context: OpaquePointer?) {
    sqlite3_result_error(context, message, -1)
  }
}
