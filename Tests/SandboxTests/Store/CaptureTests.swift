// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables
import Testing

@testable import Sandbox

/// Recorded exchanges with development stores, where that folder lies beside the package.
enum Captures {
  /// `DRAY_SHARED` names the folder where it lies elsewhere than beside the package.
  static let folder: String? = {
    let shared = ProcessInfo.processInfo.environment["DRAY_SHARED"] ?? "../shared"
    let folder = "\(shared)/shopify/captures"
    return FileManager.default.fileExists(atPath: folder) ? folder : nil
  }()

  static var isPresent: Bool { folder != nil }

  static func read(_ path: String) throws -> JSON {
    let folder = try #require(folder)
    return try JSON(parsing: try Data(contentsOf: URL(filePath: "\(folder)/\(path)")))
  }
}

@Suite(.enabled(if: Captures.isPresent, "the recorded exchanges are not beside this package"))
struct `Answers as recorded` {
  /// The named exchanges of one member of a capture.
  func exchanges(_ path: String, _ member: String) throws -> [(name: String, value: JSON)] {
    (try Captures.read(path)[member]?.members ?? []).map { ($0.name, $0.value) }
  }

  @Test(arguments: [
    "2026-04/bulk-operations/bulk-operation-run-query-validators.json",
    "2026-04/bulk-operations/bulk-operation-run-mutation-connection-validators.json",
  ])
  func `the bulk validator refuses as Shopify's does`(_ path: String) throws {
    let exchanges = try exchanges(path, "validations")
    #expect(exchanges.count >= 5)
    for (name, exchange) in exchanges {
      let shop = try TestShop()
      let reply = shop.run(
        try #require(exchange["query"]?.string), exchange["variables"] ?? .null)
      #expect(reply["data"] == exchange.at("response.data"), "\(name)")
    }
  }

  @Test func `quantities out of bounds are answered as recorded`() throws {
    let path = "2026-04/products/inventorySetQuantities-quantity-bounds.json"
    let exchanges = try exchanges(path, "cases")
    #expect(!exchanges.isEmpty)
    for (name, exchange) in exchanges {
      let shop = try TestShop()
      let captured = try #require(
        exchange.at("variables.input.quantities.0.inventoryItemId")?.string)
      let location = try #require(
        exchange.at("variables.input.quantities.0.locationId")?.string)
      shop.store.setStock(0, 0, available: 0, onHand: 0, shop.context())
      func adapted(_ json: JSON?) throws -> JSON {
        let text = (json ?? .null).text.replacing(captured, with: shop.item(1))
          .replacing(location, with: shop.location(1)).replacing("Shop location", with: "Berlin")
        return try JSON(parsing: text)
      }
      let reply = shop.run(
        try #require(exchange["query"]?.string ?? exchange.at("request.query")?.string),
        try adapted(exchange["variables"]))
      #expect(reply["data"] == (try adapted(exchange.at("response.data"))), "\(name)")
    }
  }

  @Test func `a POST upload has the recorded form fields, in their order`() throws {
    let capture = try Captures.read(
      "2026-04/bulk-operations/bulk-operation-run-mutation-created-status.json")
    let setup = try #require(capture.at("setup.stagedUpload"))
    let reply = try TestShop().run(
      try #require(setup["query"]?.string), setup["variables"] ?? .null)
    let names: (JSON?) -> [String] = { answer in
      (answer?.at("data.stagedUploadsCreate.stagedTargets.0.parameters")?.array ?? [])
        .compactMap { $0["name"]?.string }
    }
    #expect(!names(reply).isEmpty)
    #expect(names(reply) == names(setup["response"]))
  }
}
