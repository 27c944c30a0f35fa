// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Mirror

/// The mirror's side of the comparison: every object a key can name becomes a tuple of hashes.
enum MirrorPass {
  /// Scans the operation's objects once.
  static func read(
    _ mirror: StoreMirror, for job: FeedJob, fingerprint: Fingerprint, partitionBits: Int,
    workDirectory: String
  ) throws(InboundError) -> Tuples {
    let keys = job.keyFields
    let names = keys + job.valueFields
    let types = names.compactMap { name in
      job.operation.fields.first { $0.name == name }?.type
    }
    let columns = names.map(Expressions.quoted).joined(separator: ", ")
    let sql = "SELECT \(columns) FROM (\(job.operation.objects))"
    var writer = try TupleWriter(
      width: 3, partitionBits: partitionBits, directory: workDirectory)
    do {
      try mirror.scan(sql) { row in
        var key = fingerprint.start
        for index in 0..<keys.count
        where !fingerprint.combine(row, index, as: types[index], into: &key) {
          return
        }
        var value = fingerprint.start
        var isKnown = true
        for index in keys.count..<types.count
        where !fingerprint.combine(row, index, as: types[index], into: &value) {
          isKnown = false
        }
        // A row whose value has no canonical form equals nothing; its key counts all the same.
        try writer.append(key, isKnown ? value.a ^ value.b : 0)
      }
    } catch let error as InboundError {
      throw error
    } catch let error as MirrorError {
      throw InboundError(error)
    } catch { throw InboundError(.bug, "The mirror cannot be scanned: \(error).") }
    return try writer.sealed()
  }
}
