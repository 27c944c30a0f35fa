// SPDX-License-Identifier: Apache-2.0

package import Folders
import GRDB
package import Jobs
package import Journal

/// Answers a delivery: receipt and rejected records, from the journal and the delivery's own bytes.
package struct ReceiptWriter: Sendable {
  package var parts: InboundParts
  /// `outbox/receipts/NAME/`.
  package var shelf: Shelf
  /// `archive/NAME/`; the day folder below it is made as needed.
  package var archivePath: String

  /// A writer for one feed.
  package init(parts: InboundParts, shelf: Shelf, archivePath: String) {
    self.parts = parts
    self.shelf = shelf
    self.archivePath = archivePath
  }

  /// Writes `.receipt.json`, `.receipt.csv` and `.rejected.*` whole, keeps a copy of each beside the
  /// archived file, moves the spool file to the archive where the delivery is final, and records in the
  /// journal that it is answered. Repeating it after a crash at any step gives the same files.
  package func write(_ delivery: Delivery, of job: FeedJob) throws(InboundError) {
    let place = try place(of: delivery)
    let answer = ReceiptFiles(
      delivery: delivery, job: job, journal: parts.journal, source: place.source)
    // The plain name holds the newest answer for that file name only.
    if place.isNewest { try write(answer, on: shelf, as: delivery.name) }
    guard delivery.state.isFinal else {
      try journalled { (journal) throws(JournalError) in
        try journal.answered(delivery.id, archived: nil, at: parts.now())
      }
      return
    }
    do throws(FolderError) {
      let day = try Shelf(path: "\(archivePath)/\(place.day)")
      do throws(InboundError) {
        try write(answer, on: day, as: "\(delivery.name).\(delivery.label)")
      } catch { throw FolderError(.other, code: 0, error.description) }
      if let spool = place.spool {
        try day.adopt(spoolFile: parts.spool.path(spool), as: place.archiveName)
      }
    } catch {
      throw InboundError(error)
    }
    let archived = place.archived ?? "\(delivery.job)/\(place.day)/\(place.archiveName)"
    try journalled { (journal) throws(JournalError) in
      try journal.answered(delivery.id, archived: archived, at: parts.now())
    }
  }

  /// Where a delivery's bytes are and go.
  private struct Place {
    /// The day it arrived, UTC: its folder in the archive.
    var day: String
    /// Its name in the spool; nil once it is archived.
    var spool: String?
    /// Its path below the archive; nil before.
    var archived: String?
    /// The name it has or gets in the day folder.
    var archiveName: String
    /// The absolute path of its bytes now.
    var source: String
    /// Whether no later delivery of the job has this file name.
    var isNewest: Bool
  }

  private func place(of delivery: Delivery) throws(InboundError) -> Place {
    let row = try journalled { (journal) throws(JournalError) in
      try journal.read { db in
        try Row.fetchOne(
          db,
          sql: """
            SELECT spool, archived, NOT EXISTS (SELECT 1 FROM deliveries later
              WHERE later.job = d.job AND later.name = d.name AND later.id > d.id) AS newest
            FROM deliveries d WHERE id = ?
            """, arguments: [delivery.id])
      }
    }
    let day = String(delivery.arrivedAt.prefix(10))
    let folder = "\(archivePath)/\(day)"
    var place = Place(
      day: day, spool: row?["spool"], archived: row?["archived"], archiveName: delivery.name,
      source: "", isNewest: row?["newest"] ?? true)
    if let archived = place.archived {
      place.source =
        "\(archivePath)/\(archived.split(separator: "/").dropFirst().joined(separator: "/"))"
      place.spool = nil
      return place
    }
    guard let spool = place.spool else { return place }
    do throws(FolderError) {
      let shelf = try Shelf(path: folder)
      let own = "\(delivery.name).\(delivery.label)"
      if try parts.spool.contains(spool) {
        place.source = parts.spool.path(spool)
        if try shelf.contains(delivery.name) { place.archiveName = own }
      } else {
        // Moved before a crash, under whichever name was free then.
        if try shelf.contains(own) { place.archiveName = own }
        place.source = "\(folder)/\(place.archiveName)"
      }
    } catch {
      throw InboundError(error)
    }
    return place
  }

  /// Writes one set of answers; what an earlier answer of that name said and this one does not is removed.
  private func write(
    _ answer: ReceiptFiles, on shelf: Shelf, as name: String
  ) throws(InboundError) {
    let rejected = "\(name).rejected.\(answer.job.format.fileEnding)"
    do {
      try write(on: shelf, as: "\(name).receipt.json") { sink in try sink(try answer.summary()) }
      if answer.listsRecords {
        try write(on: shelf, as: "\(name).receipt.csv", answer.records)
      } else {
        try shelf.remove("\(name).receipt.csv")
      }
      if try answer.hasRejected() {
        try write(on: shelf, as: rejected, answer.rejected)
      } else {
        try shelf.remove(rejected)
      }
    } catch let error as FolderError {
      throw InboundError(error)
    } catch let error as JournalError {
      throw InboundError(error)
    } catch let error as InboundError {
      throw error
    } catch {
      throw InboundError(.bug, "the receipt of \(answer.delivery.label): \(error)")
    }
  }

  private func write(
    on shelf: Shelf, as name: String, _ body: (@escaping ([UInt8]) throws -> Void) throws -> Void
  ) throws {
    let draft = try shelf.draft(for: name)
    do {
      try body { bytes in try shelf.append(bytes, to: draft) }
      try shelf.seal(draft)
      try shelf.place(draft.temporaryName, as: name, replacing: true)
    } catch {
      let failure = error
      do { try shelf.discard(draft) } catch { throw failure }
      throw failure
    }
  }

  private func journalled<Value>(
    _ body: (Journal) throws(JournalError) -> Value
  ) throws(InboundError) -> Value {
    do { return try body(parts.journal) } catch { throw InboundError(error) }
  }
}
