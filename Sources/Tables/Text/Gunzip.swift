// SPDX-License-Identifier: Apache-2.0

import CZlib
import Glibc

/// Unpacks gzip, told by its first bytes and not by a name: several members one after the other count as one
/// file, every checksum is held against what came out, and what grows without measure is stopped.
package enum Gunzip {
  /// How far unpacking may go.
  package struct Limits: Sendable {
    /// The most bytes that may come out.
    package var bytes: Int
    /// The most bytes that may come out for one that goes in, once 64 MiB have come.
    package var ratio: Int = 200

    /// At most so many bytes.
    package init(bytes: Int) { self.bytes = bytes }
  }

  /// Below this much the ratio is not looked at: small texts of blanks are no attack.
  static let freely = 64 << 20

  /// Whether bytes begin a gzip file.
  package static func isPacked(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }

  /// Whether a file is packed with gzip.
  package static func isPacked(path: String) throws(ReadFailure) -> Bool {
    isPacked(try FileSlices(path: path).bytes(at: 0, count: 2))
  }

  /// Unpacks a file and hands out what comes, piece by piece; how many bytes came.
  ///
  /// - Parameters:
  ///   - path: What is opened.
  ///   - name: What faults call the file.
  /// - Throws: a fault where the file is cut off, damaged, followed by something else, or too large; what was
  ///   handed out before is worth nothing then.
  package static func unpack(
    path: String, named name: String, limits: Limits,
    to sink: (ArraySlice<UInt8>) throws(ReadFailure) -> Void
  ) throws(TableError) -> Int {
    let source: ByteSource
    do { source = try ByteSource(path: path) } catch { throw .failure(error) }
    let stream = InflateStream()
    var input = [UInt8](repeating: 0, count: 256 << 10)
    var output = [UInt8](repeating: 0, count: 256 << 10)
    var (packed, unpacked) = (0, 0)
    var (isInside, members) = (false, 0)
    while true {
      let got: Int
      do { got = try source.read(into: &input, at: 0, count: input.count) } catch {
        throw .failure(error)
      }
      if got == 0 { break }
      var (index, isFull) = (0, false)
      // A full buffer may leave more to come out of what went in already.
      while index < got || isFull {
        if !isInside {
          guard members == 0 || input[index] == 0x1F else {
            throw .fault(trailing(name, at: packed + index))
          }
          stream.begin()
          isInside = true
          members += 1
        }
        let step = stream.inflate(input, from: index, to: got, into: &output)
        index += step.taken
        unpacked += step.made
        isFull = step.made == output.count
        guard unpacked <= limits.bytes else { throw .fault(tooLarge(name, limits)) }
        guard unpacked <= freely || unpacked <= (packed + index) * limits.ratio else {
          throw .fault(bomb(name, limits, packed: packed + index, unpacked: unpacked))
        }
        if step.made > 0 {
          do { try sink(output[..<step.made]) } catch { throw .failure(error) }
        }
        switch step.state {
        case .goesOn: break
        case .ended: (isInside, isFull) = (false, false)
        case .damaged(let reason):
          throw .fault(damaged(name, at: packed + index, reason))
        }
      }
      packed += got
    }
    guard !isInside, packed > 0 else { throw .fault(truncated(name)) }
    return unpacked
  }

  /// The first bytes of what a packed file holds, from the first bytes of the file itself.
  ///
  /// - Returns: up to `count` bytes, and whether that is all that the packed bytes hold.
  static func beginning(
    of packed: [UInt8], named name: String, count: Int
  ) throws(TableError) -> (bytes: [UInt8], isAll: Bool) {
    let stream = InflateStream()
    var output = [UInt8](repeating: 0, count: count)
    stream.begin()
    let step = stream.inflate(packed, from: 0, to: packed.count, into: &output)
    if case .damaged(let reason) = step.state {
      throw .fault(damaged(name, at: step.taken, reason))
    }
    return (Array(output.prefix(step.made)), step.state == .ended)
  }

  private static func truncated(_ name: String) -> Fault {
    Fault(
      "gzip-truncated", at: Position(file: name, line: 1), "the gzip file ends too early",
      hint: "it was cut off: send the whole file again")
  }

  private static func damaged(_ name: String, at offset: Int, _ reason: String) -> Fault {
    Fault(
      "gzip-damaged", at: Position(file: name, line: 1), "the gzip file is damaged",
      found: "\(reason) near byte \(offset)", hint: "pack and send it again")
  }

  private static func trailing(_ name: String, at offset: Int) -> Fault {
    Fault(
      "gzip-trailing", at: Position(file: name, line: 1),
      "something that is not gzip follows the packed data", found: "byte \(offset)",
      hint:
        "two files may have been joined, or one was written over a longer one; pack and send it again"
    )
  }

  private static func tooLarge(_ name: String, _ limits: Limits) -> Fault {
    Fault(
      "gzip-too-large", at: Position(file: name, line: 1),
      "the file is too large once it is unpacked", expected: "at most \(limits.bytes) bytes",
      hint: "if that is right, raise the job's `max_bytes`")
  }

  private static func bomb(_ name: String, _ limits: Limits, packed: Int, unpacked: Int) -> Fault {
    Fault(
      "gzip-ratio", at: Position(file: name, line: 1),
      "the gzip file grows without measure when it is unpacked",
      expected: "at most \(limits.ratio) bytes for one",
      found: "\(unpacked) bytes from the first \(packed)",
      hint: "if that is right, unpack it before it is dropped")
  }
}

/// zlib's state of one gzip file. A class, for that state has one owner and one address.
private final class InflateStream {
  enum State: Equatable {
    case goesOn
    case ended
    case damaged(String)
  }

  private let stream: UnsafeMutablePointer<z_stream>

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 16: gzip's header and checksum, and no other.
    let code = inflateInit2_(
      stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(code == Z_OK, "zlib has memory for one stream and the version it was built with")
  }

  deinit {
    inflateEnd(stream)
    stream.deinitialize(count: 1)
    stream.deallocate()
  }

  /// Begins a member.
  func begin() { inflateReset(stream) }

  /// Takes what it can of `input[start..<end]` and makes what fits into `output`.
  func inflate(
    _ input: [UInt8], from start: Int, to end: Int, into output: inout [UInt8]
  ) -> (taken: Int, made: Int, state: State) {
    input.withUnsafeBufferPointer { source in
      output.withUnsafeMutableBufferPointer { target in
        // zlib does not write to what it reads, whatever its type says.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: source.baseAddress)?.advanced(
          by: start)
        stream.pointee.avail_in = UInt32(end - start)
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let code = CZlib.inflate(stream, Z_NO_FLUSH)
        let taken = end - start - Int(stream.pointee.avail_in)
        let made = target.count - Int(stream.pointee.avail_out)
        switch code {
        case Z_STREAM_END: return (taken, made, .ended)
        case Z_OK, Z_BUF_ERROR: return (taken, made, .goesOn)
        default:
          let reason = stream.pointee.msg.map { String(cString: $0) } ?? "zlib's error \(code)"
          return (taken, made, .damaged(reason))
        }
      }
    }
  }
}
