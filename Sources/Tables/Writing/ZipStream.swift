// SPDX-License-Identifier: Apache-2.0

import CZlib

/// Writes a zip archive front to back: each entry deflated as it comes, its sizes after it.
///
/// A class, for zlib's state has one owner and one address. Bytes are appended to the caller's buffer.
final class ZipStream {
  private struct Entry {
    var name: String
    var offset: Int
    var crc: UInt32 = 0
    var packed = 0
    var size = 0
  }

  private var entries: [Entry] = []
  private var written = 0
  private let stream: UnsafeMutablePointer<z_stream>
  private var chunk = [UInt8](repeating: 0, count: 32 << 10)

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // Raw deflate: a window of 32 KiB, no header of zlib's own.
    let code = deflateInit2_(
      stream, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib has memory for one stream and the version it was built with")
  }

  deinit {
    deflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Begins an entry.
  func begin(_ name: String, into out: inout [UInt8]) {
    entries.append(Entry(name: name, offset: written, crc: UInt32(crc32(0, nil, 0))))
    // Deflated, names in UTF-8, sizes and checksum in a descriptor after the data.
    var header = LittleEndian()
    header.add(0x0403_4B50, 4)
    header.add(Self.version, 2)
    header.add(Self.flags, 2)
    header.add(8, 2)
    header.add(Self.time, 4)
    header.add(0, 12)
    header.add(name.utf8.count, 2)
    header.add(0, 2)
    emit(header.bytes + Array(name.utf8), into: &out)
    deflateReset(stream)
  }

  /// Adds to the entry begun last.
  func add(_ bytes: [UInt8], into out: inout [UInt8]) { pack(bytes, Z_NO_FLUSH, into: &out) }

  /// Ends the entry begun last.
  func end(into out: inout [UInt8]) {
    pack([], Z_FINISH, into: &out)
    let entry = entries[entries.count - 1]
    var descriptor = LittleEndian()
    descriptor.add(0x0807_4B50, 4)
    descriptor.add(Int(entry.crc), 4)
    // Above 4 GiB no spreadsheet reads it: the sizes are cut to their lowest bits.
    descriptor.add(entry.packed, 4)
    descriptor.add(entry.size, 4)
    emit(descriptor.bytes, into: &out)
  }

  /// The directory, after which nothing may come.
  func finish(into out: inout [UInt8]) {
    let start = written
    for entry in entries {
      var record = LittleEndian()
      record.add(0x0201_4B50, 4)
      record.add(Self.version, 2)
      record.add(Self.version, 2)
      record.add(Self.flags, 2)
      record.add(8, 2)
      record.add(Self.time, 4)
      record.add(Int(entry.crc), 4)
      record.add(entry.packed, 4)
      record.add(entry.size, 4)
      record.add(entry.name.utf8.count, 2)
      record.add(0, 12)
      record.add(entry.offset, 4)
      emit(record.bytes + Array(entry.name.utf8), into: &out)
    }
    var tail = LittleEndian()
    tail.add(0x0605_4B50, 4)
    tail.add(0, 4)
    tail.add(entries.count, 2)
    tail.add(entries.count, 2)
    tail.add(written - start, 4)
    tail.add(start, 4)
    tail.add(0, 2)
    emit(tail.bytes, into: &out)
  }

  private static let version = 20
  private static let flags = 0x0808
  /// 1980-01-01 00:00: the same rows make the same bytes.
  private static let time = 0x0021_0000

  private func emit(_ bytes: [UInt8], into out: inout [UInt8]) {
    out += bytes
    written += bytes.count
  }

  private func pack(_ bytes: [UInt8], _ flush: Int32, into out: inout [UInt8]) {
    let last = entries.count - 1
    entries[last].size += bytes.count
    var input = bytes
    input.withUnsafeMutableBufferPointer { input in
      entries[last].crc = UInt32(
        crc32(UInt(entries[last].crc), input.baseAddress, UInt32(input.count)))
      stream.pointee.next_in = input.baseAddress
      stream.pointee.avail_in = UInt32(input.count)
      repeat {
        let count = chunk.withUnsafeMutableBufferPointer { chunk in
          stream.pointee.next_out = chunk.baseAddress
          stream.pointee.avail_out = UInt32(chunk.count)
          // Never fails: the stream was begun, and there is room for output.
          deflate(stream, flush)
          return chunk.count - Int(stream.pointee.avail_out)
        }
        out += chunk[..<count]
        written += count
        entries[last].packed += count
      } while stream.pointee.avail_out == 0
      stream.pointee.next_in = nil
    }
  }
}

/// Numbers as zip has them.
private struct LittleEndian {
  var bytes: [UInt8] = []

  mutating func add(_ number: Int, _ count: Int) {
    for index in 0..<count {
      bytes.append(index < 8 ? UInt8(truncatingIfNeeded: number >> (8 * index)) : 0)
    }
  }
}
