// SPDX-License-Identifier: Apache-2.0

import Folders
import Journal

/// Where a delivery's original goes: `archive/JOB/YYYY-MM-DD/NAME`, by the day it arrived.
///
/// The name is `NAME.ID` where another delivery of that day has `NAME`.
struct DeliveryArchive {
  let delivery: Delivery
  let shelf: Shelf
  /// `archive/JOB`.
  private let jobPath: String
  private let day: String
  private let spool: Spool

  /// Opens the day's folder, making it where it is missing.
  init(_ delivery: Delivery, below jobPath: String, spool: Spool) throws(InboundError) {
    self.delivery = delivery
    self.jobPath = jobPath
    self.spool = spool
    day = String(delivery.arrivedAt.prefix(10))
    do { shelf = try Shelf(path: "\(jobPath)/\(day)") } catch { throw InboundError(error) }
  }

  private var ownName: String { "\(delivery.name).\(delivery.label)" }

  /// Where its bytes are now: the spool, the archive, or the archive without the journal knowing, where
  /// a crash came in between. Nil where they are gone.
  func path() throws(InboundError) -> String? {
    do throws(FolderError) {
      if let name = delivery.spool, try spool.contains(name) { return spool.path(name) }
      let known = delivery.archived?.split(separator: "/").last.map(String.init)
      for name in known.map({ [$0] }) ?? [ownName, delivery.name] where try shelf.contains(name) {
        return "\(jobPath)/\(day)/\(name)"
      }
    } catch { throw InboundError(error) }
    return nil
  }

  /// Where the rows are that were made of it; nil where there are none.
  func rowsPath() throws(InboundError) -> String? {
    do throws(FolderError) {
      if let name = delivery.spool, try spool.contains(Spool.rowsName(name)) {
        return spool.path(Spool.rowsName(name))
      }
      return try shelf.contains(rowsName) ? "\(jobPath)/\(day)/\(rowsName)" : nil
    } catch { throw InboundError(error) }
  }

  /// What the rows are called beside the archived file.
  private var rowsName: String { "\(ownName).rows.sqlite" }

  /// Moves the rows out of the spool, before the original: while that is there, this is done again after a crash.
  private func adoptRows(of spoolName: String) throws(FolderError) {
    let rows = Spool.rowsName(spoolName)
    guard try spool.contains(rows), try !shelf.contains(rowsName) else { return }
    try shelf.adopt(spoolFile: spool.path(rows), as: rowsName)
  }

  /// Moves the original out of the spool; the path below the archive, nil where there is no original.
  func adopt() throws(InboundError) -> String? {
    if let archived = delivery.archived { return archived }
    guard let spoolName = delivery.spool else { return nil }
    let source = spool.path(spoolName)
    do throws(FolderError) {
      try adoptRows(of: spoolName)
      // There already: it was moved before a crash. No other delivery has this name.
      if try shelf.contains(ownName) { return below(ownName) }
      for name in [delivery.name, ownName] {
        do throws(FolderError) {
          try shelf.adopt(spoolFile: source, as: name)
          return below(name)
        } catch {
          switch error.kind {
          case .exists where name != ownName: continue
          // Someone removed it: that keeps no receipt from being written.
          case .missing: return nil
          case .noSpace, .io, .denied, .exists, .changed, .hostile, .other: throw error
          }
        }
      }
      return nil
    } catch { throw InboundError(error) }
  }

  private func below(_ name: String) -> String { "\(delivery.job)/\(day)/\(name)" }
}
