// SPDX-License-Identifier: Apache-2.0

import GRDB
import GRDBSQLite

/// The SQL function `gid(TEXT)`: the numeric part of `gid://shopify/Type/123` or
/// `gid://shopify/Type/123?…`; NULL where there is none.
enum GIDFunction {
  static func register(on database: Database) throws {
    let code = sqlite3_create_function_v2(
      database.sqliteConnection, "gid", 1,
      SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
      { context, count, values in
        guard count == 1, let value = values?[0], let text = sqlite3_value_text(value) else {
          return sqlite3_result_null(context)
        }
        let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
        guard let id = GIDFunction.number(in: bytes) else { return sqlite3_result_null(context) }
        sqlite3_result_int64(context, id)
      }, nil, nil, nil)
    guard code == SQLITE_OK else { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
  }

  /// The digits after the last slash that stands before any `?`.
  static func number(in bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    let end = bytes.firstIndex(of: UInt8(ascii: "?")) ?? bytes.endIndex
    let start = bytes[..<end].lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0
    guard start < end else { return nil }
    var number: Int64 = 0
    for byte in bytes[start..<end] {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
      let (sum, carry) = tenfold.addingReportingOverflow(Int64(byte - UInt8(ascii: "0")))
      if overflow || carry { return nil }
      number = sum
    }
    return number
  }
}
