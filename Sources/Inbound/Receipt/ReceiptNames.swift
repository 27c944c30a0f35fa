// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables

/// What the files that answer a delivery are called. An arrival's name leaves room for these endings.
struct ReceiptNames {
  /// `NAME.receipt.json` and the others, without folder.
  let summary: String
  let records: String
  let rejected: String

  /// The names in the outbox.
  init(_ delivery: Delivery, of job: FeedJob) { self.init(delivery.name, "", job) }

  /// The names beside the archived file, which hold the delivery's id.
  init(archived delivery: Delivery, of job: FeedJob) {
    self.init(delivery.name, ".\(delivery.label)", job)
  }

  private init(_ name: String, _ label: String, _ job: FeedJob) {
    let front = name + label
    summary = "\(front).receipt.json"
    records = "\(front).receipt.csv"
    // Rejected records of a packed file come back as they are in it.
    let plain = name.lowercased().hasSuffix(".gz") ? String(name.dropLast(3)) : name
    rejected = "\(plain)\(label).rejected.\(job.format.ending)"
  }
}
