// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Files that break off: what stands before the break is worked, what follows cannot be read.
  static let breaks = """
    ALTER TABLE deliveries ADD COLUMN broken_off TEXT; -- JSON [{code,message}]: where; NULL where it was read to its end
    CREATE INDEX deliveries_broken ON deliveries(job, id) WHERE broken_off IS NOT NULL;
    """
}
