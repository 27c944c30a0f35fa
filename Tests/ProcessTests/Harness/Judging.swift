// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// What most tests of a feed ask once its command has ended.
extension TestHome {
  /// A stand-in store small enough to start at once: variants `SKU-00001` to `SKU-00040`, stock at Berlin, Hamburg and
  /// München of 0 to 119, so that 700 and more is always a change.
  static let small = ["--products", "10", "--orders", "0"]

  /// A stock file that sets `count` variants at Berlin to 700 and more, from `SKU-00010` on.
  static func stockFile(_ count: Int, from first: Int = 700) -> String {
    let lines = (0..<count).map { "SKU-000\($0 + 10),Berlin,\(first + $0)\n" }
    return "sku,location,available\n" + lines.joined()
  }

  /// A price file in XML for `count` variants of one product after another, all above any price in the store.
  static func priceFile(_ count: Int, from first: Int = 500) -> String {
    let items = (0..<count).map {
      "<item><sku>SKU-\(String(100_010 + $0 * 3).dropFirst())</sku><price>\(first + $0).50</price></item>"
    }
    return "<prices>\(items.joined())</prices>"
  }

  /// Waits until a condition holds; false once the time is up.
  func eventually(
    within limit: Double = 20, _ condition: () async throws -> Bool
  ) async throws -> Bool {
    let deadline = Date().addingTimeInterval(limit)
    while Date() < deadline {
      if try await condition() { return true }
      try await Task.sleep(for: .milliseconds(5))
    }
    // On a busy machine the time may be up between two looks.
    return try await condition()
  }

  /// Waits until a scripted fault has hit a request.
  func faultHits(_ kind: String, within limit: Double = 20) async throws -> Bool {
    try await eventually(within: limit) {
      try await sandbox.requests().contains { $0["fault"]?.string == kind }
    }
  }

  /// The requests with a root field.
  func requests(of root: String) async throws -> [JSON] {
    try await sandbox.requests().filter { request in
      (request["roots"]?.array ?? []).contains { $0.string == root }
    }
  }

  /// Expects that each of `count` objects was changed exactly once by dray, that the receipt says so, and that
  /// everything adds up.
  func expectOnce(
    _ count: Int, by root: String, _ job: String, _ name: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) async throws {
    let effects = try await sandbox.effects(of: root).filter { $0["before"] != $0["after"] }
    let objects = effects.compactMap { $0["object"]?.string }
    #expect(objects.count == count, "\(effects.map(\.text))", sourceLocation: sourceLocation)
    #expect(Set(objects).count == count, sourceLocation: sourceLocation)
    let receipt = try receipt(job, name)
    #expect(receipt["state"]?.string == "settled", sourceLocation: sourceLocation)
    #expect(receipt["applied"]?.int == count, "\(receipt.text)", sourceLocation: sourceLocation)
    try await expectAudit(sourceLocation: sourceLocation)
  }

  /// Expects that everything adds up.
  func expectAudit(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let audit = try await dray("audit")
    #expect(audit.status == 0, "\(audit)", sourceLocation: sourceLocation)
  }

  /// Expects that an effect of this store never happened.
  func expectNoEffect(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let effects = try await sandbox.effects()
    #expect(effects.isEmpty, "\(effects.map(\.text))", sourceLocation: sourceLocation)
  }

  /// Expects that all the store was told to change, it was told by hand.
  func expectNoEffectOfOurs(sourceLocation: SourceLocation = #_sourceLocation) async throws {
    let ours = try await sandbox.effects().filter {
      $0["root"]?.string?.hasPrefix("sandbox/") == false
    }
    #expect(ours.isEmpty, "\(ours.map(\.text))", sourceLocation: sourceLocation)
  }
}
