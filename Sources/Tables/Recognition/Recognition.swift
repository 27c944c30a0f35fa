// SPDX-License-Identifier: Apache-2.0

/// What a file's first bytes say it is: a pure function of them and of what a job states.
///
/// Nothing here is certain that the bytes do not prove. `confidence` is at most 99, and what spoke for
/// another reading stands in `doubts`.
package struct Recognition: Sendable, Equatable {
  /// How many bytes are looked at.
  package static let sampleBytes = 256 << 10
  /// A reading with less confidence, in percent, is refused unless the job states what is in doubt.
  package static let enough = 60

  /// What it is.
  package var kind: Kind
  /// Whether it was packed with gzip; everything else here is of what was in it.
  package var isGzip = false
  /// The IANA name of the encoding; nil where there is no text.
  package var encoding: Encoding?
  /// Whether the encoding is a code page that was guessed from the letters, which no run does unasked.
  package var isCodePageGuessed = false
  /// What ends its lines; nil where the sample has no end of a line.
  package var lineEnd: LineEnd?
  /// How sure the kind and its details are, in percent.
  package var confidence: Int
  /// What speaks for it, a clause each.
  package var evidence: [String]
  /// What was considered besides, or speaks against it, a clause each; empty where nothing does.
  package var doubts: [String] = []

  /// What kinds of files are told apart.
  package enum Kind: Sendable, Equatable {
    case csv(Delimited)
    case xml(Markup)
    case json(JSONShape)
    case fixed(Fixed)
    case xlsx
    /// What Dray does not read, known by its name.
    case foreign(ForeignFile)
    case empty
    /// Bytes that are none of these.
    case unknown
  }

  /// The character set of a text.
  package struct Encoding: Sendable, Equatable {
    /// Its IANA name, in lower case.
    package var name: String
    /// How sure it is, in percent.
    package var confidence: Int
  }

  /// What ends a line.
  package enum LineEnd: String, Sendable, CaseIterable {
    case lf = "LF"
    case crlf = "CRLF"
    case cr = "CR"
    /// CR CR LF, as files come that were turned twice.
    case crcrlf = "CRCRLF"
    /// More than one of these.
    case mixed
  }

  /// Delimited text.
  package struct Delimited: Sendable, Equatable {
    /// The byte between values.
    package var delimiter: UInt8
    /// The byte around values.
    package var quote: UInt8
    /// How many physical lines stand before the header, or before the first record without one.
    package var skip: Int
    /// The line of the header, from 1; nil where there seems to be none.
    package var headerLine: Int?
    /// The names in the header, trimmed; made up (`column 1`) where there is none.
    package var columns: [String]
    /// How sure the delimiter is, in percent.
    package var delimiterConfidence: Int
    /// How sure the header's line is, in percent.
    package var headerConfidence: Int
  }

  /// An XML document.
  package struct Markup: Sendable, Equatable {
    /// The root element as written.
    package var root: String
    /// The path from the root to the element that repeats, by local names; nil where none does.
    package var records: String?
    /// Paths of values, relative to the record, in the order first seen.
    package var fields: [String]
    /// What repeats within the record.
    package var children: [ChildPaths] = []
    /// The namespaces declared in the sample: prefix (empty: the default) and URI.
    package var namespaces: [Namespace]
    /// Whether there is a DOCTYPE.
    package var hasDoctype: Bool
    /// The names in the sample, without prefix: elements, and attributes with `@` before.
    package var names: Set<String> = []

    /// A declared namespace.
    package struct Namespace: Sendable, Equatable {
      /// The prefix; empty for the default namespace.
      package var prefix: String
      /// What it stands for.
      package var uri: String
    }
  }

  /// JSON in one of the shapes that hold records.
  package struct JSONShape: Sendable, Equatable {
    /// Whether each line is a value of its own (JSON Lines).
    package var isLines: Bool
    /// The path to the array of records; empty where the document is that array, or lines.
    package var records: String
    /// Paths of values, relative to the record, in the order first seen.
    package var fields: [String]
    /// The arrays of objects within the record.
    package var children: [ChildPaths] = []
  }

  /// Lines in which values stand at fixed places.
  package struct Fixed: Sendable, Equatable {
    /// Characters in a line.
    package var width: Int
    /// Where values seem to begin, from 1, and how wide they are.
    package var columns: [Column]

    /// A place in the line.
    package struct Column: Sendable, Equatable {
      /// The first character, from 1.
      package var start: Int
      /// How many characters.
      package var width: Int
    }
  }
}
