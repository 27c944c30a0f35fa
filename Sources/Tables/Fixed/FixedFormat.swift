// SPDX-License-Identifier: Apache-2.0

/// Lines in which every value has its place, as mainframes and warehouse systems write them.
package struct FixedFormat: Sendable, Equatable {
  /// The IANA name of the encoding; a byte order mark wins over it.
  package var encoding: String = "utf-8"
  /// The kinds of lines, told apart by how they begin; the first that fits counts.
  package var kinds: [Kind]

  /// The highest place and the largest width a column may have.
  package static let maxPlace = 1_000_000

  /// One kind of line.
  package struct Kind: Sendable, Equatable {
    /// What its lines begin with; empty fits every line.
    package var prefix: String
    /// What such a line is.
    package var role: Role
    /// Its values.
    package var columns: [Column]
    /// What SQL knows the table of such lines by, where their role is `child`; kinds of one table share its columns.
    package var table: String

    /// A kind of line.
    package init(
      prefix: String = "", role: Role = .record, columns: [Column] = [], table: String = "lines"
    ) {
      self.prefix = prefix
      self.role = role
      self.columns = columns
      self.table = table
    }
  }

  /// What a line means for the table.
  package enum Role: String, Sendable, CaseIterable {
    /// A record.
    case record
    /// Its values belong to every record that follows, until the next line of this kind.
    case heading
    /// A row of a child table of the record before it.
    case child
    /// It is passed over.
    case skip
  }

  /// The place of one value.
  package struct Column: Sendable, Equatable {
    /// Its name.
    package var name: String
    /// The first character, counted from 1.
    package var start: Int
    /// How many characters.
    package var width: Int

    /// A value's place.
    package init(_ name: String, start: Int, width: Int) {
      self.name = name
      self.start = start
      self.width = width
    }
  }

  /// Lines of these kinds.
  package init(kinds: [Kind]) { self.kinds = kinds }
}
