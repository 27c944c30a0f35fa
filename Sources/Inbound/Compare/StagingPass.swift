// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// The second pass over the file (the only one over a small file): candidates are read exactly and staged,
/// faulty records rejected with every fault they have.
struct StagingPass {
  /// How many records the file has.
  private(set) var records = 0
  /// Records `where:` passes over.
  private(set) var passedOver = 0
  /// Whether the file carries the marks of our own rejected files.
  private(set) var isCorrection = false
  /// The columns it came with; empty where the format has none of its own.
  private(set) var header: [String] = []
  /// The first record that may name any object, where `absent:` must know.
  private(set) var unsure: RecordBatch.Extent?
  /// Where the file breaks off, if it does.
  private(set) var brokenOff: BreakOff?

  private let file: DeliveryFile
  private let job: FeedJob
  private let moneyDigits: Int
  private let candidates: RecordSet?
  private let broken: StandTogether?

  /// Stages the records in `candidates`, or all of them where it is nil; those of `broken` are rejected.
  init(
    _ file: DeliveryFile, of job: FeedJob, moneyDigits: Int, candidates: RecordSet?,
    without broken: StandTogether? = nil
  ) {
    self.broken = broken
    self.file = file
    self.job = job
    self.moneyDigits = moneyDigits
    self.candidates = candidates
  }

  /// Reads the file into a stage, which `makeStage` makes once the header is known to fit.
  mutating func run(
    references: [String: ByteTable],
    makeStage: () throws(ScratchError) -> Stage
  ) throws(PlanStop) -> Stage {
    var reader = try file.open(for: job)
    var mapper: RecordMapper
    do {
      mapper = try RecordMapper(
        job, columns: DeliveryFile.columns(of: reader, for: job), references: references,
        moneyDigits: moneyDigits, file: file.name)
    } catch { throw .refused(error.faults) }
    do {
      let stage = try makeStage()
      try stage.database.execute("BEGIN")
      let insert = try StageInsert(stage)
      var batch = RecordBatch(columnCount: reader.columns.count)
      var flow = RecordFlow(job)
      while try flow.next(&reader, into: &batch) {
        try take(batch, &mapper, reader, insert)
      }
      brokenOff = flow.brokenOff
      try stage.database.execute("COMMIT")
      isCorrection = Correction.marks(reader)
      if let rows = reader as? RowReader {
        header = rows.about.header
      } else if reader is CSVReader || reader is XLSXReader {
        header = reader.columns.filter { !Correction.columns.contains($0) }
      }
      return stage
    } catch let stop as PlanStop {
      throw stop
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }

  /// Whether a rejected record is staged all the same: its object must know that a part of it is missing, or that it is named.
  private var isMissed: Bool { job.operation.composition != nil || job.absent != .keep }

  private mutating func take(
    _ batch: RecordBatch, _ mapper: inout RecordMapper, _ reader: any RecordReader,
    _ insert: StageInsert
  ) throws(ScratchError) {
    guard let first = batch.records.first?.number, let last = batch.records.last?.number else {
      return
    }
    records += batch.count
    if let candidates, candidates.isEmpty(between: first, and: last) { return }
    for index in 0..<batch.count {
      let extent = batch.records[index]
      if let candidates, !candidates.contains(extent.number) { continue }
      if let fault = extent.fault {
        if job.absent != .keep { unsure = unsure ?? extent }
        try insert.reject(extent, key: "", faults: [fault])
        continue
      }
      switch mapper.map(index, of: batch) {
      case .passedOver: passedOver += 1
      case .mapped:
        let key = mapper.keyText(index, batch)
        if let broken, broken.rows.contains(extent.number) {
          let reason = try broken.reason(of: extent.number, file: file.name)
          try insert.reject(
            record: extent.number, line: extent.line, key: key, code: reason.code,
            message: reason.message)
          if isMissed { try insert.stage(extent, key: key, mapper, batch) }
        } else if mapper.asksNothing(of: job.operation) {
          let position = reader.position(record: index, column: 0, in: batch)
          try insert.reject(extent, key: key, faults: [.nothingAsked(at: position)])
        } else {
          try insert.stage(extent, key: key, mapper, batch)
        }
      case .faulty:
        try insert.reject(
          extent, key: mapper.keyText(index, batch),
          faults: mapper.faults(of: index, batch, job, reader))
        if job.absent != .keep, !mapper.hasKey { unsure = unsure ?? extent }
        if isMissed, mapper.hasKey {
          try insert.stage(extent, key: mapper.keyText(index, batch), mapper, batch)
        }
      }
    }
  }
}

extension RecordMapper {
  /// Whether the record mapped last has a sound key.
  var hasKey: Bool {
    values.prefix(keyCount).allSatisfy { value in
      if case .fault = value { false } else { value != .absent }
    }
  }

  /// The key as the file has it: its fields' texts with ` / ` between.
  func keyText(_ record: Int, _ batch: RecordBatch) -> String {
    fields.prefix(keyCount).enumerated().map { index, field in
      if let column = field.column { return batch.string(record, column) ?? "" }
      return canonicalText(index, batch) ?? ""
    }.joined(separator: " / ")
  }

  /// The canonical text of one value; nil where it is cleared or there is none.
  func canonicalText(_ index: Int, _ batch: RecordBatch) -> String? {
    switch values[index] {
    case .integer(let number): return String(number)
    case .decimal(let coefficient, let scale):
      let number = ExactDecimal(coefficient: Int128(coefficient), scale: scale)
      return fields[index].field.type == .measure ? number.shortest : number.money
    case .text(let place):
      let range = place.start..<place.start + place.count
      return String(
        decoding: place.isScratch ? scratch[range] : batch.bytes[range], as: UTF8.self)
    case .cleared, .absent, .fault: return nil
    }
  }
}
