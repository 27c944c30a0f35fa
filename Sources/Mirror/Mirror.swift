// SPDX-License-Identifier: Apache-2.0

package import GRDB
import Synchronization

/// The local replica of the store: `state/mirror.sqlite`, rebuilt from the store at any time.
///
/// One connection writes and checkpoints; reads go through read-only connections of their own, which can
/// do neither, so a long scan does not hold up a settlement and SQLite's WAL-reset bug has no second party.
package final class StoreMirror: Sendable {
  /// Where the file is.
  package let path: String
  /// Now, RFC 3339 in UTC with milliseconds: the clock of `known_at`.
  let now: @Sendable () -> String
  /// Waits; between two tries of something the store asks to be patient about.
  let pause: @Sendable (Duration) async throws -> Void
  /// One refresh at a time.
  let turn = Turn()
  /// The one writing connection; nil where opened for reading.
  private let writer: DatabaseQueue?
  /// Read-only connections at rest.
  private let resting = Mutex<[DatabaseQueue]>([])

  /// Read-only connections kept open for the next read.
  private static let restingReaders = 4

  /// Opens for writing; makes it new where it is missing, damaged or of another version. `now` gives the
  /// time as RFC 3339 in UTC with milliseconds; `pause` waits.
  package init(
    writing path: String, now: @escaping @Sendable () -> String,
    pause: @escaping @Sendable (Duration) async throws -> Void = { try await Task.sleep(for: $0) }
  ) throws(MirrorError) {
    self.path = path
    self.now = now
    self.pause = pause
    do {
      writer = try MirrorFile.openOrMake(path)
    } catch { throw MirrorError(error, path: path) }
  }

  /// Opens read-only; throws `missing` where there is none of this version.
  package init(reading path: String) throws(MirrorError) {
    self.path = path
    now = { "" }
    pause = { _ in }
    writer = nil
    let reader: DatabaseQueue
    do { reader = try MirrorFile.openReadOnly(path) } catch { throw MirrorError(error, path: path) }
    resting.withLock { $0.append(reader) }
  }

  deinit {
    // Readers first: then the writer is the last to close, and clears the WAL away.
    resting.withLock { $0.removeAll() }
  }

  /// A consistent read on a read-only connection; may run beside others and beside the writer.
  package func read<Value>(_ body: (Database) throws -> Value) throws(MirrorError) -> Value {
    do {
      let reader = try takeReader()
      defer { giveBack(reader) }
      return try reader.read(body)
    } catch { throw told(error) }
  }

  /// One transaction on the writing connection.
  func write<Value>(_ body: (Database) throws -> Value) throws(MirrorError) -> Value {
    guard let writer else { throw MirrorError(.other, "\(path) is open for reading only.") }
    do { return try writer.write(body) } catch { throw told(error) }
  }

  /// An error as one of ours; damage is written down where this is the writer, so that the next opening
  /// makes the mirror new.
  func told(_ error: any Error) -> MirrorError {
    let error = MirrorError(error, path: path)
    if case .damaged = error.kind, writer != nil { MirrorFile.markDamaged(path) }
    return error
  }

  /// A read-only connection nobody else uses.
  func takeReader() throws -> DatabaseQueue {
    if let reader = resting.withLock({ $0.popLast() }) { return reader }
    return try MirrorFile.openReadOnly(path)
  }

  /// Keeps a connection for the next read, or closes it where enough are at rest.
  func giveBack(_ reader: DatabaseQueue) {
    resting.withLock { if $0.count < Self.restingReaders { $0.append(reader) } }
  }
}
