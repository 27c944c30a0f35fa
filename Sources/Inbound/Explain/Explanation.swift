// SPDX-License-Identifier: Apache-2.0

package import Jobs
package import Tables

/// What a file is and how it is read, learnt by looking at it only.
package struct Explanation: Sendable {
  /// What the user calls the file.
  package var file: String
  /// What its bytes say it is.
  package var recognition: Recognition
  /// The presets that files like this fit, the likeliest first.
  package var fits: [Preset.Fit] = []
  /// Its columns, each with what its values look like.
  package var columns: [ColumnSurvey] = []
  /// What repeats within its records; told only where no job reads it.
  package var children: [Child] = []
  /// Its first records.
  package var records: [Record] = []
  /// How many records it has, up to where it cannot be read on.
  package var count = 0
  /// What is wrong with single records, in the file's order, up to a limit.
  package var faults: [Fault] = []
  /// How many faults more there are.
  package var faultsLeftOut = 0
  /// How many records have a fault.
  package var faulty = 0
  /// Why the file as a whole would be refused; empty where it would not.
  package var refused: [Fault] = []
  /// Where it breaks off, if it does and the job works what stands before that.
  package var brokenOff: Fault?
  /// How a job reads it; nil where none was asked for.
  package var reading: Reading?

  /// What repeats within a record, as a job's `children:` would name it.
  package struct Child: Sendable {
    /// The table's name, and the path to its rows.
    package var paths: ChildPaths
    /// How many rows it has in all records together.
    package var rows = 0
    /// Its columns, each with what its values look like.
    package var columns: [ColumnSurvey]
  }

  /// One of the first records.
  package struct Record: Sendable {
    /// Counted from 1.
    package var number: Int
    /// The physical line it begins on.
    package var line: Int
    /// Its values in the order of the columns; nil where it does not have one, or null.
    package var values: [String?]
  }

  /// How a job reads a file.
  package struct Reading: Sendable {
    /// The job's name.
    package var job: String
    /// What it asks of the store.
    package var operation: String
    /// The fields of the operation it maps, those of the key first, and where each value comes from.
    package var fields: [(field: String, source: String)] = []
    /// What the first records ask.
    package var asks: [Ask] = []
    /// The columns of a table that nothing is made of; those without a name are not told.
    package var unused: [String] = []
    /// How many records `where:` passes over.
    package var passedOver = 0
    /// What cannot be told without the store, a sentence each.
    package var unknowns: [String] = []
  }

  /// What one record asks.
  package struct Ask: Sendable {
    /// Counted from 1.
    package var record: Int
    /// The physical line the record begins on.
    package var line: Int
    /// What becomes of it.
    package var outcome: Outcome
    /// Each mapped field, in the order of `Reading.fields`.
    package var values: [Value]
  }

  /// What becomes of a record before it is compared with the store.
  package enum Outcome: String, Sendable {
    /// It is compared with the store.
    case mapped
    /// `where:` is not true of it.
    case passedOver = "passed over"
    case rejected
  }

  /// What a record asks of one field.
  package enum Value: Sendable, Equatable {
    /// Set it to this.
    case set(String)
    /// Take it away.
    case cleared
    /// Nothing.
    case kept
    /// It cannot be read.
    case faulty
  }
}
