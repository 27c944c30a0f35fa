// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

extension TestHome {
  /// Waits until something holds; fails with what was waited for when the time is up.
  func eventually(
    _ what: String, within limit: Double = 30, _ condition: () async throws -> Bool
  ) async throws {
    let deadline = Date().addingTimeInterval(limit)
    while try await !condition() {
      guard Date() < deadline else {
        throw TestSandbox.Failure(text: "not within \(limit) s: \(what)")
      }
      try await Task.sleep(for: .milliseconds(20))
    }
  }

  /// Runs `body` beside a `dray serve`, then ends that by SIGTERM, which must give exit code 0.
  func serving(
    environment: [String: String] = [:], _ body: (Command) async throws -> Void
  ) async throws {
    let serve = try start(["serve"], environment: environment)
    do {
      guard await serve.prints("serving ") else {
        throw TestSandbox.Failure(text: "serve did not start: \(serve.output)\(serve.errors)")
      }
      try await body(serve)
    } catch {
      serve.signal(SIGKILL)
      let ended = await serve.finish()
      throw TestSandbox.Failure(text: "\(error)\n\(ended)")
    }
    serve.signal(SIGTERM)
    let ended = await serve.finish(within: 20)
    #expect(ended.status == 0, "\(ended)")
  }

  /// Waits for the receipt of a settled delivery.
  func settled(_ job: String, _ name: String, within limit: Double = 30) async throws {
    try await eventually("\(name) settled", within: limit) {
      guard self.text("outbox/receipts/\(job)/\(name).receipt.json") != nil else { return false }
      return try self.receipt(job, name)["state"]?.string == "settled"
    }
  }

  /// Every delivery of the journal: `name state bytes`, in order of arrival.
  func deliveries() throws -> [String] {
    try journal("SELECT name || ' ' || state || ' ' || bytes FROM deliveries ORDER BY id")
  }

  /// Writes bytes into an inbox file in place, as an uploader without a temporary name does.
  func append(_ text: String, to path: String) throws {
    let file = "\(self.path)/\(path)"
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
    // Not by Foundation, which makes a file under another name and renames it.
    close(open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0o644))
    guard let handle = FileHandle(forWritingAtPath: file) else {
      throw TestSandbox.Failure(text: "cannot open \(file)")
    }
    try handle.seekToEnd()
    try handle.write(contentsOf: Data(text.utf8))
    try handle.close()
  }
}

/// Stock files for the seeded store: `SKU-00010` and on, each a variant of its own.
enum StockFile {
  static let header = "sku,location,available\n"

  /// One line.
  static func line(_ number: Int, _ available: Int) -> String {
    let digits = String(number)
    return "SKU-\(String(repeating: "0", count: 5 - digits.count))\(digits),Berlin,\(available)\n"
  }

  /// A file of consecutive SKUs.
  static func of(_ numbers: ClosedRange<Int>, available: Int) -> String {
    header + numbers.map { line($0, available) }.joined()
  }

  /// A small store, quickly started.
  static let store = ["--products", "10", "--orders", "0"]

  /// The usual feed with another quiet period, or with more keys.
  static func job(quiet: String = "0s", _ more: String = "") -> String {
    TestHome.stock.replacingOccurrences(of: "quiet: 0s", with: "quiet: \(quiet)\n\(more)")
  }
}
