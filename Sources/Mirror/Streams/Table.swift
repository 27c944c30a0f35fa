// SPDX-License-Identifier: Apache-2.0

/// What is done for each object of a type: statements with the parameters `:line`, the object as JSON,
/// and `:known_at`, the refresh's beginning.
struct Rule: Sendable {
  var type: String
  var statements: [String]

  /// Statements that read `:line`; kept as they are prepared, members in place of paths.
  init(type: String, statements: [String]) {
    self.type = type
    self.statements = statements.map(ObjectStatement.byMember)
  }
}

/// How an object becomes rows of one table.
struct Table: Sendable {
  /// Its name.
  var name: String
  /// The type of the objects it takes, as in their gid.
  var type: String
  /// The columns that make a row the same row.
  var key: [String] = ["id"]
  /// For a list within the object: its path; `value` (where a list within it is opened, `f.value`) is then
  /// an element and `key` its index. nil: the object is the row.
  var each: String?
  /// Columns and the SQL they are made of. With a `known_at`, a row known later is left alone.
  var columns: KeyValuePairs<String, String>
  /// What a column becomes where the row exists already, instead of its new value.
  var kept: [String: String] = [:]
  /// Statements run after it for the same object.
  var then: [String] = []

  /// The table as a rule.
  var rule: Rule { Rule(type: type, statements: [upsert] + then) }

  private var upsert: String {
    let names = columns.map(\.key)
    let updates = names.filter { !key.contains($0) }
      .map { "\($0) = \(kept[$0] ?? "excluded.\($0)")" }
    let source =
      each.map {
        "SELECT \(columns.map(\.value).joined(separator: ", ")) FROM json_each(:line, '\($0)') f WHERE true"
      } ?? "VALUES (\(columns.map(\.value).joined(separator: ", ")))"
    let guarded = names.contains("known_at") ? " WHERE known_at <= excluded.known_at" : ""
    return """
      INSERT INTO \(name) (\(names.joined(separator: ", "))) \(source)
      ON CONFLICT (\(key.joined(separator: ", "))) DO UPDATE SET \(updates.joined(separator: ", "))\(guarded)
      """
  }
}
