// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A statement of the catalogue and its named parameters (without the colon).
package struct MirrorUpdate: Sendable {
  package var sql: String
  /// Values by name; a parameter that is not named here is NULL.
  package var arguments: [String: String?]

  package init(sql: String, arguments: [String: String?]) {
    self.sql = sql
    self.arguments = arguments
  }
}

extension StoreMirror {
  /// Copies settled changes: the catalogue's statements with their parameters, and the journal mark, in
  /// one transaction. `:known_at` is now where an update does not bring its own.
  package func copy(_ updates: [MirrorUpdate], upTo mark: Int64) throws(MirrorError) {
    let known = now()
    try write { database in
      var statements: [String: PreparedUpdate] = [:]
      for update in updates {
        let statement: PreparedUpdate
        if let prepared = statements[update.sql] {
          statement = prepared
        } else {
          statement = try PreparedUpdate(update.sql, on: database)
          statements[update.sql] = statement
        }
        try statement.run(update.arguments, knownAt: known)
      }
      try database.execute(
        sql: """
          INSERT INTO meta (name, value) VALUES ('journal_mark', :mark)
          ON CONFLICT (name) DO UPDATE SET value = excluded.value
          """, arguments: ["mark": String(mark)])
    }
  }

  /// The journal mark the mirror has copied up to; 0 where nothing was copied yet.
  package var journalMark: Int64 {
    get throws(MirrorError) {
      try read { database in
        let text = try String.fetchOne(
          database, sql: "SELECT value FROM meta WHERE name = 'journal_mark'")
        return text.flatMap { Int64($0) } ?? 0
      }
    }
  }
}

/// A catalogue statement, prepared once for a whole batch.
private final class PreparedUpdate {
  private let statement: RawStatement

  init(_ sql: String, on database: Database) throws {
    statement = try RawStatement(sql, on: database)
  }

  func run(_ arguments: [String: String?], knownAt: String) throws {
    for (name, index) in statement.parameters {
      if let value = arguments[name] {
        statement.bind(value, at: index)
      } else {
        statement.bind(name == "known_at" ? knownAt : nil, at: index)
      }
    }
    try statement.run()
  }
}
