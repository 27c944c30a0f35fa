// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Mirror
import Tables

/// `number(X)`: a number as the job's files write it, exactly. A whole number that fits is an INTEGER, any other TEXT.
///
/// NULL in, NULL out; what cannot be read is an error, never an approximation.
enum NumberFunction {
  /// Registers it on a connection; `numbers` are the marks it expects.
  static func register(on database: ScratchDatabase, numbers: NumberMarks) {
    // The marks travel in the pointer itself: nothing to keep alive, nothing to release.
    let group = NumberMarks.Thousands.allCases.firstIndex { $0 == numbers.thousands } ?? 0xFF
    let marks = UnsafeMutableRawPointer(bitPattern: UInt(numbers.decimal) | UInt(group) << 8)
    SQLValue.add("number", 1, to: database.handle, data: marks) { context, _, arguments in
      let packed = UInt(bitPattern: sqlite3_user_data(context))
      let group = Int(packed >> 8)
      let all = NumberMarks.Thousands.allCases
      let marks = NumberMarks(
        decimal: UInt8(truncatingIfNeeded: packed),
        thousands: all.indices.contains(group) ? all[group] : nil)
      guard let value = NumberFunction.read(arguments, context, marks) else { return }
      if let whole = value.integer {
        sqlite3_result_int64(context, Int64(whole))
      } else {
        SQLValue.answer(value.description, context)
      }
    }
  }

  /// The argument as an exact number; nil where it is NULL, or an error was answered.
  private static func read(
    _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ context: OpaquePointer?,
    _ marks: NumberMarks
  ) -> ExactDecimal? {
    guard let value = arguments?[0], sqlite3_value_type(value) == SQLITE_TEXT,
      let text = SQLValue.bytes(0, arguments)
    else { return SQLValue.number(0, arguments, context) }
    let range = trimmed(text.span)
    var digits: [UInt8] = []
    guard NumberText.appendUngrouped(text.span.extracting(range), marks, to: &digits),
      let number = ExactDecimal(parsing: digits, decimal: marks.decimal)
    else {
      let found = String(decoding: text.prefix(40), as: UTF8.self)
      SQLValue.fail("'\(found)' is not a number written like \(marks.example)", context)
      return nil
    }
    return number
  }
}
