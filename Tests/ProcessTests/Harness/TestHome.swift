// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB
import Tables

/// A home in a temporary folder, joined to a sandbox, worked by the real program.
final class TestHome: Sendable {
  let path: String
  let sandbox: TestSandbox

  /// The feed most tests use.
  static let stock = """
    feed: stock.set
    files: "*.csv"
    format: {type: csv}
    quiet: 0s
    fields:
      sku: sku
      location: location
      available: available
    """

  /// Prices from XML.
  static let prices = """
    feed: price.set
    files: "*.xml"
    quiet: 0s
    format: {type: xml, records: /prices/item}
    fields:
      sku: sku
      price: price
    """

  /// Order lines as CSV.
  static let orders = """
    export: orders
    file: "orders-{sequence}.csv"
    """

  private init(path: String, sandbox: TestSandbox) {
    self.path = path
    self.sandbox = sandbox
  }

  /// Makes a home and a sandbox, runs `body`, and removes both. Waits while too many others do; `body` must not
  /// make another.
  static func with(
    _ jobs: [String: String] = ["stock": stock], sandbox options: [String] = ["--products", "20"],
    settings: String = "",
    _ body: (TestHome) async throws -> Void
  ) async throws {
    await Turnstile.homes.enter()
    do { try await make(jobs, sandbox: options, settings: settings, body) } catch {
      await Turnstile.homes.leave()
      throw error
    }
    await Turnstile.homes.leave()
  }

  private static func make(
    _ jobs: [String: String], sandbox options: [String], settings: String,
    _ body: (TestHome) async throws -> Void
  ) async throws {
    let path = FileManager.default.temporaryDirectory
      .appendingPathComponent("dray-test-\(UUID().uuidString)").path
    let files = FileManager.default
    try files.createDirectory(atPath: "\(path)/jobs", withIntermediateDirectories: true)
    try files.createDirectory(atPath: "\(path)/scratch", withIntermediateDirectories: true)
    let sandbox = try await TestSandbox(options, scratch: "\(path)/scratch")
    let home = TestHome(path: path, sandbox: sandbox)
    try home.write("token", "sandbox-token\n", mode: 0o600)
    try home.write(
      "dray.yaml",
      """
      store:
        shop: sandbox
        api_version: "2026-07"
        auth:
          access_token: {file: \(path)/token}
        endpoint: \(sandbox.url)
      \(settings)
      """)
    for (name, text) in jobs { try home.write("jobs/\(name).yaml", text) }
    do { try await body(home) } catch {
      await sandbox.stop()
      try files.removeItem(atPath: path)
      throw error
    }
    await sandbox.stop()
    try files.removeItem(atPath: path)
  }

  /// Writes a file below the home, in place.
  func write(_ name: String, _ text: String, mode: Int = 0o644) throws {
    try write(name, Array(text.utf8), mode: mode)
  }

  func write(_ name: String, _ bytes: [UInt8], mode: Int = 0o644) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: url.path)
  }

  /// Drops a file into a feed's inbox by rename, as a careful uploader does.
  func drop(_ job: String, _ name: String, _ text: String) throws {
    try drop(job, name, Array(text.utf8))
  }

  func drop(_ job: String, _ name: String, _ bytes: [UInt8]) throws {
    let temporary = "scratch/\(UUID().uuidString)"
    try write(temporary, bytes)
    try FileManager.default.createDirectory(
      atPath: "\(path)/inbox/\(job)", withIntermediateDirectories: true)
    guard rename("\(path)/\(temporary)", "\(path)/inbox/\(job)/\(name)") == 0 else {
      throw TestSandbox.Failure(text: "rename \(name): \(errno)")
    }
  }

  /// A command of the real program on this home, run to its end.
  func dray(
    _ arguments: String..., environment: [String: String] = [:], within limit: Double = 60
  ) async throws -> CommandResult {
    try await start(arguments, environment: environment).finish(within: limit)
  }

  /// A command of the real program on this home, running.
  func start(_ arguments: [String], environment: [String: String] = [:]) throws -> Command {
    try Command(
      arguments, scratch: "\(path)/scratch",
      environment: environment.merging(["DRAY_HOME": path]) { $1 })
  }

  /// A file's text; nil where it is not there.
  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  /// The names in a folder, sorted; none where it is not there.
  func names(_ folder: String) -> [String] {
    guard let found = FileManager.default.enumerator(atPath: "\(path)/\(folder)") else { return [] }
    return found.compactMap { $0 as? String }.sorted()
  }

  /// The newest receipt for a file name.
  func receipt(_ job: String, _ name: String) throws -> JSON {
    guard let text = text("outbox/receipts/\(job)/\(name).receipt.json") else {
      throw TestSandbox.Failure(text: "no receipt for \(name): \(names("outbox"))")
    }
    return try JSON(parsing: text)
  }

  /// Rows of the journal, each as text columns joined by `|`.
  func journal(_ sql: String) throws -> [String] { try rows("journal", sql) }

  /// Rows of the mirror.
  func mirror(_ sql: String) throws -> [String] { try rows("mirror", sql) }

  private func rows(_ name: String, _ sql: String) throws -> [String] {
    var configuration = Configuration()
    configuration.readonly = true
    let queue = try DatabaseQueue(
      path: "\(path)/state/\(name).sqlite", configuration: configuration)
    return try queue.read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        row.databaseValues.map { String.fromDatabaseValue($0) ?? "\($0)" }.joined(separator: "|")
      }
    }
  }
}
