// SPDX-License-Identifier: Apache-2.0

import GRDBSQLite

/// `slug(TEXT)`: a text as Shopify makes handles of titles: lower case, accents taken off, everything that is neither
/// letter nor digit one hyphen, none at the ends. Letters of other scripts stay. NULL in, NULL out.
package enum TextFunctions {
  /// Registers them on a connection.
  package static func register(on connection: OpaquePointer?) {
    SQLValue.add("slug", 1, to: connection) { context, _, arguments in
      guard let text = SQLValue.text(0, arguments) else { return }
      SQLValue.answer(Slug.of(text), context)
    }
  }
}
