// SPDX-License-Identifier: Apache-2.0

import Tables

/// What SQL calls the columns of a table that a delivery brings.
///
/// Every column has a name of its own: one without a name is `#3`, one that others share its name with is `NAME_2` (a
/// plain `NAME` then names none of them), and one called `record` or `line`, which are ours, is `record_2`.
struct RowNames {
  /// One for each column, in order.
  let names: [String]

  /// SQLite's own limit is 2000 columns, ours among them; `cells` holds all.
  static let most = 1_900

  init(_ columns: [String]) {
    var count: [String: Int] = ["record": 1, "line": 1]
    for column in columns { count[Self.plain(column), default: 0] += 1 }
    var taken = Set(columns.map(Self.plain))
    taken.formUnion(["record", "line"])
    var names: [String] = []
    for (index, column) in columns.prefix(Self.most).enumerated() {
      let plain = Self.plain(column)
      if plain.isEmpty {
        names.append("#\(index + 1)")
      } else if count[plain] == 1 {
        names.append(column)
      } else {
        var number = names.contains { Self.plain($0).hasPrefix(plain + "_") } ? 2 : 1
        if plain == "record" || plain == "line" { number = max(2, number) }
        while taken.contains("\(plain)_\(number)") { number += 1 }
        taken.insert("\(plain)_\(number)")
        names.append("\(column)_\(number)")
      }
    }
    self.names = names
  }

  /// As SQLite compares names.
  static func plain(_ name: String) -> String {
    String(
      name.lowercased().drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
  }
}
