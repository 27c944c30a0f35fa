// SPDX-License-Identifier: Apache-2.0

/// Objects of a JSON document, or of JSON Lines.
package struct JSONFormat: Sendable, Equatable {
  /// The path from the root to the array of records, e.g. `/data/items`; `/` is a root that is an array, or a file
  /// of one object after the other.
  package var records: String = "/"
  /// The values to take, as paths relative to the record: `sku`, `price/amount`, `variants/0/sku`.
  package var fields: [String]
  /// The IANA name of the encoding; a byte order mark wins over it.
  package var encoding: String = "utf-8"

  /// The records at the root, with `fields` read from each.
  package init(fields: [String]) { self.fields = fields }
}
