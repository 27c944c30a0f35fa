// SPDX-License-Identifier: Apache-2.0

package import Folders
package import Jobs
package import Journal

/// Answers a delivery: receipt and rejected records, from the journal and the delivery's own bytes.
package struct ReceiptWriter: Sendable {
  package var parts: InboundParts
  /// `outbox/receipts/NAME/`.
  package var shelf: Shelf
  /// `archive/NAME/`; the day folder below it is made as needed.
  package var archivePath: String

  package init(parts: InboundParts, shelf: Shelf, archivePath: String) {
    self.parts = parts
    self.shelf = shelf
    self.archivePath = archivePath
  }

  /// Writes `.receipt.json`, `.receipt.csv` and `.rejected.*` whole, keeps a copy of each beside the
  /// archived file, moves the spool file to the archive where the delivery is final, and records in the
  /// journal that it is answered. Repeating it after a crash at any step gives the same files.
  package func write(_ delivery: Delivery, of job: FeedJob) throws(InboundError) {
    throw InboundError(.bug, "contract")
  }
}
