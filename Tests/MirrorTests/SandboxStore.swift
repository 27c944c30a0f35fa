// SPDX-License-Identifier: Apache-2.0

import Foundation
import Logging
import Sandbox
import Secrets
import ShopifyAdmin
import Synchronization
import Tables
import Transport

@testable import Mirror

/// A stand-in store and a mirror of it, on one clock that goes on by a millisecond whenever it is read.
final class SandboxStore {
  let server: SandboxServer
  let http = HTTPClient()
  let admin: AdminClient
  let files: TemporaryMirror
  let mirror: StoreMirror
  private let time: Clock
  private let heard: Heard

  private final class Clock: Sendable {
    private let seconds = Mutex(1_782_896_400.0)  // 2026-07-01T09:00:00Z
    func next() -> Double {
      seconds.withLock { now in
        now += 0.001; return now
      }
    }
    func advance(_ by: Double) { seconds.withLock { $0 += by } }
  }

  private final class Heard: Sendable {
    let roots = Mutex<[String]>([])
  }

  init(
    faults: String = "", orders: Int = 12, histories: Int = 0, searchLag: Int = 0,
    bulkDelay: Duration = .zero, without scope: String? = nil
  ) throws {
    let time = Clock()
    let heard = Heard()
    var options = SandboxServer.Options()
    options.port = 0
    options.products = 12
    options.variantsPerProduct = 3
    options.locations = 2
    options.orders = orders
    options.histories = histories
    options.searchLag = searchLag
    options.bulkDelay = bulkDelay
    options.faults = faults
    options.scopes.removeAll { $0.hasSuffix(scope ?? "-") }
    options.clock = { time.next() }
    server = try SandboxServer(options)
    admin = AdminClient(
      AdminConfiguration(
        base: "http://127.0.0.1:\(server.port)", apiVersion: SandboxServer.apiVersion,
        signIn: .token(Secret("sandbox-token"))),
      http: http, logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
      clock: AdminClock(
        now: { .seconds(time.next()) }, sleep: { _ in await Task.yield() }, jitter: { 0 }),
      observe: { call in heard.roots.withLock { $0.append(call.root) } })
    files = try TemporaryMirror()
    mirror = try StoreMirror(
      writing: files.folder + "/store.sqlite",
      now: {
        Date(timeIntervalSince1970: time.next()).formatted(
          .iso8601.year().month().day().time(includingFractionalSeconds: true))
          + "Z"
      }, pause: { _ in await Task.yield() })
    self.time = time
    self.heard = heard
  }

  func stop() async throws {
    try server.stop()
    await http.shutdown(grace: .zero)
  }

  /// Lets time pass, on both sides.
  func wait(hours: Double) { time.advance(hours * 3600) }

  /// The root fields asked for since the last look.
  func askedRoots() -> [String] {
    heard.roots.withLock { roots in
      defer { roots = [] }
      return roots
    }
  }

  @discardableResult
  func refresh(_ streams: [String], full: Bool = false) async throws -> [RefreshProgress] {
    try await mirror.refresh(streams, full: full, from: admin, workDirectory: files.folder)
  }

  /// Changes the store by hand.
  func change(_ path: String, _ body: JSON) async throws {
    try await change(path, body.bytes)
  }

  /// Changes the store by hand, with a body of text.
  func change(_ path: String, _ body: String) async throws {
    try await change(path, Array(body.utf8))
  }

  private func change(_ path: String, _ body: [UInt8]) async throws {
    let reply = try await http.send(
      HTTPRequest(
        method: "POST", url: "http://127.0.0.1:\(server.port)/sandbox/\(path)",
        headers: [("Content-Type", "application/json")], body: .bytes(body)))
    guard reply.status == 200 else {
      throw SandboxRefusal(description: "\(path): \(String(decoding: reply.body, as: UTF8.self))")
    }
  }

  struct SandboxRefusal: Error, CustomStringConvertible {
    var description: String
  }

  /// The rows of a SELECT, each as its values in text.
  func rows(_ sql: String) throws -> [[String]] {
    var rows: [[String]] = []
    try mirror.query(sql, columns: { _ in }) { row in
      rows.append(row.map { $0.string ?? $0.text })
    }
    return rows
  }
}
