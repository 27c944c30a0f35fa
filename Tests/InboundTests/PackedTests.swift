// SPDX-License-Identifier: Apache-2.0

import Foundation
import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

/// Deliveries that come packed with gzip.
@Suite struct PackedTests {
  /// `sku;wh;qty` and three records: one to set, one unknown, one with too few values.
  static let text = "sku;wh;qty\nA-1;Berlin;9\nNONE;Berlin;1\n007;Berlin\n"

  @Test func `B27 a packed delivery is planned as what is in it, whatever its name`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(Self.packed(Self.text), name: "x.csv")
    let verdict = try await home.planner.plan(delivery, of: try FeedHome.stockJob())
    #expect(verdict == .planned(changes: 1))
    let plain = try FeedHome()
    let other = try plain.delivery(Self.text, name: "x.csv")
    _ = try await plain.planner.plan(other, of: try FeedHome.stockJob())
    #expect(try home.outcomes(delivery) == plain.outcomes(other))
    // Nothing is left of the unpacked bytes.
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: home.folder + "/work").allSatisfy {
        !$0.hasPrefix("unpacked")
      })
  }

  @Test func `B27 a damaged packed delivery is refused`() async throws {
    let home = try FeedHome()
    let delivery = try home.delivery(Array(Self.packed(Self.text).dropLast(3)), name: "x.csv.gz")
    guard
      case .refused(let reasons) = try await home.planner.plan(
        delivery, of: try FeedHome.stockJob())
    else {
      Issue.record("it was not refused")
      return
    }
    #expect(reasons.map(\.code) == ["gzip-truncated"])
  }

  @Test func `S08 what is packed twice, or larger than the job allows, is refused`() async throws {
    for (bytes, limit, code) in [
      (Self.packed(Self.packed(Self.text)), 1 << 20, "nested-archive"),
      (Self.packed(Self.text), 20, "gzip-too-large"),
    ] {
      let home = try FeedHome()
      let delivery = try home.delivery(bytes, name: "x.csv.gz")
      let job = try FeedHome.stockJob { $0.maxBytes = limit }
      guard case .refused(let reasons) = try await home.planner.plan(delivery, of: job) else {
        Issue.record("\(code) was not refused")
        continue
      }
      #expect(reasons.map(\.code) == [code])
    }
  }

  @Test
  func `rejected records of a packed file come back plain, and the receipt tells how it was read`()
    async throws
  {
    let home = try ReceiptHome()
    let job = try FeedHome.stockJob {
      $0.format = .csv(.recognised)
    }
    let delivery = try home.home.delivery(Self.packed(Self.text), name: "STOCK.csv.gz")
    _ = try await home.home.planner.plan(delivery, of: job)
    try home.writer.write(try home.delivery(delivery.id), of: job)
    let rejected = home.text("receipts/feed/STOCK.csv.rejected.csv")
    #expect(rejected?.hasPrefix("sku;wh;qty;_code;_message\nNONE;Berlin;1;") == true)
    #expect(rejected?.contains("\n007;Berlin;too-few-fields;") == true)
    let receipt = try JSON(
      parsing: home.bytes("receipts/feed/STOCK.csv.gz.receipt.json") ?? [])
    #expect(receipt["read_as"]?["packed"]?.string == "gzip")
    #expect(receipt["read_as"]?["delimiter"]?.string == ";")
    #expect(receipt["read_as"]?["encoding"]?.string == "utf-8")
    #expect(receipt["read_as"]?["header_line"]?.text == "1")
  }

  private static func packed(_ text: String) -> [UInt8] { packed(Array(text.utf8)) }

  /// Bytes as one gzip member of stored blocks.
  private static func packed(_ bytes: [UInt8]) -> [UInt8] {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    func little(_ value: UInt32, _ count: Int) -> [UInt8] {
      (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
    }
    let length = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 1] + little(length, 2) + little(~length, 2) + bytes
      + little(~crc, 4) + little(length, 4)
  }
}
