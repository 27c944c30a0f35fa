// SPDX-License-Identifier: Apache-2.0

import Folders
package import Journal
package import Outbound

/// Something that happened, told as it happens: one line on the terminal.
package enum Event: Sendable {
  case taken(Delivery)
  case ignored(job: String, name: String, reason: String)
  case settling(job: String, name: String)
  case refreshing(stream: String, rows: Int, way: String, isFinished: Bool)
  case planned(Delivery, changes: Int)
  case held(Delivery)
  case brokenOff(Delivery)
  case refused(Delivery)
  case duplicate(Delivery)
  case superseded(Delivery)
  case settled(Delivery, OutcomeCounts)
  case pending(Delivery, reason: String)
  case exported(ExportRun)
  case delivered(Send)
  case undelivered(Send, reason: String, again: Bool)
  case trouble(String)
  case note(String)
}

extension Event: CustomStringConvertible {
  package var description: String {
    switch self {
    case .taken(let delivery):
      "\(delivery.label) \(delivery.job): took \(FolderError.shown(delivery.name)) (\(delivery.bytes) bytes)"
    case .ignored(let job, let name, let reason):
      "\(job): left \(FolderError.shown(name)) alone: \(reason)"
    case .settling(let job, let name):
      "\(job): waiting until \(FolderError.shown(name)) stands still"
    case .refreshing(let stream, let rows, let way, let isFinished):
      isFinished
        ? "mirror: \(stream) up to date (\(rows) rows, \(way))" : "mirror: \(stream) \(rows) rows …"
    case .planned(let delivery, let changes):
      "\(delivery.label) \(delivery.job): \(delivery.records ?? 0) records, \(changes) changes to send"
    case .held(let delivery):
      "\(delivery.label) \(delivery.job): held. \(reasons(delivery))"
    case .brokenOff(let delivery):
      "\(delivery.label) \(delivery.job): broken off. \(delivery.brokenOff?.message ?? "")"
    case .refused(let delivery):
      "\(delivery.label) \(delivery.job): refused. \(reasons(delivery))"
    case .duplicate(let delivery):
      "\(delivery.label) \(delivery.job): the same bytes as d\(delivery.duplicateOf ?? 0); nothing sent "
        + "(--repeat sends them again)"
    case .superseded(let delivery):
      "\(delivery.label) \(delivery.job): superseded by a newer delivery"
    case .settled(let delivery, let counts):
      "\(delivery.label) \(delivery.job): \(counts.summary)"
    case .pending(let delivery, let reason):
      "\(delivery.label) \(delivery.job): work remains pending: \(reason)"
    case .exported(let run):
      if let file = run.file, let again = run.again {
        "\(run.label) \(run.job): wrote x\(again) again as \(FolderError.shown(file)) (\(run.rows ?? 0) rows)"
      } else if let file = run.file {
        "\(run.label) \(run.job): wrote \(FolderError.shown(file)) (number \(run.sequence ?? 0), \(run.rows ?? 0) rows)"
      } else {
        "\(run.label) \(run.job): \(run.message ?? "nothing new, no file")"
      }
    case .delivered(let send):
      "x\(send.run) \(send.job): \(FolderError.shown(send.file)) is at \(send.target)"
        + (send.message.map { " (\($0))" } ?? "")
    case .undelivered(let send, let reason, let again):
      "x\(send.run) \(send.job): \(FolderError.shown(send.file)) is not at \(send.target): \(reason)"
        + (again ? "; it is tried again" : "")
    case .trouble(let text): text
    case .note(let text): text
    }
  }

  private func reasons(_ delivery: Delivery) -> String {
    delivery.reasons.map(\.message).joined(separator: "; ")
  }
}

extension OutcomeCounts {
  /// `10 records: 7 applied, 2 unchanged, 1 rejected`; outcomes that did not occur are left out.
  package var summary: String {
    let parts = [
      (applied, "applied"), (unchanged, "unchanged"), (rejected, "rejected"),
      (superseded, "superseded"), (pending, "pending"), (parked, "parked"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return "\(records) records" + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }
}
