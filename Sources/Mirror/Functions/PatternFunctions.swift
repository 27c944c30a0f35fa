// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite
import Tables

/// Regular expressions in SQL: `X REGEXP PATTERN`, `regexp_extract(X, PATTERN [, GROUP])` and
/// `regexp_replace(X, PATTERN, REPLACEMENT)`, as RE2 reads them.
///
/// NULL in, NULL out. A pattern is compiled once and kept: patterns that differ from row to row share a few places.
package final class PatternFunctions {
  /// The patterns met last, the most recent first.
  private var known: [(text: [UInt8], pattern: Pattern)] = []
  /// With what RE2 may take for each this bounds the memory of a connection.
  private static let places = 12

  private init() {}

  /// Registers them on a connection.
  package static func register(on connection: OpaquePointer?) {
    let functions = PatternFunctions()
    functions.add("regexp", 2, to: connection, matches)
    functions.add("regexp_extract", 2, to: connection, extract)
    functions.add("regexp_extract", 3, to: connection, extract)
    functions.add("regexp_replace", 3, to: connection, replace)
  }

  /// What is wrong with a pattern, in a sentence that names it; nil where it is sound.
  package static func complaint(about pattern: String) -> String? {
    var pattern = pattern
    return pattern.withUTF8 { bytes in
      do throws(PatternFault) {
        _ = try Pattern(bytes)
        return nil
      } catch { return error.description }
    }
  }

  private func add(
    _ name: String, _ arguments: Int32, to connection: OpaquePointer?,
    _ implementation: SQLImplementation
  ) {
    // SQLite gives each of them back when the connection closes.
    sqlite3_create_function_v2(
      connection, name, arguments, SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
      Unmanaged.passRetained(self).toOpaque(), implementation, nil, nil,
      { held in
        guard let held else { return }
        Unmanaged<PatternFunctions>.fromOpaque(held).release()
      })
  }

  /// `X REGEXP PATTERN` is `regexp(PATTERN, X)`.
  private static let matches: SQLImplementation = { context, _, arguments in
    guard let text = SQLValue.bytes(1, arguments),
      let pattern = PatternFunctions.pattern(0, arguments, context)
    else { return }
    sqlite3_result_int(context, pattern.matches(text) ? 1 : 0)
  }

  private static let extract: SQLImplementation = { context, count, arguments in
    guard let text = SQLValue.bytes(0, arguments),
      let pattern = PatternFunctions.pattern(1, arguments, context)
    else { return }
    var group = 0
    if count == 3 {
      guard let number = SQLValue.number(2, arguments, context) else { return }
      guard let whole = number.integer, (0...pattern.groups).contains(whole) else {
        let most = pattern.groups
        SQLValue.fail(
          "regexp_extract: the pattern has \(most) group\(most == 1 ? "" : "s"), not a group \(number)",
          context)
        return
      }
      group = whole
    }
    guard let range = pattern.find(group, in: text) else { return }
    SQLValue.answer(UnsafeBufferPointer(rebasing: text[range]), context)
  }

  private static let replace: SQLImplementation = { context, _, arguments in
    guard let text = SQLValue.bytes(0, arguments), let by = SQLValue.bytes(2, arguments),
      let pattern = PatternFunctions.pattern(1, arguments, context)
    else { return }
    do throws(PatternFault) {
      try pattern.replace(in: text, by: by) { SQLValue.answer($0, context) }
    } catch { SQLValue.fail("regexp_replace: \(error)", context) }
  }

  /// An argument as a pattern; nil where it is NULL, or an error was answered.
  private static func pattern(
    _ index: Int, _ arguments: UnsafeMutablePointer<OpaquePointer?>?, _ context: OpaquePointer?
  ) -> Pattern? {
    guard let held = sqlite3_user_data(context), let bytes = SQLValue.bytes(index, arguments)
    else { return nil }
    do throws(PatternFault) {
      return try Unmanaged<PatternFunctions>.fromOpaque(held).takeUnretainedValue().pattern(bytes)
    } catch {
      SQLValue.fail(error.description, context)
      return nil
    }
  }

  private func pattern(_ bytes: UnsafeBufferPointer<UInt8>) throws(PatternFault) -> Pattern {
    if let first = known.first, first.text.elementsEqual(bytes) { return first.pattern }
    if let index = known.firstIndex(where: { $0.text.elementsEqual(bytes) }) {
      let found = known.remove(at: index)
      known.insert(found, at: 0)
      return found.pattern
    }
    let pattern = try Pattern(bytes)
    if known.count == Self.places { known.removeLast() }
    known.insert((Array(bytes), pattern), at: 0)
    return pattern
  }
}
