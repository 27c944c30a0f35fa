// SPDX-License-Identifier: Apache-2.0

package import GRDB

/// The durable record of intent and outcome: `state/journal.sqlite`.
///
/// One connection of one process writes and checkpoints (`synchronous=FULL`, WAL); the holder of
/// `state/lock` owns it. Readers open read-only and never checkpoint.
package final class Journal: Sendable {
  private let database: any DatabaseReader & DatabaseWriter

  /// Opens for writing, migrates, asserts the pragmas; makes a new one where there is none.
  package init(writing path: String) throws(JournalError) {
    do { database = try DatabaseQueue(path: path) } catch { throw JournalError(.other, "\(error)") }
  }

  /// Opens read-only; throws `missing` where there is none.
  package init(reading path: String) throws(JournalError) {
    do { database = try DatabaseQueue(path: path) } catch { throw JournalError(.other, "\(error)") }
  }

  /// A consistent read.
  package func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do { return try database.read(body) } catch { throw JournalError(.other, "\(error)") }
  }

  /// One transaction, durable when this returns.
  package func write<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do { return try database.write(body) } catch { throw JournalError(.other, "\(error)") }
  }
}

/// The journal could not be read or written.
package struct JournalError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable, Equatable {
    /// There is no journal here.
    case missing
    /// Made by a newer Dray.
    case newer
    /// No space (SQLITE_FULL): nothing was written.
    case full
    /// An input/output error: effects must stop; the process ends and verifies on its next start.
    case io
    /// Not a database, or damaged.
    case damaged
    /// Anything else: a bug of ours.
    case other
  }

  package var kind: Kind
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
