// SPDX-License-Identifier: Apache-2.0

/// A set of record numbers: one bit each, so ten million records take 1.25 MB.
struct RecordSet: Sendable {
  private var words: [UInt64] = []
  /// How many records are in it.
  private(set) var count = 0

  /// Adds a record; no effect where it is in already.
  mutating func insert(_ record: Int) {
    let word = record >> 6
    if word >= words.count {
      words.append(contentsOf: repeatElement(0, count: max(word + 1 - words.count, words.count)))
    }
    let bit: UInt64 = 1 << UInt64(record & 63)
    if words[word] & bit == 0 {
      words[word] |= bit
      count += 1
    }
  }

  /// Takes a record out; no effect where it is not in.
  mutating func remove(_ record: Int) {
    guard contains(record) else { return }
    words[record >> 6] &= ~(1 << UInt64(record & 63))
    count -= 1
  }

  /// Whether a record is in it.
  func contains(_ record: Int) -> Bool {
    let word = record >> 6
    return word < words.count && words[word] & (1 << UInt64(record & 63)) != 0
  }

  /// Whether none of these records is in it; wrong only towards false.
  func isEmpty(between first: Int, and last: Int) -> Bool {
    var word = first >> 6
    while word <= last >> 6 {
      guard word < words.count else { return true }
      if words[word] != 0 { return false }
      word += 1
    }
    return true
  }

  /// Adds another set.
  mutating func formUnion(_ other: RecordSet) {
    if words.count < other.words.count {
      words.append(contentsOf: repeatElement(0, count: other.words.count - words.count))
    }
    count = 0
    for index in words.indices {
      if index < other.words.count { words[index] |= other.words[index] }
      count += words[index].nonzeroBitCount
    }
  }
}
