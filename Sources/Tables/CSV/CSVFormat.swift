// SPDX-License-Identifier: Apache-2.0

/// Delimited text. What is nil is recognised from the file's first bytes; `CSVFormat()` states it all:
/// RFC 4180 in UTF-8.
package struct CSVFormat: Sendable, Equatable {
  /// The byte between fields; nil: recognised.
  package var delimiter: UInt8? = UInt8(ascii: ",")
  /// The byte around fields, or `noQuote`; nil: recognised.
  package var quote: UInt8? = UInt8(ascii: "\"")
  /// The IANA name of the encoding; a byte order mark wins over it. nil: UTF-8, or UTF-16 where the
  /// bytes prove it. `auto`: also the code page the letters speak for.
  package var encoding: String? = "utf-8"
  /// What to do with bytes that `encoding` does not allow: nil refuses the file; otherwise the IANA
  /// name of a single-byte encoding those records are read in instead.
  package var fallbackEncoding: String?
  /// What a column that the job names twice or not at all in the header means is settled here:
  /// required columns, matched without regard to case and surrounding space.
  package var required: [String] = []
  /// How many physical lines stand before the header (or, with `names`, before the first record); nil:
  /// recognised.
  package var skip: Int? = 0
  /// The names of the columns of a file without a header; empty where it has one.
  package var names: [String] = []
  /// What a line begins with that is passed over; ASCII, not empty.
  package var comment: String?
  /// The last line that must agree with what stands before it; nil where there is none. A file that
  /// carries our marks of rejected records is read without one.
  package var trailer: Trailer?

  /// The quote of text without one, in which quotes are characters like any other: a byte that refuses every file it
  /// stands in.
  package static let noQuote: UInt8 = 0

  /// What a quote is called: itself, or `none`.
  package static func name(ofQuote quote: UInt8) -> String {
    quote == noQuote ? "none" : String(Unicode.Scalar(quote))
  }

  /// RFC 4180 in UTF-8.
  package init() {}

  /// Nothing stated: all of it is recognised.
  package static var recognised: CSVFormat {
    var format = CSVFormat()
    (format.delimiter, format.quote, format.encoding, format.skip) = (nil, nil, nil, nil)
    return format
  }

  /// Whether something is left to be recognised.
  var isOpen: Bool { delimiter == nil || quote == nil || needsEncoding || skip == nil }

  /// Whether the encoding is to be recognised.
  var needsEncoding: Bool { encoding == nil || encoding?.lowercased() == "auto" }

  /// A last line by which the writer says what it has written.
  package struct Trailer: Sendable, Equatable {
    /// What the line begins with, inside its quote if it has one.
    package var begins: String
    /// Which of its values, from 1, is the number of records; nil where none is.
    package var count: Int?
    /// The column it holds the sum of.
    package var total: Total?

    /// A trailer that begins so.
    package init(begins: String, count: Int? = nil, total: Total? = nil) {
      self.begins = begins
      self.count = count
      self.total = total
    }

    /// The sum of a column.
    package struct Total: Sendable, Equatable {
      /// The column's name.
      package var column: String
      /// Which of the trailer's values, from 1, is the sum.
      package var field: Int
      /// The decimal mark of both, `.` or `,`.
      package var decimal: UInt8 = UInt8(ascii: ".")
      /// The marks that may stand between digits of both; they are passed over.
      package var marks: [String] = []

      /// The sum of `column`, held by the trailer's value number `field`.
      package init(column: String, field: Int) {
        self.column = column
        self.field = field
      }
    }
  }
}
