// SPDX-License-Identifier: Apache-2.0

import Folders
import GRDB
import Jobs
import Journal
import Tables

extension Taker {
  /// Enters a spool copy in the journal: what it is decides itself here, in one transaction with what it
  /// supersedes.
  ///
  /// Known bytes are a duplicate of the newest delivery that had them, unless that was refused or superseded:
  /// nothing came of it, so the same bytes may well be right now.
  func enter(_ taken: Inbox.Taken, of job: FeedJob, keepsOriginal: Bool, repeating: Bool)
    throws(InboundError) -> Delivery
  {
    var arrival = Arrival(
      job: job.name, name: ShownName.of(taken.stamp.name), sha256: taken.sha256,
      bytes: taken.bytes, at: parts.now(), spool: taken.spoolName)
    arrival.original = keepsOriginal ? nil : taken.stamp.text
    arrival.correction = isCorrection(taken, of: job)
    arrival.repeats = repeating || job.repeats == .send
    var verdict = ArrivalVerdict.waiting
    do throws(JournalError) {
      if taken.bytes == 0, job.empty == .refuse {
        verdict = .refused([
          Delivery.Reason(
            code: "empty",
            message:
              "the file has no bytes; if that is right, say `empty: accept` in the job \(job.name)")
        ])
      } else if !arrival.repeats, taken.bytes > 0 {
        let same = try parts.journal.deliveries(of: job.name, sha256: taken.sha256)
        if let first = same.first(where: { $0.state != .refused && $0.state != .superseded }) {
          verdict = .duplicate(of: first.id)
        }
      }
      let now = arrival.at
      return try parts.journal.write { database in
        let delivery = try Journal.insert(arrival, as: verdict, database)
        guard case .waiting = verdict, job.supersedes, !arrival.correction else { return delivery }
        let older = try Int64.fetchAll(
          database,
          sql: """
            SELECT id FROM deliveries WHERE job = ? AND id < ? AND NOT correction AND undo_of IS NULL
              AND state IN ('waiting', 'held') AND planned_at IS NULL
            """, arguments: [job.name, delivery.id])
        let reason = Delivery.Reason(
          code: "newer-delivery", message: "\(delivery.label) arrived and takes its place")
        for id in older {
          try Journal.move(id, to: .superseded, reasons: [reason], at: now, database)
        }
        return delivery
      }
    } catch { throw InboundError(error) }
  }

  /// Whether the bytes carry the marks of our own rejected files. A file that cannot be read says nothing: the
  /// plan will.
  private func isCorrection(_ taken: Inbox.Taken, of job: FeedJob) -> Bool {
    let name = taken.stamp.name
    if name.hasSuffix(".rejected.\(job.format.ending)") { return true }
    guard taken.bytes > 0 else { return false }
    var format = job.format
    switch format {
    case .csv(var csv):
      csv.required = []
      format = .csv(csv)
    case .xlsx(var xlsx):
      xlsx.required = []
      format = .xlsx(xlsx)
    case .xml, .json, .fixed: break
    }
    do throws(TableError) {
      var reader = try openReader(
        path: parts.spool.path(taken.spoolName), named: name, format: format)
      switch format {
      case .csv, .xlsx: break
      // What marks them stands in the document, not in a header.
      case .xml, .json, .fixed:
        var batch = RecordBatch(columnCount: reader.columns.count)
        _ = try reader.next(into: &batch)
      }
      return Correction.marks(reader)
    } catch { return false }
  }
}

/// A delivery's name as it stands in the journal, in messages and in the names of its receipts.
enum ShownName {
  /// The longest name, in bytes: the endings of receipts must fit beside it in a file name.
  static let maxBytes = 200

  /// A name without anything that could pass for a path, a terminal command or a line of a log (S04): control and
  /// direction characters, slashes and backslashes become `_`, and so does a leading dot.
  static func of(_ name: String) -> String {
    var shown = ""
    for scalar in name.unicodeScalars {
      let isPlain: Bool
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: isPlain = false
      default: isPlain = scalar != "/" && scalar != "\\" && scalar != "\u{FFFD}"
      }
      let next = isPlain ? Character(scalar) : "_"
      guard shown.utf8.count + next.utf8.count <= maxBytes else { break }
      shown.unicodeScalars.append(isPlain ? scalar : "_")
    }
    if shown.hasPrefix(".") { shown = "_" + shown.dropFirst() }
    return shown.isEmpty ? "_" : shown
  }
}

extension Inbox.FileStamp {
  /// The stamp as the journal keeps it.
  var text: String {
    JSON.object([
      JSON.Member("name", .string(name)), JSON.Member("device", .string(String(device))),
      JSON.Member("inode", .string(String(inode))), JSON.Member("size", .string(String(size))),
      JSON.Member("mtime", .string(String(modifiedNanoseconds))),
    ]).text
  }

  /// The stamp the journal kept; nil where the text is none.
  init?(text: String) {
    let json: JSON
    do { json = try JSON(parsing: Array(text.utf8)) } catch { return nil }
    guard let name = json["name"]?.string, let device = json["device"]?.string.flatMap(UInt64.init),
      let inode = json["inode"]?.string.flatMap(UInt64.init),
      let size = json["size"]?.string.flatMap({ Int($0) }),
      let time = json["mtime"]?.string.flatMap({ Int64($0) })
    else { return nil }
    self.init(
      name: name, device: device, inode: inode, size: size, modifiedNanoseconds: time)
  }
}
