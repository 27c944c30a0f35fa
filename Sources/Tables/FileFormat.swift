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

/// Delimited text, RFC 4180 unless said otherwise.
package struct CSVFormat: Sendable, Equatable {
  /// The byte between fields.
  package var delimiter: UInt8 = UInt8(ascii: ",")
  /// The byte around fields.
  package var quote: UInt8 = UInt8(ascii: "\"")
  /// The IANA name of the encoding; a byte order mark wins over it.
  package var encoding: String = "utf-8"
  /// What to do with bytes that `encoding` does not allow: nil refuses the file; otherwise the IANA
  /// name of a single-byte encoding those records are read in instead.
  package var fallbackEncoding: String?
  /// What a column that the job names twice or not at all in the header means is settled here:
  /// required columns, matched without regard to case and surrounding space.
  package var required: [String] = []

  /// RFC 4180 in UTF-8.
  package init() {}
}
