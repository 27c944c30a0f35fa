// SPDX-License-Identifier: Apache-2.0

package import Jobs
import Journal

/// Writing a file again, as a person asks who has lost it.
///
/// It holds the records whose newest version came out in that file, as they are now, under the versions they had: what came out
/// later stands in its later file. Watermark, numbers and versions stay as they are.
extension Exporter {
  /// Writes the file of a finished run again, under a name of its own.
  ///
  /// - Returns: the new run in its final state; it has no number.
  /// - Throws: `config` where there is no such file of the job.
  package func again(_ job: ExportJob, run id: Int64) async throws(OutboundError) -> ExportRun {
    try check(job)
    _ = try await recover(job)
    let original: ExportRun?
    do throws(JournalError) { original = try journal.exportRun(id) } catch {
      throw OutboundError(error)
    }
    guard let original, original.job == job.name else {
      throw OutboundError(.config, "\(job.name) has no run x\(id)")
    }
    if let first = original.again {
      throw OutboundError(.config, "\(original.label) wrote x\(first) again; ask for x\(first)")
    }
    guard original.state == .done else {
      throw OutboundError(
        .config,
        "\(original.label) is \(original.state.rawValue): only a file that was written is written again"
      )
    }
    return try await finish(try claim(again: original, job), job)
  }

  /// The file that a run writes again; throws where it is in the journal no more.
  func original(of run: ExportRun, _ id: Int64) throws(OutboundError) -> ExportRun {
    let original: ExportRun?
    do throws(JournalError) { original = try journal.exportRun(id) } catch {
      throw OutboundError(error)
    }
    guard let original else {
      throw OutboundError(.bug, "\(run.label) writes x\(id) again, which the journal has not")
    }
    return original
  }
}

extension ExportRun {
  private static let mark = " again x"

  /// The slot of a run that writes another again: its own time first, for slots sort by time.
  static func slot(again id: Int64, at now: String) -> String { now + mark + String(id) }

  /// The run that a slot is of again; nil for any other slot.
  static func original(slot: String) -> Int64? {
    slot.firstRange(of: mark).flatMap { Int64(slot[$0.upperBound...]) }
  }

  /// The name of the file that writes `name` again.
  func name(again name: String) -> String {
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    return "\(name[..<dot])-again-\(label)\(name[dot...])"
  }
}
