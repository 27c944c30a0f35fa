// SPDX-License-Identifier: Apache-2.0

/// What ends a line of delimited text.
package enum CSVLineEnd: Sendable {
  case lf
  case crlf
}

/// Whether a spreadsheet may run a text as a formula.
package enum CSVFormulas: Sendable {
  /// For systems: values are written as they are.
  case kept
  /// For spreadsheets: an apostrophe goes before a text that begins like a formula. Numbers stay.
  case neutralised
}

/// Writes records as delimited text (RFC 4180) to wherever the bytes go.
///
/// A value is quoted where it must be: it holds a delimiter, a quote or a line end, begins or ends with
/// a space, or is the only, empty value of its record (which would be an empty line).
package struct CSVWriter<Failure: Error> {
  private let delimiter: UInt8
  private let quote: UInt8
  private let lineEnd: CSVLineEnd
  private let formulas: CSVFormulas
  private let limit: Int
  private let sink: ([UInt8]) throws(Failure) -> Void
  private var buffer: [UInt8] = []
  private var fields = 0
  private var recordStart = 0

  /// A writer that hands its bytes to `sink` in pieces of about `buffering` bytes.
  package init(
    delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\""),
    lineEnd: CSVLineEnd = .crlf,
    formulas: CSVFormulas = .kept,
    buffering limit: Int = 64 << 10, to sink: @escaping ([UInt8]) throws(Failure) -> Void
  ) {
    self.delimiter = delimiter
    self.quote = quote
    self.lineEnd = lineEnd
    self.formulas = formulas
    self.limit = limit
    self.sink = sink
  }

  /// Writes a record; nil is an empty value.
  ///
  /// - Throws: what the sink throws; what was written before may be incomplete then.
  package mutating func write(_ record: some Sequence<String?>) throws(Failure) {
    for value in record { field((value ?? "").utf8) }
    try endRecord()
  }

  /// Adds one value, in UTF-8, to the record being written.
  package mutating func field(_ value: some Collection<UInt8>) {
    if fields > 0 { buffer.append(delimiter) }
    fields += 1
    CSVText.append(value, delimiter: delimiter, quote: quote, formulas: formulas, to: &buffer)
  }

  /// Ends the record being written.
  package mutating func endRecord() throws(Failure) {
    if fields == 1, buffer.count == recordStart, quote != CSVFormat.noQuote {
      buffer.append(contentsOf: [quote, quote])
    }
    switch lineEnd {
    case .lf: buffer.append(0x0A)
    case .crlf: buffer.append(contentsOf: [0x0D, 0x0A])
    }
    fields = 0
    recordStart = buffer.count
    if buffer.count >= limit { try flush() }
  }

  /// Hands over what is left. A writer that is not flushed has not written all.
  package mutating func flush() throws(Failure) {
    if !buffer.isEmpty { try sink(buffer) }
    buffer.removeAll(keepingCapacity: true)
    recordStart = 0
  }
}
