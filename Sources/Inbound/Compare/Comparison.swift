// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Glibc
import Jobs
import Mirror
import Tables

/// A delivery compared with the mirror: the totals, and the stage that holds what each record comes to.
///
/// A large file is sieved first by hashes (both sides at once), so that only records that may change something
/// are looked at exactly; a file that is small beside the mirror is looked at whole, which costs less than a
/// scan of the mirror.
struct Comparison {
  let stage: Stage
  var totals: PlanTotals
  /// Whether the file carries the marks of our own rejected files.
  let isCorrection: Bool
  /// The columns it came with; empty where the format has none of its own.
  var header: [String] = []
  /// Where the file breaks off, if it does; what stands before that is compared.
  var brokenOff: BreakOff?

  /// What the feed named before, where `absent:` asks: hands out each object and how often in a row it was left out.
  /// nil where nothing counts as left out.
  typealias Names = ((_ object: String, _ absences: Int) throws -> Void) throws(InboundError) ->
    Void

  /// Compares. The delivery is refused where the file as a whole is wrong.
  ///
  /// Where the rows of a record stand or fall together, it is done again without the records of which a row is rejected.
  static func make(
    _ file: DeliveryFile, of job: FeedJob, name: String, mirror: StoreMirror,
    workDirectory: String, before: Names? = nil, exported: Unexported.Exported? = nil
  ) async throws(PlanStop) -> Comparison {
    var broken: StandTogether?
    var round = 1
    while true {
      let comparison = try await make(
        file, of: job, without: broken, name: round == 1 ? name : "\(name).\(round)",
        mirror: mirror, workDirectory: workDirectory, before: before, exported: exported)
      guard job.rowsStandTogether, let rows = file.rows else { return comparison }
      do throws(ScratchError) {
        guard
          let more = try StandTogether(after: comparison.stage, rowsAt: rows, before: broken)
        else { return comparison }
        broken = more
      } catch { throw PlanStop(error) }
      round += 1
    }
  }

  private static func make(
    _ file: DeliveryFile, of job: FeedJob, without broken: StandTogether?, name: String,
    mirror: StoreMirror, workDirectory: String, before: Names?, exported: Unexported.Exported?
  ) async throws(PlanStop) -> Comparison {
    let job = try file.fitted(job)
    let makeStage = { () throws(ScratchError) in
      try Stage(
        fields: job.orderedFields.map(\.field), keyCount: job.keyFields.count, name: name,
        workDirectory: workDirectory, mirror: mirror.path)
    }
    // A file of zero bytes that the job accepts: no header, no records.
    if file.bytes == 0, job.empty == .accept {
      do throws(ScratchError) {
        return Comparison(stage: try makeStage(), totals: PlanTotals(), isCorrection: false)
      } catch { throw PlanStop(error) }
    }
    let references: [String: ByteTable]
    let moneyDigits: Int
    let currencyFaults: [Fault]
    do throws(InboundError) {
      currencyFaults = try ReferenceTables.currencyFaults(mirror, of: job, file: file.name)
      references = try ReferenceTables.read(mirror, for: job)
      moneyDigits = try ReferenceTables.moneyDigits(mirror)
    } catch { throw .failed(error) }
    guard currencyFaults.isEmpty else { throw .refused(currencyFaults) }
    let mirrorBytes = Self.size(of: mirror.path)
    var sieved: (pass: FilePass, result: Sieve.Result)?
    if job.isSieved, file.bytes > 1 << 20, file.bytes * 100 > mirrorBytes {
      sieved = try await sieve(
        file, of: job, references: references, moneyDigits: moneyDigits, mirror: mirror,
        partitionBits: partitionBits(mirrorBytes: mirrorBytes), workDirectory: workDirectory)
    }
    var candidates = sieved?.pass.candidates
    if let sieved { candidates?.formUnion(sieved.result.candidates) }
    if let broken { candidates?.formUnion(broken.rows) }
    var pass = StagingPass(
      file, of: job, moneyDigits: moneyDigits, candidates: candidates, without: broken)
    let stage = try pass.run(references: references, makeStage: makeStage)
    if job.subtractUnexported != nil, let exported { try Unexported(stage).find(exported) }
    if let composition = job.operation.composition {
      try Composing(stage, of: job, composition).run(file: file.name)
    }
    do throws(ScratchError) {
      if job.operation.composition == nil {
        try Classification(stage, of: job).run(file: file.name)
      }
    } catch { throw PlanStop(error) }
    var absent = 0
    if let before, !pass.isCorrection {
      if let unsure = pass.unsure {
        throw .refused([
          Fault(
            "unreadable-key",
            at: Position(file: file.name, line: unsure.line, record: unsure.number),
            "a record whose key cannot be read may be about any object, and with `absent` what the file does not name would be taken out",
            hint: "mend the record")
        ])
      }
      absent = try Absent(stage, of: job).add(after: pass.records, before: before)
    }
    do throws(ScratchError) {
      var comparison = Comparison(
        stage: stage,
        totals: try stage.totals(
          records: pass.records + absent,
          alsoAboveZero: sieved?.result.unchangedAboveZero ?? 0,
          groupColumn: job.operation.groupColumn),
        isCorrection: pass.isCorrection)
      comparison.totals.absent = absent
      comparison.header = pass.header
      comparison.brokenOff = pass.brokenOff
      return comparison
    } catch { throw PlanStop(error) }
  }

  /// Both passes side by side, then the sets against each other.
  private static func sieve(
    _ file: DeliveryFile, of job: FeedJob, references: [String: ByteTable], moneyDigits: Int,
    mirror: StoreMirror, partitionBits: Int, workDirectory: String
  ) async throws(PlanStop) -> (pass: FilePass, result: Sieve.Result) {
    async let ours = fileTuples(
      file, of: job, references: references, moneyDigits: moneyDigits,
      partitionBits: partitionBits, workDirectory: workDirectory)
    async let theirs = mirrorTuples(
      mirror, for: job, sha256: file.sha256, partitionBits: partitionBits,
      workDirectory: workDirectory)
    let (left, right) = await (ours, theirs)
    let pass = try left.get()
    do throws(InboundError) {
      return (pass, try Sieve.compare(file: pass.tuples, mirror: try right.get()))
    } catch { throw .failed(error) }
  }

  @concurrent
  private static func fileTuples(
    _ file: DeliveryFile, of job: FeedJob, references: [String: ByteTable], moneyDigits: Int,
    partitionBits: Int, workDirectory: String
  ) async -> Result<FilePass, PlanStop> {
    Result { () throws(PlanStop) in
      try FilePass.read(
        file, of: job, references: references, moneyDigits: moneyDigits,
        partitionBits: partitionBits, workDirectory: workDirectory)
    }
  }

  @concurrent
  private static func mirrorTuples(
    _ mirror: StoreMirror, for job: FeedJob, sha256: String, partitionBits: Int,
    workDirectory: String
  ) async -> Result<Tuples, InboundError> {
    Result { () throws(InboundError) in
      try MirrorPass.read(
        mirror, for: job, fingerprint: Fingerprint(sha256: sha256), partitionBits: partitionBits,
        workDirectory: workDirectory)
    }
  }

  /// Partitions of about 8 MB of mirror, some ten thousand objects: their table fits the processor's cache.
  static func partitionBits(mirrorBytes: Int) -> Int {
    var bits = 3
    while bits < 8, mirrorBytes >> bits > 8 << 20 { bits += 1 }
    return bits
  }

  /// A file's size; 0 where it is not there.
  private static func size(of path: String) -> Int {
    var status = stat()
    return stat(path, &status) == 0 ? Int(status.st_size) : 0
  }
}

extension FeedJob {
  /// Whether a record whose values are the store's changes nothing and need not be looked at: then hashes tell.
  fileprivate var isSieved: Bool {
    operation.composition == nil && operation.folds == nil && !operation.values.names.isEmpty
      && absent == .keep && subtractUnexported == nil
      && !fields.contains { operation.asides.contains($0.field.name) }
  }
}

extension Stage {
  /// The totals of what stands here, beside what the sieve has settled.
  func totals(records: Int, alsoAboveZero: Int, groupColumn: String?) throws(ScratchError)
    -> PlanTotals
  {
    var totals = PlanTotals()
    totals.records = records
    totals.rejected = try database.integer("SELECT count(*) FROM plan_rejected")
    totals.changes = try database.integer("SELECT count(*) FROM plan_matched WHERE NOT same")
    totals.shared = try database.integer("SELECT count(*) FROM plan_shared")
    totals.superseded = try database.integer("SELECT count(*) FROM plan_superseded")
    totals.unchanged =
      records - totals.rejected - totals.changes - totals.shared - totals.superseded
    totals.zeroed = try database.integer("SELECT coalesce(sum(zeroed), 0) FROM plan_matched")
    totals.aboveZero =
      alsoAboveZero
      + (try database.integer("SELECT coalesce(sum(above), 0) FROM plan_matched"))
    if let groupColumn {
      totals.groups = try database.integer(
        """
        SELECT count(DISTINCT json_extract(identity, '$.\(groupColumn)'))
        FROM plan_matched WHERE NOT same
        """)
    } else {
      totals.groups = totals.changes > 0 ? 1 : 0
    }
    return totals
  }
}
