// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

@Suite struct `The server on its port` {
  /// A server on a free port, stopped after the test.
  func serving(
    _ change: (inout SandboxServer.Options) -> Void = { _ in },
    _ test: (SandboxServer) throws -> Void
  ) throws {
    var options = SandboxServer.Options()
    options.port = 0
    options.products = 3
    options.orders = 2
    change(&options)
    let server = try SandboxServer(options)
    try test(server)
    try server.stop()
  }

  static let form =
    "grant_type=client_credentials&client_id=sandbox&client_secret=sandbox%2Dsecret"

  @Test func `a token from client credentials serves until it ends`() throws {
    try serving {
      $0.tokenLifetime = 60
    } _: { server in
      let reply = try #require(Exchange.post(server.port, "/admin/oauth/access_token", Self.form))
      #expect(reply.status == 200)
      let token = try #require(try reply.json()["access_token"]?.string)
      #expect(try reply.json()["expires_in"] == 60)
      #expect(Exchange.graphQL(server.port, "{ shop { id } }", token: token)?.status == 200)
      _ = Exchange.post(server.port, "/sandbox/clock", "61")
      let late = try #require(Exchange.graphQL(server.port, "{ shop { id } }", token: token))
      #expect(late.status == 401)
      #expect(
        try late.json()["errors"]
          == "[API] Invalid API key or access token (unrecognized login or wrong password)")
    }
  }

  @Test func `a wrong secret is refused`() throws {
    try serving { server in
      let reply = try #require(
        Exchange.post(
          server.port, "/admin/oauth/access_token",
          "grant_type=client_credentials&client_id=sandbox&client_secret=wrong"))
      #expect(reply.status == 400)
      #expect(try reply.json()["error"] == "invalid_client")
    }
  }

  @Test func `a chunked body is read whole`() throws {
    try serving { server in
      let body = #"{"query":"{ shop { name } }"}"#
      let half = body.index(body.startIndex, offsetBy: 9)
      let chunks = [body[..<half], body[half...]].map { part in
        "\(String(part.utf8.count, radix: 16))\r\n\(part)\r\n"
      }
      let reply = Exchange.bytes(
        server.port,
        "POST /admin/api/2026-07/graphql.json HTTP/1.1\r\nX-Shopify-Access-Token: sandbox-token\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
          + chunks.joined() + "0\r\n\r\n")
      let name = try reply?.json().at("data.shop.name")
      #expect(name?.string != nil)
    }
  }

  @Test func `a query dearer than the bucket holds is throttled and not charged`() throws {
    let ask = "{ products(first: 250) { nodes { id } } }"
    try serving {
      $0.faults = ""
    } _: { server in
      var last = try #require(try Exchange.graphQL(server.port, ask)?.json())
      #expect(last.at("extensions.cost.requestedQueryCost") == 13)
      #expect(last.at("extensions.cost.throttleStatus.maximumAvailable") == 2000)
      _ = Exchange.post(server.port, "/sandbox/faults", "products:1:throttle")
      last = try #require(try Exchange.graphQL(server.port, ask)?.json())
      #expect(last.at("errors.0.message") == "Throttled")
      #expect(last.at("errors.0.extensions.code") == "THROTTLED")
      #expect(last["data"] == nil)
      #expect(last.at("extensions.cost.actualQueryCost") == .null)
    }
  }

  @Test func `a query above a thousand points is refused`() throws {
    try serving { server in
      let reply = try Exchange.graphQL(
        server.port,
        """
        { products(first: 250) { nodes { variants(first: 250) { nodes { inventoryItem {
          inventoryLevels(first: 250) { nodes { id } } } } } } } }
        """)?.json()
      #expect(reply?.at("errors.0.extensions.code") == "MAX_COST_EXCEEDED")
      #expect(reply?.at("errors.0.extensions.maxCost") == 1000)
    }
  }

  @Test func `wire faults damage the answer as they say`() throws {
    try serving {
      $0.faults =
        "shop:1:reset,shop:2:cut,shop:3:wrong-length,shop:4:html,shop:5:empty,shop:6:null-data,shop:7:http-429-2,shop:8:http-503"
    } _: { server in
      func ask() -> String? { Exchange.graphQL(server.port, "{ shop { name } }") }
      #expect(ask() == nil)
      let cut = try #require(ask())
      #expect(cut.status == 200)
      #expect(throws: JSONSyntaxError.self) { try cut.json() }
      let wrong = try #require(ask())
      #expect(wrong.contains("Content-Length: \(wrong.body.utf8.count + 10)\r\n"))
      #expect(try #require(ask()).contains("<!DOCTYPE html>"))
      #expect(ask()?.body == "")
      let data = try ask()?.json()["data"]
      #expect(data == .null)
      let throttled = try #require(ask())
      #expect(throttled.status == 429)
      #expect(throttled.contains("Retry-After: 2\r\n"))
      #expect(ask()?.status == 503)
      let name = try ask()?.json().at("data.shop.name")
      #expect(name?.string != nil)
      let log = try #require(Exchange.get(server.port, "/sandbox/requests"))
      #expect(log.body.split(separator: "\n").count == 9)
    }
  }

  @Test func `a fault after the run leaves its effect, a fault before it none`() throws {
    try serving {
      $0.faults = "inventorySetQuantities:1:reset:before,inventorySetQuantities:2:reset:after"
    } _: { server in
      func set(_ key: String) -> String? {
        Exchange.graphQL(
          server.port,
          """
          mutation { inventorySetQuantities(input: {name: "available", reason: "correction", quantities: [
            {inventoryItemId: "\(InventoryItemNode.id(0))", locationId: "\(LocationNode.id(0))",
             quantity: 777, changeFromQuantity: null}]}) @idempotent(key: "\(key)") {
            userErrors { code message } } }
          """)
      }
      func effects() -> Int {
        Exchange.get(server.port, "/sandbox/effects")?.body.split(separator: "\n").count ?? -1
      }
      #expect(set("a") == nil)
      #expect(effects() == 0)
      #expect(set("a") == nil)
      let once = effects()
      #expect(once > 0)
      let replayed = try set("a")?.json().at("data.inventorySetQuantities.userErrors")
      #expect(replayed == [])
      #expect(effects() == once)
    }
  }
}
