// SPDX-License-Identifier: Apache-2.0

/// How records of a delivery become changes where several records make up one object: a product with its variants
/// and images, a shipment with its lines.
///
/// Records are staged as for every operation, then put in groups by SQL, then each group is composed in memory: a
/// pure function of the group's records and of what the store has. Each record ends with exactly one outcome.
package struct Composition: Sendable {
  /// For the key a job maps, a SELECT over `staged` (a view: `record`, `line`, `key`, and every field of the
  /// operation under its own name, NULL where the record has none) and the mirror's tables, with the columns
  /// `record`, `grp` (text: records of one object share it) and `id` (what `current` is asked with; NULL where the
  /// store has no such object yet). A record without a row names nothing: it is rejected as unknown. Different rows
  /// for a record, or different ids in one group, mean that the key is ambiguous.
  package var groups: @Sendable (_ key: [String]) -> String
  /// A SELECT of one row with one column: what the mirror has of the object `:id`, as JSON.
  package var current: String
  /// A SELECT of one row with one column, read once for a delivery: what every group is composed with, as JSON,
  /// e.g. the ids of the sales channels by name; nil where nothing is.
  package var context: String? = nil
  /// What `current` is asked with for a change that was applied; nil: `Rereads.id`.
  package var object: (@Sendable (Intent) -> String?)? = nil
  /// Decides. The result holds one entry for every record of the group.
  package var compose: @Sendable (Group) -> [Composed]

  /// The records that make up one object, and what the store has of it.
  package struct Group: Sendable {
    /// What they share.
    package var name: String
    /// In the order of the file.
    package var records: [Row]
    /// What `current` gave, as JSON text; nil where the store has no such object.
    package var current: String?
    /// How many further records of the file name this group but are rejected already, each with its own words: where
    /// a part would do harm (a list that replaces another), the rest must be rejected too.
    package var faulty: Int
    /// What `context` gave, as JSON text; nil where the composition has none.
    package var context: String?
    /// The job's choices, those of `Operation.settings`.
    package var settings: [String: String]
    /// The fields of the key that the job names its objects by.
    package var key: [String]

    /// A group.
    package init(
      name: String, records: [Row], current: String?, context: String? = nil, faulty: Int = 0,
      settings: [String: String] = [:], key: [String] = []
    ) {
      self.name = name
      self.records = records
      self.current = current
      self.faulty = faulty
      self.context = context
      self.settings = settings
      self.key = key
    }
  }

  /// One record's values.
  package struct Row: Sendable, Equatable {
    /// Its number, from 1.
    package var record: Int
    /// The line it begins on.
    package var line: Int
    /// Canonical values by field; a field the record does not have is not there, nil is a cleared one.
    package var values: [String: String?]

    /// A record.
    package init(record: Int, line: Int, values: [String: String?]) {
      self.record = record
      self.line = line
      self.values = values
    }
  }

  /// What a record comes to.
  package struct Composed: Sendable, Equatable {
    /// The record's number.
    package var record: Int
    /// What it comes to.
    package var outcome: Outcome

    /// Its outcome.
    package enum Outcome: Sendable, Equatable {
      /// The store has it already.
      case unchanged
      /// It asks for this.
      case change(Intent)
      /// What it asks for is part of another record's change.
      case shared(with: Int)
      /// It cannot be done, for this reason; `code` is stable, words say what to do.
      case rejected(code: String, message: String)
      /// A later record of the file, on that line, says otherwise.
      case superseded(byLine: Int, Intent)
    }

    /// A record and its outcome.
    package init(record: Int, _ outcome: Outcome) {
      self.record = record
      self.outcome = outcome
    }
  }

  /// How groups are made and composed.
  package init(
    groups: @escaping @Sendable (_ key: [String]) -> String, current: String,
    context: String? = nil,
    object: (@Sendable (Intent) -> String?)? = nil,
    compose: @escaping @Sendable (Group) -> [Composed]
  ) {
    self.groups = groups
    self.current = current
    self.context = context
    self.object = object
    self.compose = compose
  }
}

/// A choice that a job makes for one operation, as a key at the top of the job file.
package struct Setting: Sendable {
  /// The key.
  package var name: String
  /// The words it may say, the default first.
  package var choices: [String]
  /// One sentence for the docs.
  package var doc: String

  /// A choice; the first of `choices` is the default.
  package init(_ name: String, _ choices: [String], _ doc: String) {
    self.name = name
    self.choices = choices
    self.doc = doc
  }
}
