// SPDX-License-Identifier: Apache-2.0

/// Objects of a JSON document, or of JSON Lines.
package struct JSONFormat: Sendable, Equatable {
  /// The path from the root to the array of records, e.g. `/data/items`; `/` is a root that is an array, or a file
  /// of one object after the other.
  package var records: String = "/"
  /// The values to take, as paths relative to the record: `sku`, `price/amount`, `variants/0/sku`. One that begins
  /// with `/` counts from the root and names a value that stands before the array of records.
  package var fields: [String]
  /// What repeats within a record, each a table of its own.
  package var children: [ChildPaths] = []
  /// The IANA name of the encoding; a byte order mark wins over it.
  package var encoding: String = "utf-8"
  /// The decimal mark numbers are given, and texts are expected to have: `.` or `,`. JSON itself writes a point.
  package var decimal: UInt8 = UInt8(ascii: ".")

  /// The records at the root, with `fields` read from each.
  package init(fields: [String]) { self.fields = fields }
}

/// The steps of a path in a JSON document.
package enum JSONPath {
  /// Its steps: the names of members, or the numbers of an array's elements from 0. In a name `~1` stands for `/` and
  /// `~0` for `~`; `.` is where the path begins.
  package static func steps(_ path: String) -> [String] {
    path.split(separator: "/").filter { $0 != "." }
      .map { String($0).replacing("~1", with: "/").replacing("~0", with: "~") }
  }

  /// A member's name as a step of a path.
  static func step(_ name: String) -> String {
    name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  /// Whether a path counts from the root, to a value outside of the record.
  package static func leadsOutside(_ path: String) -> Bool { path.hasPrefix("/") }
}
