// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Tables

/// `money(X)`: a decimal text in canonical form, so that the store's `9.5` equals the file's `9.50`. NULL and
/// what is no number stay as they are.
enum MoneyFunction {
  /// Registers it on a connection.
  static func register(on database: ScratchDatabase) {
    sqlite3_create_function_v2(
      database.handle, "money", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil,
      { context, _, arguments in
        guard let value = arguments?[0] else { return }
        guard sqlite3_value_type(value) == SQLITE_TEXT, let text = sqlite3_value_text(value),
          let number = ExactDecimal(
            parsing: UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value))))
        else {
          sqlite3_result_value(context, value)
          return
        }
        // -1 is SQLITE_TRANSIENT, a macro Swift does not see: SQLite copies before it returns.
        sqlite3_result_text(
          context, number.money, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
      }, nil, nil, nil)
  }
}
