// SPDX-License-Identifier: Apache-2.0

/// The mirror's tables: what admins query and exports read. Ids are the numeric part of Shopify's gids;
/// times are RFC 3339 in UTC as Shopify gives them; money is text with the currency beside it.
/// `known_at` is when we knew the row: a refresh that began earlier does not overwrite it.
enum Schema {
  /// In order; a mirror of another version is thrown away and filled anew.
  static let statements: String = store + "\n" + products + "\n" + orders + "\n" + customers

  private static let store = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE streams (
      name TEXT PRIMARY KEY,
      watermark TEXT,                   -- updated_at up to which it is complete
      full_at TEXT,                     -- when it was last filled whole
      refreshed_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE shop (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, currency TEXT NOT NULL,
      zone TEXT NOT NULL, plan TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE locations (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_active INTEGER NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE inventory_levels (
      item_id INTEGER NOT NULL, location_id INTEGER NOT NULL, level_id TEXT NOT NULL,
      available INTEGER NOT NULL, on_hand INTEGER NOT NULL, updated_at TEXT NOT NULL,
      known_at TEXT NOT NULL, PRIMARY KEY (item_id, location_id)
    ) STRICT, WITHOUT ROWID;
    """
}
