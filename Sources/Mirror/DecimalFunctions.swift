// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import GRDB
import Tables

/// The functions every connection of the mirror has beside SQLite's own: its names for exact arithmetic on
/// decimals kept as text, and `sha256(TEXT)` in hexadecimal digits.
enum DecimalFunctions {
  static func register(on database: Database) {
    database.add(function: binary("decimal_add") { $0.adding($1) })
    database.add(function: binary("decimal_sub") { $0.subtracting($1) })
    database.add(function: binary("decimal_mul") { $0.multiplied(by: $1) })
    database.add(
      function: DatabaseFunction("decimal_cmp", argumentCount: 2, pure: true) { values in
        guard let left = try number(values[0]), let right = try number(values[1]) else {
          return nil
        }
        return left == right ? 0 : left < right ? -1 : 1
      })
    database.add(
      function: DatabaseFunction(
        "decimal_sum", argumentCount: 1, pure: true, aggregate: DecimalSum.self))
    database.add(
      function: DatabaseFunction("sha256", argumentCount: 1, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]) else { return nil }
        return SHA256.hash(data: Array(text.utf8)).map { byte in
          String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
      })
  }

  private static func binary(
    _ name: String, _ combine: @escaping @Sendable (ExactDecimal, ExactDecimal) -> ExactDecimal?
  ) -> DatabaseFunction {
    DatabaseFunction(name, argumentCount: 2, pure: true) { values in
      guard let left = try number(values[0]), let right = try number(values[1]) else { return nil }
      guard let result = combine(left, right) else { throw tooLong }
      return result.description
    }
  }

  /// NULL is nil; what is no exact number is an error, never an approximation.
  fileprivate static func number(_ value: DatabaseValue) throws -> ExactDecimal? {
    if value.isNull { return nil }
    if let text = String.fromDatabaseValue(value), let number = ExactDecimal(parsing: text) {
      return number
    }
    if case .int64(let integer) = value.storage {
      return ExactDecimal(coefficient: Int128(integer), scale: 0)
    }
    throw DatabaseError(message: "\(value) is not a decimal number")
  }

  fileprivate static let tooLong = DatabaseError(message: "the result has more than 38 digits")
}

/// `decimal_sum(X)`: NULL over no rows; NULLs are left out.
private struct DecimalSum: DatabaseAggregate {
  private var sum: ExactDecimal?

  mutating func step(_ values: [DatabaseValue]) throws {
    guard let value = try DecimalFunctions.number(values[0]) else { return }
    guard let sum else {
      self.sum = value
      return
    }
    guard let total = sum.adding(value) else { throw DecimalFunctions.tooLong }
    self.sum = total
  }

  func finalize() -> (any DatabaseValueConvertible)? { sum?.description }
}
