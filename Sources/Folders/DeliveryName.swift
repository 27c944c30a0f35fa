// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What a name in an inbox says about the file.
enum DeliveryName {
  /// Endings that uploaders give to what is not yet whole.
  static let unfinishedEndings = [".part", ".filepart", ".tmp", "~"]

  static func isUnfinished(_ name: String) -> Bool {
    let lower = name.lowercased()
    return unfinishedEndings.contains { lower.hasSuffix($0) }
  }

  static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") }

  /// A file of rejected records we wrote, mended and dropped again: it matches every feed's `files:`.
  static func isCorrection(_ name: String) -> Bool {
    ["csv", "xml", "json", "txt", "xlsx"].contains { name.hasSuffix(".rejected.\($0)") }
  }

  /// Shell pattern (`*`, `?`, `[…]`), case-sensitive; a backslash is itself. What is packed has the name of what is
  /// in it, with `.gz` after it.
  static func matches(_ name: String, _ pattern: String) -> Bool {
    func isMatch(_ name: String) -> Bool { fnmatch(pattern, name, FNM_NOESCAPE) == 0 }
    return isMatch(name) || name.lowercased().hasSuffix(".gz") && isMatch(String(name.dropLast(3)))
  }
}
