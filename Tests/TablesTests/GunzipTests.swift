// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Tables
import Testing

@Suite struct GunzipTests {
  /// "hello\n" by gzip 1.12, without a name or a time.
  static let hello: [UInt8] = [
    0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03, 0xCB, 0x48, 0xCD, 0xC9, 0xC9, 0xE7, 0x02, 0, 0x20,
    0x30,
    0x3A, 0x36, 0x06, 0, 0, 0,
  ]

  static let cases: [(String, [UInt8], String, String?)] = [
    ("one member", hello, "hello\n", nil),
    ("several members", hello + hello + hello, "hello\nhello\nhello\n", nil),
    ("cut off in the data", Array(hello.prefix(14)), "", "gzip-truncated"),
    ("cut off in the checksum", Array(hello.prefix(24)), "", "gzip-truncated"),
    ("cut off in the second member", hello + hello.prefix(12), "", "gzip-truncated"),
    ("only its first bytes", Array(hello.prefix(4)), "", "gzip-truncated"),
    ("something after it", hello + Array("more".utf8), "", "gzip-trailing"),
    ("zeros after it", hello + [0, 0, 0], "", "gzip-trailing"),
    (
      "a wrong checksum", hello.prefix(18) + [0x21] + hello.dropFirst(19), "", "gzip-damaged"
    ),
    ("a wrong length", Array(hello.dropLast(4)) + [7, 0, 0, 0], "", "gzip-damaged"),
    ("no deflate", Array(hello.prefix(10)) + [0xFF, 0xFF, 0xFF], "", "gzip-damaged"),
  ]

  @Test(arguments: cases) func `B27 gzip is unpacked whole or refused`(
    _ c: (name: String, bytes: [UInt8], text: String, code: String?)
  ) throws {
    let (text, code) = try unpack(c.bytes, Gunzip.Limits(bytes: 1 << 20))
    #expect(code == c.code)
    if code == nil { #expect(text == Array(c.text.utf8)) }
  }

  @Test func `S08 what grows without measure is stopped`() throws {
    let packed = Self.zeros(count: 100 << 20)
    var limits = Gunzip.Limits(bytes: 8 << 30)
    limits.ratio = 100
    let (text, code) = try unpack(packed, limits)
    #expect(code == "gzip-ratio")
    #expect(text.count <= 65 << 20)
    let (_, other) = try unpack(packed, Gunzip.Limits(bytes: 1 << 20))
    #expect(other == "gzip-too-large")
  }

  @Test func `a packed file is recognised by what is in it`() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(Self.hello).write(to: path)
    defer { unlink(path.path()) }
    let found = try Recognition(path: path.path())
    #expect(found.isGzip)
    guard case .csv(let csv) = found.kind else {
      Issue.record("\(found)")
      return
    }
    #expect(csv.columns == ["hello"])
  }

  private func unpack(_ bytes: [UInt8], _ limits: Gunzip.Limits) throws -> (
    [UInt8], String?
  ) {
    let path = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(bytes).write(to: path)
    defer { unlink(path.path()) }
    var text: [UInt8] = []
    do throws(TableError) {
      let count = try Gunzip.unpack(path: path.path(), named: "a.csv.gz", limits: limits) {
        text += $0
      }
      #expect(count == text.count)
    } catch {
      switch error {
      case .fault(let fault): return (text, fault.code)
      case .failure(let failure): throw failure
      }
    }
    return (text, nil)
  }

  /// A member of about that many zero bytes: stored once by hand in deflate's fixed codes, a zero and then
  /// matches of length 258 at distance 1.
  private static func zeros(count: Int) -> [UInt8] {
    var bits = Bits(bytes: [0x1F, 0x8B, 0x08, 0, 0, 0, 0, 0, 0, 0x03])
    bits.add(1, 1)  // the last block
    bits.add(1, 2)  // fixed codes
    bits.addCode(0x30, 8)  // a literal zero
    for _ in 0..<count / 258 {
      bits.addCode(0xC5, 8)  // length 258
      bits.addCode(0, 5)  // distance 1
    }
    bits.addCode(0, 7)
    return bits.bytes
  }

  private struct Bits {
    var bytes: [UInt8]
    var used = 8

    mutating func add(_ value: Int, _ count: Int) {
      for bit in 0..<count {
        if used == 8 {
          bytes.append(0)
          used = 0
        }
        bytes[bytes.count - 1] |= UInt8((value >> bit) & 1) << UInt8(used)
        used += 1
      }
    }

    /// A Huffman code: its highest bit first.
    mutating func addCode(_ code: Int, _ count: Int) {
      for bit in (0..<count).reversed() { add(code >> bit & 1, 1) }
    }
  }
}
