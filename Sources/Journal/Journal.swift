// SPDX-License-Identifier: Apache-2.0

package import GRDB
import Synchronization

/// The durable record of intent and outcome: `state/journal.sqlite`.
///
/// One connection of one process writes and checkpoints (`synchronous=FULL`, WAL); the holder of
/// `state/lock` owns it. Readers open read-only and never checkpoint: SQLite below 3.51.3 can lose
/// commits where one connection writes while another checkpoints.
package final class Journal: Sendable {
  private let database: DatabaseQueue
  private let calls = Mutex<[Call]>([])

  /// Calls kept for the next commit; older ones are dropped, they are for people, not for recovery.
  private static let mostCalls = 10_000

  /// Opens for writing, migrates, asserts the pragmas; makes a new one where there is none.
  package init(writing path: String) throws(JournalError) {
    do {
      database = try DatabaseQueue(path: path, configuration: Opening.writer())
      try database.writeWithoutTransaction { db in
        try Opening.assertPragmas(db)
        try Opening.migrate(db)
      }
    } catch { throw JournalError(error) }
  }

  /// Opens read-only; throws `missing` where there is none.
  package init(reading path: String) throws(JournalError) {
    guard Opening.isPresent(path) else {
      throw JournalError(.missing, "there is no journal at \(path): nothing has been run here yet")
    }
    do {
      database = try DatabaseQueue(path: path, configuration: Opening.reader())
      _ = try database.read { db in try Opening.assertVersion(db) }
    } catch { throw JournalError(error) }
  }

  /// A consistent read.
  package func read<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do { return try database.read(body) } catch { throw JournalError(error) }
  }

  /// One transaction, durable when this returns. Calls noted meanwhile go along.
  package func write<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    let noted = calls.withLock { calls in
      defer { calls = [] }
      return calls
    }
    do {
      return try database.write { db in
        let value = try body(db)
        try Journal.insert(noted, db)
        return value
      }
    } catch { throw JournalError(error) }
  }

  /// One transaction that may take away rows others refer to, where those go too: looking for each of them without an
  /// index would take hours. `audit` checks every reference. What is taken away is overwritten.
  func writeUnreferenced<Value>(_ body: (Database) throws -> Value) throws(JournalError) -> Value {
    do {
      return try database.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA foreign_keys = OFF; PRAGMA secure_delete = ON")
        let result = Result { () throws -> Value in
          var value: Value?
          try db.inTransaction(.immediate) {
            value = try body(db)
            return .commit
          }
          guard let value else { throw JournalError(.other, "a transaction gave no result") }
          return value
        }
        try db.execute(sql: "PRAGMA foreign_keys = ON; PRAGMA secure_delete = OFF")
        return try result.get()
      }
    } catch { throw JournalError(error) }
  }

  /// Copies the log into the database and empties it, so that nothing forgotten stays in it. A reader at work keeps it
  /// for another time.
  func emptyLog() throws(JournalError) {
    do {
      try database.writeWithoutTransaction { db in
        _ = try Row.fetchAll(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
      }
    } catch { throw JournalError(error) }
  }

  /// Notes an API call; it is written with the next commit, and lost where a crash comes first.
  package func note(_ call: Call) {
    calls.withLock { calls in
      if calls.count < Journal.mostCalls { calls.append(call) }
    }
  }

  /// Writes the calls noted since the last commit.
  package func flushCalls() throws(JournalError) {
    if calls.withLock({ $0.isEmpty }) { return }
    try write { _ in }
  }

  /// Tells this journal from every other; made with it.
  package var instance: String {
    get throws(JournalError) {
      try read { db in
        guard let instance = try String.fetchOne(db, sql: "SELECT instance FROM home") else {
          throw JournalError(.damaged, "the journal has lost its instance id")
        }
        return instance
      }
    }
  }

  /// Closes the connection; a writer's checkpoints what is left. Nothing may be asked afterwards.
  package func close() throws(JournalError) {
    do { try database.close() } catch { throw JournalError(error) }
  }
}
