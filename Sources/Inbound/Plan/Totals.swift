// SPDX-License-Identifier: Apache-2.0

/// What a delivery comes to before anything is sent: the figures the rails look at and the receipt begins with.
package struct PlanTotals: Sendable, Equatable {
  /// How many records the file has.
  package var records = 0
  /// Records that change nothing, those `where:` passes over among them.
  package var unchanged = 0
  /// Rejected records.
  package var rejected = 0
  /// Objects to change.
  package var changes = 0
  /// Further records that ask for a change another record makes already.
  package var shared = 0
  /// Records a later one of the same file overrules.
  package var superseded = 0
  /// Objects above zero that the delivery names.
  package var aboveZero = 0
  /// Objects going from above zero to zero.
  package var zeroed = 0
  /// Objects that would be deleted, archived or drafted; counted where a rail asks.
  package var removed = 0
  /// Of the records, those that stand for objects the file does not name any more.
  package var absent = 0
  /// How many different groups the changes fall into (requests carry items of one group).
  package var groups = 0

  /// Whether every record has exactly one outcome.
  package var closes: Bool {
    records == unchanged + rejected + changes + shared + superseded
  }

  /// Nothing yet.
  package init() {}
}
