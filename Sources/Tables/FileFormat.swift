// SPDX-License-Identifier: Apache-2.0

/// How a delivery's bytes become records, as a job states it.
package enum FileFormat: Sendable, Equatable {
  /// Delimited text.
  case csv(CSVFormat)
  /// Repeating elements.
  case xml(XMLFormat)
  /// Objects of a JSON document, or of JSON Lines.
  case json(JSONFormat)
  /// Lines in which every value has its place.
  case fixed(FixedFormat)
  /// A sheet of an Office Open XML workbook.
  case xlsx(XLSXFormat)
}
