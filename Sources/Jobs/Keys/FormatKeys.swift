// SPDX-License-Identifier: Apache-2.0

import Tables

extension KeyTable {
  /// The keys of `format: {type: json}`.
  static let jsonKeys: [Key] = [
    Key(
      "records", .text, default: "/",
      "The path from the root to the array of records, e.g. /data/items; / is a root that is an array, or JSON Lines."
    ),
    textEncoding,
    decimal, thousands,
  ]

  /// The keys of `format: {type: fixed}`.
  static let fixedKeys: [Key] = [
    Key("columns", places, "Where the values stand, in files whose lines are all alike."),
    Key(
      "kinds",
      .names(
        .table([
          Key(
            "is", .choice(FixedFormat.Role.allCases.map(\.rawValue)), default: "record",
            "A record, a heading whose values belong to the records after it, a child of the record before it, or lines to pass over."
          ),
          Key(
            "table", .text, default: "lines",
            "Of a child: the name of the table its lines are rows of, for `map`."),
          Key("columns", places, "Where the values of such a line stand."),
        ])),
      "Where lines differ: the characters each kind begins with, and what it is; the first that fits counts."
    ),
    textEncoding,
    decimal, thousands,
  ]

  /// The keys of `format: {type: xlsx}`.
  static let xlsxKeys: [Key] = [
    Key("sheet", .text, "The sheet's name; the first that is not hidden if left out."),
    Key(
      "skip", .integer(0...1000), default: "0",
      "How many rows stand before the header; after them it is the first that is not empty."),
    decimal, thousands,
  ]

  private static let textEncoding = Key(
    "encoding", .text, default: "utf-8",
    "The IANA name of the character set; a byte order mark wins over it.")

  private static let places = Key.Shape.names(
    .table([
      .required("start", .integer(1...FixedFormat.maxPlace), "Its first character, from 1."),
      .required("width", .integer(1...FixedFormat.maxPlace), "How many characters."),
    ]))
}
