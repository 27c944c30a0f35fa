// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// How long the store has been tried for a delivery in vain.
  static let tries = """
    ALTER TABLE deliveries ADD COLUMN tried_at TEXT; -- when the last try in vain ended; NULL where something was done
    ALTER TABLE deliveries ADD COLUMN tried_seconds INTEGER NOT NULL DEFAULT 0;
    """
}
