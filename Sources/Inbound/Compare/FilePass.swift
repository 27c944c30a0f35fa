// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// The first pass over a large file: every record becomes a tuple of hashes.
struct FilePass: Sendable {
  /// How many records the file has.
  var records = 0
  /// Records `where:` passes over.
  var passedOver = 0
  /// Records nothing can be said of by hashes: they are faulty or lack a value.
  var candidates = RecordSet()
  /// Key, values, and the record number with `Sieve.aboveZero`.
  var tuples: Tuples

  /// Reads the whole file.
  static func read(
    _ file: DeliveryFile, of job: FeedJob, references: [String: ByteTable], moneyDigits: Int,
    partitionBits: Int, workDirectory: String
  ) throws(PlanStop) -> FilePass {
    var reader = try file.open(for: job)
    var mapper: RecordMapper
    do {
      mapper = try RecordMapper(
        job, columns: DeliveryFile.columns(of: reader, for: job), references: references,
        moneyDigits: moneyDigits,
        file: file.name)
    } catch { throw .refused(error.faults) }
    let fingerprint = Fingerprint(sha256: file.sha256)
    let quantities = mapper.fields.indices.filter {
      job.operation.quantityFields.contains(mapper.fields[$0].field.name)
        && !mapper.fields[$0].isKey
    }
    var writer: TupleWriter
    do throws(InboundError) {
      writer = try TupleWriter(width: 4, partitionBits: partitionBits, directory: workDirectory)
    } catch { throw .failed(error) }
    var records = 0
    var passedOver = 0
    var candidates = RecordSet()
    var flow = RecordFlow(job)
    try file.forEachBatch(of: &reader, &flow) { batch throws(PlanStop) in
      for index in 0..<batch.count {
        records += 1
        let extent = batch.records[index]
        guard extent.fault == nil else {
          candidates.insert(extent.number)
          continue
        }
        switch mapper.map(index, of: batch) {
        case .passedOver: passedOver += 1
        case .faulty: candidates.insert(extent.number)
        case .mapped:
          guard let tuple = mapper.tuple(of: batch, with: fingerprint) else {
            candidates.insert(extent.number)
            continue
          }
          var last = UInt64(extent.number)
          for quantity in quantities {
            if case .integer(let number) = mapper.values[quantity], number > 0 {
              last |= Sieve.aboveZero
            }
          }
          do throws(InboundError) {
            try writer.append(tuple.key, tuple.value, last)
          } catch { throw .failed(error) }
        }
      }
    }
    do throws(InboundError) {
      return FilePass(
        records: records, passedOver: passedOver, candidates: candidates,
        tuples: try writer.sealed())
    } catch { throw .failed(error) }
  }
}

extension RecordMapper {
  /// The hashes of the record last mapped; nil where it lacks a value.
  @inline(__always)
  func tuple(of batch: borrowing RecordBatch, with fingerprint: Fingerprint)
    -> (key: ByteHash.State, value: UInt64)?
  {
    var key = fingerprint.start
    var value = fingerprint.start
    for index in fields.indices {
      let isKnown =
        index < keyCount
        ? fingerprint.combine(values[index], batch, scratch, into: &key)
        : fingerprint.combine(values[index], batch, scratch, into: &value)
      guard isKnown else { return nil }
    }
    return (key, value.a ^ value.b)
  }
}
