// SPDX-License-Identifier: Apache-2.0

import Glibc

/// Fixed-size tuples of words, split into partitions by their key and spilled to one unlinked temporary file:
/// the memory they take does not grow with their number.
///
/// Each partition fills a buffer of its own; a full buffer becomes the file's next block.
struct TupleWriter {
  /// How many words one tuple has.
  let width: Int
  private let partitionBits: Int
  private let tuplesPerBlock: Int
  private let file: SpillFile
  private var buffer: [UInt64]
  private var fill: [Int]
  private var blocks: [[Int32]]
  private var blockCount: Int32 = 0

  /// A spill with 2^`partitionBits` partitions in a private folder.
  init(width: Int, partitionBits: Int, directory: String) throws(InboundError) {
    self.width = width
    self.partitionBits = partitionBits
    // 512 tuples of at most 32 bytes: 256 partitions buffer 4 MB at most.
    tuplesPerBlock = 512
    file = try SpillFile(directory: directory)
    let partitions = 1 << partitionBits
    buffer = Array(repeating: 0, count: partitions * tuplesPerBlock * width)
    fill = Array(repeating: 0, count: partitions)
    blocks = Array(repeating: [], count: partitions)
  }

  /// The partition a key's first word belongs to.
  @inline(__always)
  private func partition(of key: UInt64) -> Int {
    partitionBits == 0 ? 0 : Int(key >> UInt64(64 - partitionBits))
  }

  /// Adds a tuple of three words.
  @inline(__always)
  mutating func append(_ key: ByteHash.State, _ value: UInt64) throws(InboundError) {
    let partition = partition(of: key.a)
    let slot = (partition * tuplesPerBlock + fill[partition]) * width
    buffer[slot] = key.a
    buffer[slot + 1] = key.b
    buffer[slot + 2] = value
    try advance(partition)
  }

  /// Adds a tuple of four words.
  @inline(__always)
  mutating func append(_ key: ByteHash.State, _ value: UInt64, _ last: UInt64) throws(InboundError)
  {
    let partition = partition(of: key.a)
    let slot = (partition * tuplesPerBlock + fill[partition]) * width
    buffer[slot] = key.a
    buffer[slot + 1] = key.b
    buffer[slot + 2] = value
    buffer[slot + 3] = last
    try advance(partition)
  }

  @inline(__always)
  private mutating func advance(_ partition: Int) throws(InboundError) {
    fill[partition] += 1
    if fill[partition] == tuplesPerBlock { try flush(partition) }
  }

  private mutating func flush(_ partition: Int) throws(InboundError) {
    let words = tuplesPerBlock * width
    let start = partition * words
    try file.write(buffer[start..<start + words], atWord: Int(blockCount) * words)
    blocks[partition].append(blockCount)
    blockCount += 1
    fill[partition] = 0
  }

  /// Everything written so far, to be read partition by partition. Writing ends here.
  consuming func sealed() throws(InboundError) -> Tuples {
    let words = tuplesPerBlock * width
    var tails: [Int] = fill
    for partition in fill.indices where fill[partition] > 0 {
      let start = partition * words
      try file.write(buffer[start..<start + words], atWord: Int(blockCount) * words)
      blocks[partition].append(blockCount)
      blockCount += 1
    }
    for partition in tails.indices where tails[partition] == 0 { tails[partition] = tuplesPerBlock }
    return Tuples(
      width: width, tuplesPerBlock: tuplesPerBlock, file: file, blocks: blocks, tails: tails)
  }
}

/// Spilled tuples, read partition by partition in the order they were written.
struct Tuples: Sendable {
  let width: Int
  fileprivate let tuplesPerBlock: Int
  fileprivate let file: SpillFile
  fileprivate let blocks: [[Int32]]
  /// How many tuples the last block of each partition has.
  fileprivate let tails: [Int]

  /// How many partitions there are.
  var partitionCount: Int { blocks.count }

  /// How many tuples a partition has.
  func count(_ partition: Int) -> Int {
    guard let full = blocks[partition].indices.last else { return 0 }
    return full * tuplesPerBlock + tails[partition]
  }

  /// Hands out a partition's tuples, a block of words at a time with the number of tuples in it.
  func forEachBlock(
    of partition: Int, scratch: inout [UInt64],
    _ body: (_ words: borrowing [UInt64], _ tuples: Int) throws(InboundError) -> Void
  ) throws(InboundError) {
    let words = tuplesPerBlock * width
    if scratch.count < words { scratch = Array(repeating: 0, count: words) }
    for (index, block) in blocks[partition].enumerated() {
      let isLast = index == blocks[partition].count - 1
      try file.read(into: &scratch, words: words, atWord: Int(block) * words)
      try body(scratch, isLast ? tails[partition] : tuplesPerBlock)
    }
  }
}

/// An unlinked temporary file of words: gone with the last reference, whatever happens.
final class SpillFile: Sendable {
  private let descriptor: Int32

  // O_TMPFILE, a composed macro Swift does not see: 0o20000000 | O_DIRECTORY on every Linux we build for.
  private static let temporary: Int32 = 0o20_000_000 | O_DIRECTORY

  /// Makes one in a private folder.
  init(directory: String) throws(InboundError) {
    descriptor = open(directory, Self.temporary | O_RDWR | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw Self.failure("made in \(directory)") }
  }

  deinit { close(descriptor) }

  /// Writes words at a place counted in words.
  func write(_ words: ArraySlice<UInt64>, atWord place: Int) throws(InboundError) {
    var isWhole = true
    words.withUnsafeBytes { bytes in
      var done = 0
      while done < bytes.count {
        let written = pwrite(
          descriptor, bytes.baseAddress.map { $0 + done }, bytes.count - done, place * 8 + done)
        if written < 0, errno == EINTR { continue }
        guard written > 0 else {
          isWhole = false
          return
        }
        done += written
      }
    }
    guard isWhole else { throw Self.failure("written") }
  }

  /// Reads words from a place counted in words.
  func read(into words: inout [UInt64], words count: Int, atWord place: Int) throws(InboundError) {
    var isWhole = true
    words.withUnsafeMutableBytes { bytes in
      var done = 0
      while done < count * 8 {
        let got = pread(
          descriptor, bytes.baseAddress.map { $0 + done }, count * 8 - done, place * 8 + done)
        if got < 0, errno == EINTR { continue }
        guard got > 0 else {
          isWhole = false
          return
        }
        done += got
      }
    }
    guard isWhole else { throw Self.failure("read") }
  }

  private static func failure(_ what: String) -> InboundError {
    InboundError(
      .disk,
      "A temporary file for the comparison cannot be \(what): \(String(cString: strerror(errno))).")
  }
}
