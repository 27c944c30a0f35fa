// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Mirror

/// `lookup(TABLE, KEY [, DEFAULT])`: what a look-up table of the home says of a key, space around it left out.
///
/// A NULL key is NULL; a key the table lacks is the default, without one an error, which rejects its record.
final class LookupFunction {
  private let tables: [String: [String: String]]

  private init(_ tables: [String: [String: String]]) { self.tables = tables }

  /// Registers it on a connection, over the tables a job names.
  static func register(on database: ScratchDatabase, tables: [String: [String: String]]) {
    for arguments: Int32 in [2, 3] {
      // SQLite gives it back when the connection closes.
      let held = Unmanaged.passRetained(LookupFunction(tables)).toOpaque()
      sqlite3_create_function_v2(
        database.handle, "lookup", arguments,
        SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, held, find, nil, nil,
        { held in
          guard let held else { return }
          Unmanaged<LookupFunction>.fromOpaque(held).release()
        })
    }
  }

  private static let find: SQLImplementation = { context, count, arguments in
    guard let data = sqlite3_user_data(context), let name = SQLValue.text(0, arguments) else {
      return
    }
    let tables = Unmanaged<LookupFunction>.fromOpaque(data).takeUnretainedValue().tables
    guard let table = tables[name] else {
      SQLValue.fail("there is no look-up table jobs/tables/\(name).csv", context)
      return
    }
    guard let bytes = SQLValue.bytes(1, arguments) else { return }
    let range = trimmed(bytes.span)
    let key = String(decoding: bytes[range], as: UTF8.self)
    if let value = table[key] {
      SQLValue.answer(value, context)
    } else if count == 3 {
      sqlite3_result_value(context, arguments?[2])
    } else {
      SQLValue.fail(
        "jobs/tables/\(name).csv has no entry '\(key.prefix(60))'; add it there", context)
    }
  }
}
