// SPDX-License-Identifier: Apache-2.0

/// The wide numbers of zip archives: programs that stream a workbook write them though it is small.
/// (PKWARE APPNOTE 6.3.10, sections 4.3.14, 4.3.15 and 4.5.3)
enum Zip64 {
  private static let wide = 0xFFFF_FFFF

  /// What the archive's wide end record says of the directory; nil where the narrow one holds it.
  ///
  /// - Parameters:
  ///   - tail: the last bytes of the file.
  ///   - end: where the narrow end record begins in them.
  static func directory(
    _ tail: [UInt8], end: Int, of file: FileSlices
  ) throws(ReadFailure) -> (count: Int, length: Int, offset: Int)? {
    let isWide =
      tail.number(at: end + 10, 2) == 0xFFFF || tail.number(at: end + 12, 4) == wide
      || tail.number(at: end + 16, 4) == wide
    guard isWide, tail.number(at: end - 20, 4) == 0x0706_4B50 else { return nil }
    let place = tail.number(at: end - 12, 8)
    guard try 0...file.size() ~= place else { return nil }
    let record = try file.bytes(at: place, count: 56)
    guard record.number(at: 0, 4) == 0x0606_4B50 else { return nil }
    return (record.number(at: 32, 8), record.number(at: 40, 8), record.number(at: 48, 8))
  }

  /// Puts the wide numbers of an entry in the place of narrow ones that say so.
  static func widen(_ entry: inout ZipArchive.Entry, _ extra: ArraySlice<UInt8>) {
    let extra = Array(extra)
    var index = 0
    while index + 4 <= extra.count {
      let (kind, length) = (extra.number(at: index, 2), extra.number(at: index + 2, 2))
      index += 4
      if kind == 1, index + length <= extra.count {
        var next = index
        for field in [\ZipArchive.Entry.size, \.packed, \.offset]
        where entry[keyPath: field] == wide {
          guard next + 8 <= index + length else { return }
          entry[keyPath: field] = extra.number(at: next, 8)
          next += 8
        }
        return
      }
      index += length
    }
  }
}
