// SPDX-License-Identifier: Apache-2.0

/// Names in SQL.
package enum SQLNames {
  /// The names in double quotes, outside of texts and comments, in order; each once.
  ///
  /// SQLite takes a quoted name it does not know for a text. Asking the file for these columns makes a
  /// misspelt one a fault instead.
  package static func quoted(in sql: String) -> [String] {
    let tokens = SQLTokens(sql)
    var names: [String] = []
    for token in tokens where token.kind == .name {
      let name = String(decoding: tokens.content(of: token), as: UTF8.self)
      if !name.isEmpty, !names.contains(name) { names.append(name) }
    }
    return names
  }
}
