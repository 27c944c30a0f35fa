// SPDX-License-Identifier: Apache-2.0

import Tables

/// A downloaded bulk result, looked at before any row is taken from it.
enum BulkResult {
  /// Throws `result` where a file cannot be the whole answer: cut within a line, or fewer objects than the
  /// store counted.
  static func check(_ path: String, objectCount: Int) throws(MirrorError) {
    let file = try LineFile(path: path)
    var lines = 0
    var last: [UInt8] = []
    while let line = try file.next() {
      lines += 1
      if file.lastLineIsOpen { last = Array(line) }
    }
    if file.lastLineIsOpen {
      do {
        _ = try JSON(parsing: last)
      } catch {
        throw MirrorError(
          .result, "The bulk result is cut within its line \(lines): \(error).")
      }
    }
    guard lines >= objectCount else {
      throw MirrorError(
        .result,
        "The bulk result is cut: it has \(lines) objects where the store counted \(objectCount).")
    }
  }
}
