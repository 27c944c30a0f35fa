// SPDX-License-Identifier: Apache-2.0

/// Repeating elements of an XML document.
package struct XMLFormat: Sendable, Equatable {
  /// The path from the root to the repeating element, e.g. `/prices/item`; several stand with `|` between them.
  package var records: String
  /// The values to take, as XPath 1.0 seen from the record: `sku`, `price/@currency`,
  /// `FEATURE[FNAME='Color']/FVALUE`. A path that begins with `/` or `../` leads outside of the record, to what
  /// stands before it.
  package var fields: [String]
  /// What prefixes in `records`, `fields` and `children` mean: prefix → namespace; a name without prefix is
  /// then one in no namespace. With none, names match in any namespace, whatever their prefixes.
  package var namespaces: [String: String] = [:]
  /// What repeats within a record, each a table of its own.
  package var children: [ChildPaths] = []
  /// True where the job says `doctype: ignore`: a DOCTYPE without an internal subset is passed over
  /// and never loaded. False refuses any DOCTYPE.
  package var ignoresDoctype: Bool = false

  /// The elements at `records`, with `fields` read from each.
  package init(records: String, fields: [String]) {
    self.records = records
    self.fields = fields
  }
}
