// SPDX-License-Identifier: Apache-2.0

/// A dictionary from bytes to small numbers that is asked once per record: no string is made to look in it.
struct ByteTable {
  private var arena: [UInt8] = []
  private var ends: [Int] = [0]
  private var values: [Int64] = []
  /// Index of the first entry of a hash; entries of one hash are chained.
  private var heads: [UInt64: Int] = [:]
  private var nexts: [Int] = []
  private let hash = ByteHash(seed: (0x9E37_79B9_7F4A_7C15, 0xD1B5_4A32_D192_ED03))

  /// How many entries it has.
  var count: Int { values.count }

  /// Adds an entry; false where the key is there already with another value (it stays as it was).
  @discardableResult
  mutating func insert(_ key: String, _ value: Int64) -> Bool {
    let bytes = Array(key.utf8)
    if let known = find(bytes.span) { return known == value }
    let code = hash.word(bytes.span)
    nexts.append(heads[code] ?? -1)
    heads[code] = values.count
    arena.append(contentsOf: bytes)
    ends.append(arena.count)
    values.append(value)
    return true
  }

  /// Replaces the value of a key that is there.
  mutating func replace(_ key: String, with value: Int64) {
    let bytes = Array(key.utf8)
    if let index = index(of: bytes.span) { values[index] = value }
  }

  /// The value of a key.
  func find(_ key: Span<UInt8>) -> Int64? { index(of: key).map { values[$0] } }

  private func index(of key: Span<UInt8>) -> Int? {
    var index = heads[hash.word(key)] ?? -1
    while index >= 0 {
      let start = ends[index]
      if ends[index + 1] - start == key.count {
        var offset = 0
        while offset < key.count, arena[start + offset] == key[offset] { offset += 1 }
        if offset == key.count { return index }
      }
      index = nexts[index]
    }
    return nil
  }
}
