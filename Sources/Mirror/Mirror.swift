// SPDX-License-Identifier: Apache-2.0

package import GRDB
package import ShopifyAdmin

/// The local replica of the store: `state/mirror.sqlite`, rebuilt from the store at any time.
///
/// One connection writes; reads go through read-only connections of their own, so a long scan does not
/// hold up a settlement.
package final class StoreMirror: Sendable {
  private let database: any DatabaseReader

  /// Opens for writing; makes it new where it is missing, damaged or of another version.
  package init(writing path: String) throws(MirrorError) {
    do { database = try DatabaseQueue(path: path) } catch { throw MirrorError(.other, "\(error)") }
  }

  /// Opens read-only; throws `missing` where there is none.
  package init(reading path: String) throws(MirrorError) {
    do { database = try DatabaseQueue(path: path) } catch { throw MirrorError(.other, "\(error)") }
  }

  /// A consistent read on a read-only connection; may run beside others and beside the writer.
  package func read<Value>(_ body: (Database) throws -> Value) throws(MirrorError) -> Value {
    do { return try database.read(body) } catch { throw MirrorError(.other, "\(error)") }
  }

  /// Which of these streams have never been filled.
  package func unfilled(_ streams: [String]) throws(MirrorError) -> [String] { streams }

  /// Brings streams up to date: whole by bulk query where never filled or `full`, else what changed since
  /// the watermark less the overlap, by pages or in bulk, whichever is cheaper.
  package func refresh(
    _ streams: [String], full: Bool = false, from admin: AdminClient,
    workDirectory: String, report: @escaping @Sendable (RefreshProgress) -> Void = { _ in }
  ) async throws(MirrorError) -> [RefreshProgress] { [] }

  /// Reads objects again by id through `document` (`nodes(ids:)`), 250 at most a request; results by id.
  /// Copies the settled changes: the catalogue's statements with their parameters, and the journal mark
  /// in the same transaction.
  package func copy(_ updates: [MirrorUpdate], upTo mark: Int64) throws(MirrorError) {}

  /// The journal mark the mirror has copied up to.
  package var journalMark: Int64 { get throws(MirrorError) { 0 } }
}

/// A statement of the catalogue and its named parameters (without the colon).
package struct MirrorUpdate: Sendable {
  package var sql: String
  package var arguments: [String: String?]

  package init(sql: String, arguments: [String: String?]) {
    self.sql = sql
    self.arguments = arguments
  }
}

/// What a refresh has done.
package struct RefreshProgress: Sendable {
  package var stream: String
  package var rows: Int
  /// `bulk` or `pages`.
  package var way: String
  package var isFinished: Bool

  package init(stream: String, rows: Int, way: String, isFinished: Bool) {
    self.stream = stream
    self.rows = rows
    self.way = way
    self.isFinished = isFinished
  }
}

/// The mirror could not be read, written or refreshed.
package struct MirrorError: Error, Sendable, CustomStringConvertible {
  package enum Kind: Sendable {
    case missing
    /// No space; nothing was written.
    case full
    /// The user's own SQL is wrong.
    case sql
    /// The store did not answer; its own error says what may be done.
    case store(AdminError)
    case other
  }

  package var kind: Kind
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
