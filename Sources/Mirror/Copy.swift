// SPDX-License-Identifier: Apache-2.0

import GRDB

/// A statement of the catalogue and its named parameters (without the colon).
package struct MirrorUpdate: Sendable {
  /// The statement, as the catalogue has it.
  package var sql: String
  /// Values by name; a parameter that is not named here is NULL.
  package var arguments: [String: String?]

  /// A statement with its parameters.
  package init(sql: String, arguments: [String: String?]) {
    self.sql = sql
    self.arguments = arguments
  }
}

extension StoreMirror {
  /// Copies settled changes: the catalogue's statements with their parameters, and the journal mark, in
  /// one transaction. `:known_at` is now where an update does not bring its own.
  package func copy(_ updates: [MirrorUpdate], upTo mark: Int64) throws(MirrorError) {
    let now = now()
    try write { database in
      var statements: [String: RawStatement] = [:]
      for update in updates {
        let prepared: RawStatement
        if let known = statements[update.sql] {
          prepared = known
        } else {
          prepared = try RawStatement(update.sql, on: database)
          statements[update.sql] = prepared
        }
        for (name, index) in prepared.parameters {
          if let value = update.arguments[name] {
            prepared.bind(value, at: index)
          } else {
            prepared.bind(name == "known_at" ? now : nil, at: index)
          }
        }
        try prepared.run()
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
