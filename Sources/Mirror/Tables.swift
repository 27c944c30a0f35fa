// SPDX-License-Identifier: Apache-2.0

extension StoreMirror {
  /// The statements that make the mirror's tables, without rows, in an attached database: to compile SQL before there
  /// is a mirror.
  package static func tableStatements(in database: String) -> String {
    Schema.statements
      .replacing("CREATE TABLE ", with: "CREATE TABLE \(database).")
      .replacing("CREATE INDEX ", with: "CREATE INDEX \(database).")
  }

  /// The streams that fill these tables, in the order they are filled.
  package static func streams(filling tables: Set<String>) -> [String] {
    StoreStream.all.filter { stream in
      stream.rules.contains { rule in
        rule.statements.contains { statement in
          tables.contains { statement.contains("INTO \($0) ") || statement.contains("INTO \($0)(") }
        }
      }
    }.map(\.name)
  }
}
