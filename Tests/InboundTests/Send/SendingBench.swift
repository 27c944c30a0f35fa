// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Folders
import Foundation
import GRDB
import Jobs
import Journal
import Logging
import Mirror
import Sandbox
import Secrets
import ShopifyAdmin
import Synchronization
import Tables
import Transport

@testable import Inbound

/// The time, and how much further it was put.
final class TestClock: Sendable {
  private let ahead = Mutex(0.0)

  func forward(hours: Double) { ahead.withLock { $0 += hours * 3_600 } }

  var now: String {
    let moment = Date().addingTimeInterval(ahead.withLock { $0 })
    return moment.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
  }
}

/// A stand-in store, a home's parts against it, and deliveries planned by hand.
final class SendingBench: Sendable {
  let server: SandboxServer
  let http: HTTPClient
  let parts: InboundParts
  let folder: String
  /// The journal's clock, which a test may put forward.
  let clock = TestClock()

  /// A store of 40 variants of 10 products at two locations; `faults` as the sandbox reads them.
  init(faults: String = "", plan: String = "plus", partialStock: Bool = false) async throws {
    var options = SandboxServer.Options()
    options.port = 0
    options.products = 10
    options.variantsPerProduct = 4
    options.locations = 2
    options.orders = 0
    options.plan = plan
    options.partialStock = partialStock
    options.faults = faults
    options.bulkDelay = .milliseconds(50)
    server = try SandboxServer(options)
    folder = NSTemporaryDirectory() + "dray-sending-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/spool", withIntermediateDirectories: true)
    try FileManager.default.createDirectory(
      atPath: folder + "/work", withIntermediateDirectories: true)
    let journal = try Journal(writing: folder + "/journal.sqlite")
    http = HTTPClient()
    var configuration = AdminConfiguration(
      base: "http://127.0.0.1:\(server.port)", apiVersion: SandboxServer.apiVersion,
      signIn: .token(Secret("sandbox-token")))
    configuration.timeout = .seconds(2)
    let hasty = AdminClock(
      now: AdminClock.system.now, sleep: { try await Task.sleep(for: min($0, .milliseconds(20))) },
      jitter: { 0 })
    let admin = AdminClient(
      configuration, http: http,
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }),
      clock: hasty)
    let clock = clock
    parts = InboundParts(
      journal: journal,
      mirror: try StoreMirror(writing: folder + "/mirror.sqlite", now: { clock.now }), admin: admin,
      spool: try Spool(path: folder + "/spool"), workDirectory: folder + "/work",
      now: { clock.now },
      logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    _ = try await parts.mirror.refresh(
      ["locations", "products", "inventory"], from: admin, workDirectory: folder + "/work")
  }

  /// Ends the store and takes the folder away; a test's own failure is not hidden by one here.
  func endQuietly() {
    do {
      try server.stop()
      try FileManager.default.removeItem(atPath: folder)
    } catch { print("\(folder) is left behind: \(error)") }
  }

  /// A sender that does not wait long.
  var sender: Sender {
    Sender(
      parts: parts, patience: .seconds(130),
      wait: { try await Task.sleep(for: min($0, .milliseconds(20))) })
  }

  static func job(_ operation: Catalogue.Operation, route: Catalogue.Route? = nil) -> FeedJob {
    var job = FeedJob(
      name: operation.name, operation: operation, format: .csv(CSVFormat()), fields: [], digest: "d"
    )
    job.route = route
    return job
  }

  /// The objects of an operation as the mirror has them, as intents that want other values.
  func intents(
    _ operation: Catalogue.Operation, limit: Int = 1_000,
    wanting: (_ index: Int, _ row: [String: String?]) -> [String: String?]
  ) throws -> [Intent] {
    let rows = try parts.mirror.read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM (\(operation.objects)) ORDER BY object LIMIT \(limit)"
      )
      .map { row in
        var values: [String: String?] = [:]
        for (name, value) in row {
          values.updateValue(
            String.fromDatabaseValue(value) ?? Int64.fromDatabaseValue(value).map { "\($0)" },
            forKey: name)
        }
        return values
      }
    }
    return rows.enumerated().map { index, row in
      let desired = wanting(index, row)
      var prior: [String: String?] = [:]
      for field in desired.keys { prior.updateValue(row[field] ?? nil, forKey: field) }
      var identity: [String: String] = [:]
      for name in operation.identity { identity[name] = row[name] ?? nil }
      return Intent(
        object: (row["object"] ?? nil) ?? "", identity: identity, desired: desired, prior: prior)
    }
  }

  /// A delivery whose plan is these intents.
  func deliver(_ intents: [Intent], _ operation: Catalogue.Operation) throws -> Delivery {
    let arrived = try parts.journal.insert(
      Arrival(
        job: operation.name, name: "f", sha256: UUID().uuidString, bytes: 1, at: parts.now(),
        spool: nil))
    try parts.journal.writePlan(
      of: arrived.id, operation: operation.name, jobDigest: "d", at: parts.now()
    ) { plan in
      for (index, intent) in intents.enumerated() {
        let change = PlannedChange(
          record: index + 1, line: index + 2, key: intent.object, object: intent.object,
          intent: intent.text)
        try plan.add(operation.isPhased ? change.phased(operation) : change)
      }
      return (records: intents.count, unchanged: 0)
    }
    return try parts.journal.delivery(arrived.id) ?? arrived
  }

  /// Stock of every level set to a number none has.
  func stockDelivery(limit: Int = 1_000) throws -> (Delivery, [Intent]) {
    let intents = try intents(.stockSet, limit: limit) { index, _ in
      ["available": "\(70_000 + index)"]
    }
    return (try deliver(intents, .stockSet), intents)
  }

  /// New prices for every variant.
  func priceDelivery(limit: Int = 1_000) throws -> (Delivery, [Intent]) {
    let intents = try intents(.priceSet, limit: limit) { index, _ in
      ["price": "\(9_000 + index).50"]
    }
    return (try deliver(intents, .priceSet), intents)
  }

  func get(_ path: String) async throws -> [JSON] {
    let reply = try await http.send(
      HTTPRequest(method: "GET", url: "http://127.0.0.1:\(server.port)/sandbox/\(path)"))
    return try reply.body.split(separator: UInt8(ascii: "\n")).map { try JSON(parsing: $0) }
  }

  func post(_ path: String, _ body: String) async throws {
    let reply = try await http.send(
      HTTPRequest(
        method: "POST", url: "http://127.0.0.1:\(server.port)/sandbox/\(path)",
        body: .bytes(Array(body.utf8))))
    guard reply.status == 200 else {
      throw PostRefused(words: String(decoding: reply.body, as: UTF8.self))
    }
  }

  func forgetFaults() async throws {
    _ = try await http.send(
      HTTPRequest(method: "DELETE", url: "http://127.0.0.1:\(server.port)/sandbox/faults"))
  }

  /// Whether any request met a scripted fault.
  func metFault() async throws -> Bool {
    try await get("requests").contains { $0["fault"]?.isNull == false }
  }

  struct PostRefused: Error { var words: String }

  /// How often each object was changed, as the store tells.
  func effects() async throws -> [String: Int] {
    var counts: [String: Int] = [:]
    for effect in try await get("effects") {
      counts[effect["object"]?.string ?? "?", default: 0] += 1
    }
    return counts
  }
}
