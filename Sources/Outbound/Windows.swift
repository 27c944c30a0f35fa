// SPDX-License-Identifier: Apache-2.0

import GRDB
import Jobs
import Journal
import Mirror

extension ExportRun {
  /// Whether nothing has ended since the last file: its day or month is the one that file ended with.
  func isTooEarly(_ job: ExportJob) -> Bool {
    switch job.window {
    case _ where again != nil: false
    case .sinceLast: false
    case .day, .month: since.map { $0 >= until } ?? false
    }
  }
}

extension Exporter {
  /// When the window of a slot ends.
  func end(of job: ExportJob, at slot: String, now: String) throws(OutboundError) -> String {
    switch job.window {
    case .sinceLast: return now
    case .day, .month:
      let (_, time) = try zone(of: job)
      let day = time.formatted(slot, job.window == .day ? "%Y-%m-%d" : "%Y-%m-01")
      guard let start = day.flatMap(time.start(ofDay:)) else {
        throw OutboundError(.bug, "the slot '\(slot)' is no time")
      }
      return start
    }
  }

  /// A slot whose day or month has been written already: no file, no number.
  func endTooEarly(_ run: ExportRun, _ job: ExportJob) throws(OutboundError) -> ExportRun {
    try record(run) { db in
      try db.execute(
        sql: "UPDATE runs SET state = 'empty', rows = 0, message = ?, finished_at = ? WHERE id = ?",
        arguments: [
          "no \(job.window.rawValue) has ended since the last file", now(), run.id,
        ])
    }
  }

  /// The zone of days and times: the job's, else the shop's.
  func zone(of job: ExportJob) throws(OutboundError) -> (name: String, time: ZonedTime) {
    var name = job.zone
    if name == nil { name = try shopZone() }
    guard let name, let time = ZonedTime(zone: name) else {
      throw OutboundError(
        .config,
        "the shop's time zone \(name ?? "") is not known here; name one with 'zone' in jobs/\(job.name).yaml"
      )
    }
    return (name, time)
  }

  /// Reads the shop where a window of days needs its zone and the mirror was never filled.
  func refreshZone(of job: ExportJob) async throws(OutboundError) {
    guard job.window != .sinceLast, job.zone == nil, try shopZone() == nil else { return }
    do throws(MirrorError) { try await refresh(["shop"]) } catch { throw OutboundError(error) }
  }

  private func shopZone() throws(OutboundError) -> String? {
    do throws(MirrorError) {
      return try mirror.read { db in try String.fetchOne(db, sql: "SELECT zone FROM shop") }
    } catch { throw OutboundError(error) }
  }
}
