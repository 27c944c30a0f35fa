// SPDX-License-Identifier: Apache-2.0

import Journal

/// A delivery's outcomes in the order of its records, a page of them in memory.
struct OutcomePages {
  private let journal: Journal
  private let delivery: Int64
  private var page: ArraySlice<ReceiptLine> = []
  private var after = 0
  private var isLastPage = false

  init(_ journal: Journal, of delivery: Int64) {
    self.journal = journal
    self.delivery = delivery
  }

  /// The next outcome, without passing it.
  mutating func peek() throws(InboundError) -> ReceiptLine? {
    if page.isEmpty, !isLastPage {
      do { page = try journal.receiptLines(of: delivery, after: after)[...] } catch {
        throw InboundError(error)
      }
      isLastPage = page.isEmpty
      after = page.last?.record ?? after
    }
    return page.first
  }

  /// The next outcome.
  mutating func next() throws(InboundError) -> ReceiptLine? {
    let next = try peek()
    if next != nil { page.removeFirst() }
    return next
  }

  /// The outcome of one record, where it is the next; nil where the record is unchanged.
  mutating func next(of record: Int) throws(InboundError) -> ReceiptLine? {
    try peek()?.record == record ? next() : nil
  }
}
