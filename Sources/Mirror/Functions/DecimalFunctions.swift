// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Tables

/// SQLite's names for exact arithmetic on decimals kept as text: `decimal(X)`, `decimal_add(X,Y)`, `decimal_sub(X,Y)`,
/// `decimal_mul(X,Y)`, `decimal_cmp(X,Y)`, `decimal_sum(X)`, and one of ours, `decimal_round(X,PLACES)`.
///
/// NULL in, NULL out; what is no exact number, or would not be exact, is an error, never an approximation. The sum of
/// no rows is NULL; NULLs are left out of it.
package enum DecimalFunctions {
  /// Registers them on a connection.
  package static func register(on connection: OpaquePointer?) {
    SQLValue.add("decimal", 1, to: connection, decimal)
    SQLValue.add("decimal_add", 2, to: connection, add)
    SQLValue.add("decimal_sub", 2, to: connection, subtract)
    SQLValue.add("decimal_mul", 2, to: connection, multiply)
    SQLValue.add("decimal_cmp", 2, to: connection, compare)
    SQLValue.add("decimal_round", 2, to: connection, round)
    sqlite3_create_function_v2(
      connection, "decimal_sum", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS, nil, nil,
      DecimalSum.step, DecimalSum.end, nil)
  }

  private static let decimal: SQLImplementation = { context, _, arguments in
    guard let value = SQLValue.number(0, arguments, context) else { return }
    SQLValue.answer(value.description, context)
  }

  private static let add: SQLImplementation = { context, _, arguments in
    DecimalFunctions.combine(context, arguments) { $0.adding($1) }
  }

  private static let subtract: SQLImplementation = { context, _, arguments in
    DecimalFunctions.combine(context, arguments) { $0.subtracting($1) }
  }

  private static let multiply: SQLImplementation = { context, _, arguments in
    DecimalFunctions.combine(context, arguments) { $0.multiplied(by: $1) }
  }

  private static let compare: SQLImplementation = { context, _, arguments in
    guard let left = SQLValue.number(0, arguments, context),
      let right = SQLValue.number(1, arguments, context)
    else { return }
    sqlite3_result_int64(context, Int64(left.compare(right).signum()))
  }

  private static let round: SQLImplementation = { context, _, arguments in
    guard let value = SQLValue.number(0, arguments, context),
      let places = SQLValue.number(1, arguments, context)
    else { return }
    guard let places = places.integer, (0...ExactDecimal.maxDigits).contains(places) else {
      SQLValue.fail("decimal_round takes 0 to \(ExactDecimal.maxDigits) places", context)
      return
    }
    SQLValue.answer(value.rounded(to: places).description, context)
  }

  private static func combine(
    _ context: OpaquePointer?, _ arguments: UnsafeMutablePointer<OpaquePointer?>?,
    _ operation: (ExactDecimal, ExactDecimal) -> ExactDecimal?
  ) {
    guard let left = SQLValue.number(0, arguments, context),
      let right = SQLValue.number(1, arguments, context)
    else { return }
    guard let result = operation(left, right) else {
      SQLValue.fail(tooLong, context)
      return
    }
    SQLValue.answer(result.description, context)
  }

  fileprivate static let tooLong = "the result has more than 38 digits"
}

/// The state of one `decimal_sum`, in memory SQLite gives it: zeroed before the first row, released by SQLite.
private struct DecimalSum {
  var coefficient: Int128
  var scale: Int
  var hasValue: Bool
  var hasFailed: Bool

  static let step: SQLImplementation = { context, _, arguments in
    guard let memory = sqlite3_aggregate_context(context, Int32(MemoryLayout<DecimalSum>.size))
    else {
      sqlite3_result_error_nomem(context)
      return
    }
    // SQLite aligns to 8 bytes only: the value is copied out and in.
    var sum = memory.loadUnaligned(as: DecimalSum.self)
    defer { memory.storeBytes(of: sum, as: DecimalSum.self) }
    guard !sum.hasFailed, let value = SQLValue.number(0, arguments, context) else { return }
    guard let total = ExactDecimal(coefficient: sum.coefficient, scale: sum.scale).adding(value)
    else {
      sum.hasFailed = true
      SQLValue.fail(DecimalFunctions.tooLong, context)
      return
    }
    sum = DecimalSum(
      coefficient: total.coefficient, scale: total.scale, hasValue: true, hasFailed: false)
  }

  static let end: @convention(c) (OpaquePointer?) -> Void = { context in
    guard let memory = sqlite3_aggregate_context(context, 0) else { return }
    let sum = memory.loadUnaligned(as: DecimalSum.self)
    guard sum.hasValue, !sum.hasFailed else { return }
    SQLValue.answer(
      ExactDecimal(coefficient: sum.coefficient, scale: sum.scale).description, context)
  }
}
