// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Jobs
import Tables

/// The functions an expression has beside SQLite's own: `number(X)`, which reads a number in the job's format,
/// and SQLite's names for exact arithmetic, `decimal`, `decimal_add`, `decimal_sub`, `decimal_mul`,
/// `decimal_cmp`.
///
/// NULL in, NULL out. A whole number that fits is an INTEGER, any other exact result TEXT; what cannot be read
/// or would not be exact is an error, never an approximation.
enum DecimalFunctions {
  /// Registers them on a connection. `numbers` are the marks `number` expects; the others expect a point.
  static func register(on database: ScratchDatabase, numbers: NumberMarks) {
    // The marks travel in the pointer itself: nothing to keep alive, nothing to release.
    let group = NumberMarks.Thousands.allCases.firstIndex { $0 == numbers.thousands } ?? 0xFF
    let marks = UnsafeMutableRawPointer(bitPattern: UInt(numbers.decimal) | UInt(group) << 8)
    let flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS
    let functions: [(String, Int32, Implementation)] = [
      ("number", 1, number), ("decimal", 1, decimal), ("decimal_add", 2, add),
      ("decimal_sub", 2, subtract), ("decimal_mul", 2, multiply), ("decimal_cmp", 2, compare),
    ]
    for (name, arguments, implementation) in functions {
      sqlite3_create_function_v2(
        database.handle, name, arguments, flags, marks, implementation, nil, nil, nil)
    }
  }

  private typealias Implementation =
    @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<OpaquePointer?>?) -> Void

  private static let number: Implementation = { context, _, arguments in
    let packed = UInt(bitPattern: sqlite3_user_data(context))
    let group = Int(packed >> 8)
    let all = NumberMarks.Thousands.allCases
    let marks = NumberMarks(
      decimal: UInt8(truncatingIfNeeded: packed),
      thousands: all.indices.contains(group) ? all[group] : nil)
    guard let value = DecimalFunctions.argument(0, arguments, context, marks: marks) else { return }
    if let whole = value.integer {
      sqlite3_result_int64(context, Int64(whole))
    } else {
      DecimalFunctions.answer(value, context)
    }
  }

  private static let decimal: Implementation = { context, _, arguments in
    guard let value = DecimalFunctions.argument(0, arguments, context) else { return }
    DecimalFunctions.answer(value, context)
  }

  private static let add: Implementation = { context, _, arguments in
    DecimalFunctions.combine(context, arguments) { $0.adding($1) }
  }

  private static let subtract: Implementation = { context, _, arguments in
    DecimalFunctions.combine(context, arguments) { $0.subtracting($1) }
  }

  private static let multiply: Implementation = { context, _, arguments in
    DecimalFunctions.combine(context, arguments) { $0.multiplied(by: $1) }
  }

  private static let compare: Implementation = { context, _, arguments in
    guard let left = DecimalFunctions.argument(0, arguments, context),
      let right = DecimalFunctions.argument(1, arguments, context)
    else { return }
    sqlite3_result_int64(context, Int64(left.compare(right).signum()))
  }

  private static func combine(
    _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
    _ operation: (ExactDecimal, ExactDecimal) -> ExactDecimal?
  ) {
    guard let left = argument(0, arguments, context),
      let right = argument(1, arguments, context)
    else { return }
    guard let result = operation(left, right) else {
      sqlite3_result_error(context, "the result has more than 38 digits", -1)
      return
    }
    answer(result, context)
  }

  private static func answer(_ value: ExactDecimal, _ context: OpaquePointer?) {
    let text = value.description
    // -1 is SQLITE_TRANSIENT, a macro Swift does not see: SQLite copies before it returns.
    sqlite3_result_text(context, text, -1, unsafeBitCast(-1, to: sqlite3_destructor_type.self))
  }

  /// An argument as an exact number; nil where it is NULL (the result is then NULL) or no such number (the
  /// result is then an error).
  private static func argument(
    _ index: Int, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ context: OpaquePointer?,
    marks: NumberMarks = NumberMarks()
  ) -> ExactDecimal? {
    guard let value = arguments?[index], sqlite3_value_type(value) != SQLITE_NULL else {
      return nil
    }
    if sqlite3_value_type(value) == SQLITE_INTEGER {
      return ExactDecimal(Int(sqlite3_value_int64(value)))
    }
    guard sqlite3_value_type(value) == SQLITE_TEXT, let text = sqlite3_value_text(value) else {
      sqlite3_result_error(context, "a floating point number is not exact", -1)
      return nil
    }
    let bytes = UnsafeBufferPointer(start: text, count: Int(sqlite3_value_bytes(value)))
    let range = trimmed(bytes.span)
    var digits: [UInt8] = []
    guard NumberText.appendUngrouped(bytes.span.extracting(range), marks, to: &digits),
      let number = ExactDecimal(parsing: digits, decimal: marks.decimal)
    else {
      let found = String(decoding: bytes.prefix(40), as: UTF8.self)
      sqlite3_result_error(
        context, "'\(found)' is not a number written like \(marks.example)", -1)
      return nil
    }
    return number
  }
}
