// SPDX-License-Identifier: Apache-2.0

import CZlib

/// The bytes of one entry of an archive, unpacked piece by piece, and held against its size and checksum.
///
/// A class, for zlib's state has one owner and one address.
final class ZipUnpacking {
  private let archive: ZipArchive
  private let entry: ZipArchive.Entry
  private let name: String
  private let stream: UnsafeMutablePointer<z_stream>
  private var offset: Int
  private var packedLeft: Int
  private var input: [UInt8] = []
  private var inputIndex = 0
  private var size = 0
  private var crc = UInt(crc32(0, nil, 0))
  private var isDone = false

  /// How many packed bytes are read at a time.
  private static let inputBytes = 32 << 10

  /// Opens an entry; `name` is the file's, for faults.
  init(_ entry: ZipArchive.Entry, of archive: ZipArchive, named name: String) throws(TableError) {
    guard entry.method == 0 || entry.method == 8 else {
      throw .fault(ZipArchive.hostile("an entry is packed in a way workbooks do not use", name))
    }
    self.archive = archive
    self.entry = entry
    self.name = name
    offset = try archive.dataOffset(of: entry)
    packedLeft = entry.packed
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    guard
      inflateInit2_(stream, -15, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else {
      stream.deallocate()
      throw .failure(ReadFailure("\(name): no memory to unpack it"))
    }
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Fills `bytes` with the next piece; 0 at the end of the entry.
  func read(into bytes: inout [UInt8]) throws(TableError) -> Int {
    var got = 0
    while got == 0, !isDone {
      if inputIndex == input.count { try refill() }
      got = entry.method == 0 ? copy(into: &bytes) : try inflate(into: &bytes)
    }
    size += got
    guard size <= entry.size else { throw .fault(ZipArchive.bomb(size, entry.packed, name)) }
    crc = bytes.withUnsafeBufferPointer { crc32(crc, $0.baseAddress, UInt32(got)) }
    if isDone, got == 0 {
      guard size == entry.size, crc == UInt(entry.crc) else {
        throw .fault(ZipArchive.hostile("an entry does not have the checksum it should", name))
      }
    }
    return got
  }

  private func refill() throws(TableError) {
    guard packedLeft > 0 else {
      guard entry.method == 0 else {
        throw .fault(ZipArchive.hostile("an entry ends before it is complete", name))
      }
      isDone = true
      return
    }
    do {
      input = try archive.file.bytes(at: offset, count: min(packedLeft, Self.inputBytes))
    } catch { throw .failure(error) }
    guard !input.isEmpty else {
      throw .fault(ZipArchive.hostile("an entry goes beyond the file's end", name))
    }
    (offset, packedLeft, inputIndex) = (offset + input.count, packedLeft - input.count, 0)
  }

  private func copy(into bytes: inout [UInt8]) -> Int {
    let count = min(bytes.count, input.count - inputIndex)
    for index in 0..<count { bytes[index] = input[inputIndex + index] }
    inputIndex += count
    return count
  }

  private func inflate(into bytes: inout [UInt8]) throws(TableError) -> Int {
    var code = Z_OK
    let room = bytes.count
    let left = input.withUnsafeMutableBufferPointer { input in
      bytes.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress.map { $0 + inputIndex }
        stream.pointee.avail_in = UInt32(input.count - inputIndex)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(room)
        code = CZlib.inflate(stream, Z_NO_FLUSH)
        inputIndex = input.count - Int(stream.pointee.avail_in)
        return Int(stream.pointee.avail_out)
      }
    }
    switch code {
    case Z_STREAM_END: isDone = true
    case Z_OK, Z_BUF_ERROR: break
    default: throw .fault(ZipArchive.hostile("an entry cannot be unpacked", name))
    }
    return room - left
  }
}
