// SPDX-License-Identifier: Apache-2.0

/// The directory of a zip archive, held against what archives that mean no harm look like.
///
/// Names are looked up, never used as paths. Entries that overlap, are encrypted, unpack to far more than they take
/// or to more than the limit refuse the archive.
struct ZipArchive {
  /// The most entries, the largest directory, and the most bytes all entries unpack to.
  static let maxEntries = 10_000
  static let maxDirectoryBytes = 8 << 20
  static let maxTotalBytes = 2 << 30
  /// The highest ratio of unpacked to packed bytes of an entry beyond `freeBytes`: deflate reaches 1,032.
  static let maxRatio = 200
  static let freeBytes = 4 << 20

  /// One entry as the directory has it.
  struct Entry {
    var name: String
    var method: Int
    var flags: Int
    var crc: UInt32
    var packed: Int
    var size: Int
    /// The offset of its local header.
    var offset: Int
  }

  let file: FileSlices
  private let name: String
  private let entries: [String: Entry]

  /// Reads the directory of a file.
  init(_ file: FileSlices, named name: String) throws(TableError) {
    self.file = file
    self.name = name
    do {
      let start = try file.bytes(at: 0, count: 8)
      guard start.starts(with: [0x50, 0x4B]) else {
        throw TableError.fault(Self.noArchive(start, name))
      }
      let (tail, tailOffset) = try Self.tail(of: file)
      guard let end = Self.endRecord(in: tail) else {
        throw TableError.fault(
          Fault(
            "truncated", at: Position(file: name, line: 1), "the workbook has no end",
            hint: "it was cut off: send the whole file again"))
      }
      var count = tail.number(at: end + 10, 2)
      var length = tail.number(at: end + 12, 4)
      var offset = tail.number(at: end + 16, 4)
      if let wide = try Zip64.directory(tail, end: end, of: file) {
        (count, length, offset) = (wide.count, wide.length, wide.offset)
      }
      guard 0...Self.maxEntries ~= count,
        0...min(Self.maxDirectoryBytes, tailOffset + end) ~= length,
        0...(tailOffset + end - length) ~= offset
      else { throw TableError.fault(Self.hostile("its directory does not fit in it", name)) }
      let directory = try file.bytes(at: offset, count: length)
      entries = try Self.read(directory, count: count, end: offset, name)
    } catch let error as TableError {
      throw error
    } catch let error as ReadFailure {
      throw .failure(error)
    } catch { throw .failure(ReadFailure("\(name): \(error)")) }
  }

  /// The entry of that name; nil where there is none.
  func entry(_ name: String) -> Entry? { entries[name] }

  /// The offset of an entry's packed bytes.
  func dataOffset(of entry: Entry) throws(TableError) -> Int {
    let header: [UInt8]
    do { header = try file.bytes(at: entry.offset, count: 30) } catch { throw .failure(error) }
    guard header.count == 30, header.number(at: 0, 4) == 0x0403_4B50 else {
      throw .fault(Self.hostile("an entry is not where its directory says", name))
    }
    return entry.offset + 30 + header.number(at: 26, 2) + header.number(at: 28, 2)
  }

  /// The last 64 KiB and a bit, where the end record is, and their offset.
  private static func tail(of file: FileSlices) throws(ReadFailure) -> ([UInt8], Int) {
    let size = try file.size()
    let offset = max(0, size - 66_000)
    return (try file.bytes(at: offset, count: size - offset), offset)
  }

  private static func endRecord(in tail: [UInt8]) -> Int? {
    var index = tail.count - 22
    while index >= 0 {
      if tail[index] == 0x50, tail.number(at: index, 4) == 0x0605_4B50 { return index }
      index -= 1
    }
    return nil
  }

  private static func read(
    _ directory: [UInt8], count: Int, end: Int, _ name: String
  ) throws(TableError) -> [String: Entry] {
    var entries: [String: Entry] = [:]
    var spans: [Range<Int>] = []
    var index = 0
    var total = 0
    for _ in 0..<count {
      guard index + 46 <= directory.count, directory.number(at: index, 4) == 0x0201_4B50 else {
        throw .fault(hostile("its directory is damaged", name))
      }
      let nameLength = directory.number(at: index + 28, 2)
      let extraLength = directory.number(at: index + 30, 2)
      let next = index + 46 + nameLength + extraLength + directory.number(at: index + 32, 2)
      guard next <= directory.count else {
        throw .fault(hostile("its directory is damaged", name))
      }
      var entry = Entry(
        name: String(decoding: directory[index + 46..<index + 46 + nameLength], as: UTF8.self),
        method: directory.number(at: index + 10, 2), flags: directory.number(at: index + 8, 2),
        crc: UInt32(directory.number(at: index + 16, 4)),
        packed: directory.number(at: index + 20, 4), size: directory.number(at: index + 24, 4),
        offset: directory.number(at: index + 42, 4))
      let extra = index + 46 + nameLength
      Zip64.widen(&entry, directory[extra..<extra + extraLength])
      index = next
      guard 0...end ~= entry.packed, 0...end ~= entry.offset, entry.size >= 0 else {
        throw .fault(hostile("its directory is damaged", name))
      }
      if entry.flags & 1 != 0 { throw .fault(encrypted(name)) }
      guard entries.updateValue(entry, forKey: entry.name) == nil else {
        throw .fault(hostile("it has two entries of one name", name))
      }
      total += min(entry.size, maxTotalBytes + 1)
      guard total <= maxTotalBytes,
        entry.size <= freeBytes || entry.size / maxRatio <= entry.packed
      else { throw .fault(bomb(entry.size, entry.packed, name)) }
      spans.append(entry.offset..<entry.offset + 30 + nameLength + entry.packed)
    }
    spans.sort { $0.lowerBound < $1.lowerBound }
    for (span, next) in zip(spans, spans.dropFirst() + [end..<end])
    where span.upperBound > next.lowerBound {
      throw .fault(hostile("entries overlap", name))
    }
    return entries
  }

  private static func noArchive(_ start: [UInt8], _ name: String) -> Fault {
    let isOld = start.starts(with: [0xD0, 0xCF, 0x11, 0xE0])
    return Fault(
      start.isEmpty ? "empty" : "not-xlsx", at: Position(file: name, line: 1),
      start.isEmpty ? "the file is empty" : "the file is no workbook in Office Open XML",
      expected: ".xlsx",
      found: isOld ? "an old .xls, or a workbook with a password" : nil,
      hint: "save it as .xlsx without a password, or set the job's format to the file's own")
  }

  private static func encrypted(_ name: String) -> Fault {
    Fault(
      "encrypted", at: Position(file: name, line: 1), "the workbook is encrypted",
      hint: "save it without a password")
  }

  static func bomb(_ size: Int, _ packed: Int, _ name: String) -> Fault {
    Fault(
      "zip-bomb", at: Position(file: name, line: 1),
      "the workbook unpacks to more than it may",
      expected: "at most \(maxRatio) times its size, and \(maxTotalBytes >> 30) GiB",
      found: "\(size) bytes out of \(packed)",
      hint: "this is no table, or it is hostile; a table so large is better sent as CSV")
  }

  static func hostile(_ what: String, _ name: String) -> Fault {
    Fault(
      "bad-zip", at: Position(file: name, line: 1), "the workbook's archive is not sound: \(what)",
      hint: "it was damaged on its way: save it anew and send it again")
  }
}

extension [UInt8] {
  /// A number as zip has it, lowest byte first; 0 where it would not be whole.
  func number(at index: Int, _ count: Int) -> Int {
    guard index >= 0, index + count <= self.count else { return 0 }
    var number = 0
    for offset in 0..<count { number |= Int(self[index + offset]) << (8 * offset) }
    return number
  }
}
