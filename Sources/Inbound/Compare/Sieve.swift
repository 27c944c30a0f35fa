// SPDX-License-Identifier: Apache-2.0

/// Finds the records that may change something, by sets: the file's tuples against the mirror's, partition by
/// partition, each with one hash table.
///
/// Whatever is not plainly unchanged is a candidate and is looked at again, exactly, in SQL: unknown keys, keys
/// the mirror has twice, keys the file has twice, other values. So a mistake here costs time, never truth.
struct Sieve {
  /// What came out.
  struct Result: Sendable {
    /// Records to look at again.
    var candidates = RecordSet()
    /// Records that change nothing.
    var unchanged = 0
    /// Objects above zero among them.
    var unchangedAboveZero = 0
  }

  /// In the last word of a file tuple: the record asks for a quantity above zero.
  static let aboveZero: UInt64 = 1 << 63

  // One entry of the table is four words: both lanes of the key, the value, and the state.
  private static let free: UInt64 = 0
  private static let known: UInt64 = 1
  private static let ambiguous: UInt64 = 2
  private static let metOften: UInt64 = 3
  /// A record was here: its tuple's last word, shifted past the states above.
  private static let firstRecord: UInt64 = 4

  private var table: [UInt64] = []
  private var mask = 0
  private var scratch: [UInt64] = []
  private var result = Result()

  /// Compares all partitions. The mirror's tuples are three words wide (key, key, value), the file's four (and the
  /// record number with `aboveZero`).
  static func compare(file: Tuples, mirror: Tuples) throws(InboundError) -> Result {
    var sieve = Sieve()
    for partition in 0..<mirror.partitionCount {
      guard file.count(partition) > 0 else { continue }
      try sieve.load(mirror, partition)
      try sieve.pass(file, partition)
    }
    return sieve.result
  }

  private mutating func load(_ mirror: Tuples, _ partition: Int) throws(InboundError) {
    var capacity = 1024
    while capacity < mirror.count(partition) * 2 { capacity *= 2 }
    if table.count == capacity * 4 {
      table.withUnsafeMutableBufferPointer { $0.update(repeating: 0) }
    } else {
      table = Array(repeating: 0, count: capacity * 4)
    }
    mask = capacity - 1
    // Taken out for the loop, so that the closure works on locals; put back below.
    var (scratch, table): ([UInt64], [UInt64]) = ([], [])
    swap(&scratch, &self.scratch)
    swap(&table, &self.table)
    let mask = mask
    try mirror.forEachBlock(of: partition, scratch: &scratch) {
      words, tuples throws(InboundError) in
      for tuple in 0..<tuples {
        let a = words[tuple * 3]
        let b = words[tuple * 3 + 1]
        var slot = Int(truncatingIfNeeded: b) & mask
        while table[slot * 4 + 3] != Self.free, table[slot * 4] != a || table[slot * 4 + 1] != b {
          slot = (slot + 1) & mask
        }
        if table[slot * 4 + 3] != Self.free {
          table[slot * 4 + 3] = Self.ambiguous
        } else {
          table[slot * 4] = a
          table[slot * 4 + 1] = b
          table[slot * 4 + 2] = words[tuple * 3 + 2]
          table[slot * 4 + 3] = Self.known
        }
      }
    }
    self.table = table
    self.scratch = scratch
  }

  private mutating func pass(_ file: Tuples, _ partition: Int) throws(InboundError) {
    // Taken out for the loop, so that the closure works on locals; put back below.
    var (scratch, table): ([UInt64], [UInt64]) = ([], [])
    swap(&scratch, &self.scratch)
    swap(&table, &self.table)
    let mask = mask
    var result = Result()
    swap(&result, &self.result)
    try file.forEachBlock(of: partition, scratch: &scratch) { words, tuples throws(InboundError) in
      for tuple in 0..<tuples {
        let a = words[tuple * 4]
        let b = words[tuple * 4 + 1]
        let last = words[tuple * 4 + 3]
        let record = Int(truncatingIfNeeded: last & ~Self.aboveZero)
        var slot = Int(truncatingIfNeeded: b) & mask
        while table[slot * 4 + 3] != Self.free, table[slot * 4] != a || table[slot * 4 + 1] != b {
          slot = (slot + 1) & mask
        }
        switch table[slot * 4 + 3] {
        case Self.free, Self.ambiguous, Self.metOften: result.candidates.insert(record)
        case Self.known:
          if table[slot * 4 + 2] == words[tuple * 4 + 2] {
            result.unchanged += 1
            if last & Self.aboveZero != 0 { result.unchangedAboveZero += 1 }
            // A record number is below 2^60, so the shift loses nothing but the flag, kept in bit 2.
            table[slot * 4 + 3] =
              UInt64(record) << 4 | (last & Self.aboveZero != 0 ? 8 : 0) | Self.firstRecord
          } else {
            result.candidates.insert(record)
            table[slot * 4 + 3] = Self.metOften
          }
        case let met:
          // The file has this key twice: the first record, taken for unchanged, is looked at again too.
          result.unchanged -= 1
          if met & 8 != 0 { result.unchangedAboveZero -= 1 }
          result.candidates.insert(Int(truncatingIfNeeded: met >> 4))
          result.candidates.insert(record)
          table[slot * 4 + 3] = Self.metOften
        }
      }
    }
    self.table = table
    self.scratch = scratch
    self.result = result
  }
}
