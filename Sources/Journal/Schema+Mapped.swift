// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Deliveries whose records are made of the file's by `map:` or `group:`.
  static let mapped = """
    ALTER TABLE deliveries ADD COLUMN file_records INTEGER; -- records of the file; NULL where they are the records
    ALTER TABLE deliveries ADD COLUMN passed_over INTEGER;  -- of those, how many gave no row
    """
}
