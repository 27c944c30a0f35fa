// SPDX-License-Identifier: Apache-2.0

import CZlib

/// A packed file: what comes out is never more than what was allowed, and what was packed comes out as it was.
func fuzzGzip(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let choice = bytes.first else { return }
  let file = UnsafeBufferPointer(rebasing: bytes.dropFirst())
  guard choice & 1 != 0 else {
    _ = unpack(file)
    return
  }
  // Two members, one after the other, packed here: bytes at random hardly ever have the right checksum.
  let split = file.count * Int(choice >> 1) / 128
  let packed = member(Array(file[..<split])) + member(Array(file[split...]))
  let out = packed.withUnsafeBufferPointer { unpack($0) }
  precondition(out == Array(file), "what was packed is not what came out")
}

private func unpack(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
  var out: [UInt8] = []
  do throws(TableError) {
    let told = try Gunzip.unpack(
      path: Subject.path(of: bytes), named: "f", limits: Gunzip.Limits(bytes: 1 << 20)
    ) { (piece) throws(ReadFailure) in out += piece }
    precondition(told == out.count, "the size that is told is the size that came")
  } catch {
    precondition(out.count <= 1 << 20, "more came out than was allowed")
    return nil
  }
  return out
}

/// Bytes as a gzip member, packed.
private func member(_ bytes: [UInt8]) -> [UInt8] {
  var bytes = bytes
  var stream = z_stream()
  let made = deflateInit2_(
    &stream, 6, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  precondition(made == Z_OK)
  defer { deflateEnd(&stream) }
  var out = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 64)
  let left = bytes.withUnsafeMutableBufferPointer { input in
    out.withUnsafeMutableBufferPointer { output in
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      stream.next_out = output.baseAddress
      stream.avail_out = UInt32(output.count)
      precondition(deflate(&stream, Z_FINISH) == Z_STREAM_END)
      return Int(stream.avail_out)
    }
  }
  return Array(out.dropLast(left))
}
