// SPDX-License-Identifier: Apache-2.0

import Logging
import Secrets
import Tables
import Testing
import Transport

@testable import ShopifyAdmin

private let throttled = """
  {"errors":[{"message":"Throttled","extensions":{"code":"THROTTLED"}}],\
  \(cost(requested: 50, actual: nil, available: 20))}
  """

/// Sign-in replies numbered `token-1`, `token-2`, …; other requests go to `api` with the number of the
/// token they carry.
private func signingServer(
  life: Int = 86399, scope: String = "write_inventory",
  _ api: @escaping @Sendable (_ token: Int) -> ScriptedReply
) throws -> ScriptedServer {
  let issued = Guarded(0)
  return try ScriptedServer { request, _ in
    if request.path == "/admin/oauth/access_token" {
      let number = issued.withLock { count -> Int in
        count += 1
        return count
      }
      return .json(
        #"{"access_token":"token-\#(number)","scope":"\#(scope)","expires_in":\#(life)}"#)
    }
    let token = request.headers["x-shopify-access-token"] ?? ""
    return api(Int(token.drop { !$0.isNumber }) ?? 0)
  }
}

private let credentials = AdminConfiguration.SignIn.clientCredentials(
  id: "my id", secret: Secret("s&cret=1\n"))

extension ScriptedServer {
  fileprivate var signIns: Int { seen.count { $0.path == "/admin/oauth/access_token" } }
  fileprivate var requests: [SeenRequest] { seen.filter { $0.path.hasSuffix("/graphql.json") } }
}

@Suite struct `The Admin API client` {
  @Test func `a request goes out with its variables byte for byte`() async throws {
    let server = try ScriptedServer { _, _ in .json(stockAnswer) }
    defer { server.stop() }
    let reply = try await client(server).send(mutation)
    #expect(reply.userErrors.isEmpty)
    #expect(reply.cost?.currentlyAvailable == 1990)
    let seen = server.seen[0]
    #expect(seen.path == "/admin/api/2026-07/graphql.json")
    #expect(seen.headers["x-shopify-access-token"] == "shpat_fixture")
    #expect(seen.headers["content-type"] == "application/json")
    #expect(seen.body.hasSuffix(#","variables":{"x":1.50}}"#))
    #expect(try JSON(parsing: seen.body)["query"]?.string == mutation.document)
  }

  @Test func `D01 a throttled request waits for the missing points and goes again`() async throws {
    let server = try ScriptedServer { _, number in .json(number == 1 ? throttled : stockAnswer) }
    defer { server.stop() }
    let clock = FakeClock()
    let labels = Guarded([String]())
    let reply = try await client(server, clock) { call in labels.withLock { $0.append(call.label) }
    }
    .send(mutation)
    #expect(reply.userErrors.isEmpty)
    #expect(server.seen.count == 2)
    #expect(clock.sleeps.first == .milliseconds(300), "(50 - 20) / 100 points a second")
    #expect(labels.withLock { $0 } == ["throttled", "ok"])
  }

  @Test func `D01 throttling beyond patience is busy, certainly not executed`() async throws {
    let server = try ScriptedServer { _, _ in .json(throttled) }
    defer { server.stop() }
    let admin = client(server)
    let error = await failure { () async throws(AdminError) in
      try await admin.send(mutation, patience: .seconds(20))
    }
    #expect(error?.disposition == .again)
    #expect(server.seen.count < 12, "no storm")
  }

  struct RetryAfterCase: Sendable {
    let header: String?
    let wait: Duration
  }

  @Test(arguments: [
    RetryAfterCase(header: "3", wait: .seconds(3)),
    RetryAfterCase(header: nil, wait: .seconds(1)),
    RetryAfterCase(header: "999999", wait: .seconds(120)),
  ])
  func `D02 a 429 is waited out as the store asks`(_ row: RetryAfterCase) async throws {
    let server = try ScriptedServer { _, number in
      var headers: [String: String] = [:]
      headers["Retry-After"] = row.header
      return number == 1 ? .reply(429, headers, "") : .json(stockAnswer)
    }
    defer { server.stop() }
    let clock = FakeClock()
    _ = try await client(server, clock).send(mutation)
    #expect(clock.sleeps.first == row.wait)
    #expect(server.seen.count == 2)
  }

  @Test func `D02 a wait beyond patience is told at once`() async throws {
    let server = try ScriptedServer { _, _ in .reply(429, ["Retry-After": "60"], "") }
    defer { server.stop() }
    let clock = FakeClock()
    let admin = client(server, clock)
    let error = await failure { () async throws(AdminError) in
      try await admin.send(mutation, patience: .seconds(30))
    }
    #expect(error?.kind == .busy(retryAfter: .seconds(60)))
    #expect(clock.sleeps.isEmpty)
  }

  @Test(arguments: [500, 502, 503, 504])
  func `D05 D06 a read is asked again after a 5xx, a mutation is unknown`(_ status: Int)
    async throws
  {
    let server = try ScriptedServer { _, number in
      number <= 2 ? .reply(status, [:], "") : .json(#"{"data":{"shop":{"id":"1"}},\#(cost())}"#)
    }
    defer { server.stop() }
    let clock = FakeClock()
    let admin = client(server, clock)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.kind == .unknown)
    #expect(server.seen.count == 1)
    _ = try await admin.send(query)
    #expect(server.seen.count == 3)
    #expect(clock.sleeps == [.milliseconds(250)])
  }

  @Test(arguments: [ScriptedReply.reset, .close, .bytesThenClose("HTTP/1.1 200 OK\r\n\r\n{\"da")])
  func `D09 D10 a mutation whose reply is cut is unknown and not sent again`(
    _ reply: ScriptedReply
  ) async throws {
    let server = try ScriptedServer { _, _ in reply }
    defer { server.stop() }
    let admin = client(server)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.kind == .unknown)
    #expect(server.seen.count == 1)
  }

  @Test func `D11 a mutation over a dying kept connection is unknown and arrives once`()
    async throws
  {
    let server = try ScriptedServer { _, number in number == 1 ? .json(stockAnswer) : .reset }
    defer { server.stop() }
    let admin = client(server)
    _ = try await admin.send(mutation)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.kind == .unknown)
    #expect(server.seen.count == 2)
  }

  @Test func `D12 the sample of a foreign page is short and redacted`() async throws {
    let page = "<html>shpat_fixture " + String(repeating: "portal ", count: 500)
    let server = try ScriptedServer { _, _ in .reply(200, ["Content-Type": "text/html"], page) }
    defer { server.stop() }
    let admin = client(server)
    let error = try #require(
      await failure { () async throws(AdminError) in try await admin.send(mutation) })
    #expect(error.kind == .unknown)
    #expect(error.message.contains("<html>[secret] portal"))
    #expect(error.message.count < 400)
  }

  @Test func `a store that is not reached is tried until patience ends`() async throws {
    let server = try ScriptedServer { _, _ in .close }
    let admin = client(server)
    server.stop()
    let error = await failure { () async throws(AdminError) in
      try await admin.send(mutation, patience: .seconds(10))
    }
    #expect(error?.disposition == .again || error?.disposition == .unknown)
  }

  @Test func `D25 another version than asked for stops reads, and mutations before they leave`()
    async throws
  {
    let served = Guarded("2026-10")
    let server = try ScriptedServer { _, _ in
      .json(
        #"{"data":{"shop":{"id":"1"},"stockSet":{"userErrors":[]}},\#(cost())}"#,
        headers: ["X-Shopify-API-Version": served.withLock { $0 }])
    }
    defer { server.stop() }
    let admin = client(server)
    let first = await failure { () async throws(AdminError) in try await admin.send(query) }
    #expect(first?.kind == .versionMismatch(served: "2026-10"))
    let second = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(second?.kind == .versionMismatch(served: "2026-10"))
    #expect(server.seen.count == 1)
    served.withLock { $0 = "2026-07" }
    _ = try await admin.send(query)
    _ = try await admin.send(mutation)
    #expect(server.seen.count == 3)
  }

  @Test func `a waiting request ends with its task, before it leaves`() async throws {
    let server = try ScriptedServer { _, _ in .json(throttled) }
    defer { server.stop() }
    let admin = client(server)
    let error = await withTaskGroup(of: AdminError?.self) { group in
      group.cancelAll()
      group.addTask {
        await failure { () async throws(AdminError) in try await admin.send(mutation) }
      }
      return await group.next() ?? nil
    }
    #expect(error?.kind == .cancelled)
    #expect(server.seen.isEmpty)
  }

  @Test func `many requests at once keep to the bucket`() async throws {
    let server = try ScriptedServer { _, _ in .json(stockAnswer) }
    defer { server.stop() }
    let admin = client(server)
    await withTaskGroup(of: Void.self) { group in
      for _ in 1...100 {
        group.addTask {
          let error = await failure { () async throws(AdminError) in try await admin.send(mutation)
          }
          #expect(error == nil)
        }
      }
    }
    #expect(server.seen.count == 100)
    #expect(admin.bucket?.maximumAvailable == 2000)
  }
}

@Suite struct `Signing in` {
  @Test func `the form carries both credentials, encoded, and the token comes back`() async throws {
    let server = try signingServer { _ in .json(stockAnswer) }
    defer { server.stop() }
    _ = try await client(server, signIn: credentials).send(mutation)
    #expect(
      server.seen[0].body
        == "grant_type=client_credentials&client_id=my%20id&client_secret=s%26cret%3D1")
    #expect(server.requests[0].headers["x-shopify-access-token"] == "token-1")
  }

  @Test func `D22 many 401s lead to one new token and each request is sent again`() async throws {
    let server = try signingServer { token in
      token < 2 ? .json("{}", status: 401) : .json(stockAnswer)
    }
    defer { server.stop() }
    let admin = client(server, signIn: credentials)
    await withTaskGroup(of: Void.self) { group in
      for _ in 1...40 {
        group.addTask {
          let error = await failure { () async throws(AdminError) in try await admin.send(mutation)
          }
          #expect(error == nil)
        }
      }
    }
    #expect(server.signIns == 2)
    #expect(server.requests.count { $0.headers["x-shopify-access-token"] == "token-2" } == 40)
    #expect(Set(server.requests.map(\.body)).count == 1, "the same operation, byte for byte")
  }

  @Test func `D22 a token that is refused each time ends in accessDenied`() async throws {
    let server = try signingServer { _ in .json("{}", status: 401) }
    defer { server.stop() }
    let admin = client(server, signIn: credentials)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.kind == .accessDenied)
    #expect(server.signIns == 3)
  }

  @Test func `a static token that is refused is not tried again`() async throws {
    let server = try ScriptedServer { _, _ in .json("{}", status: 401) }
    defer { server.stop() }
    let admin = client(server)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.kind == .accessDenied)
    #expect(server.seen.count == 1)
  }

  @Test func `a token is renewed at nine tenths of its life`() async throws {
    let server = try signingServer(life: 1000) { _ in .json(stockAnswer) }
    defer { server.stop() }
    let clock = FakeClock()
    let admin = client(server, clock, signIn: credentials)
    _ = try await admin.send(mutation)
    clock.advance(by: .seconds(890))
    _ = try await admin.send(mutation)
    #expect(server.signIns == 1)
    clock.advance(by: .seconds(20))
    _ = try await admin.send(mutation)
    #expect(server.signIns == 2)
    #expect(server.requests.last?.headers["x-shopify-access-token"] == "token-2")
  }

  @Test func `no granted scope is a fault`() async throws {
    let server = try signingServer(scope: " ") { _ in .json(stockAnswer) }
    defer { server.stop() }
    let admin = client(server, signIn: credentials)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.kind == .accessDenied)
    #expect(server.requests.isEmpty)
  }

  @Test func `D23 refused credentials pause without a second try`() async throws {
    let server = try ScriptedServer { _, _ in .json(#"{"error":"invalid_client"}"#, status: 400) }
    defer { server.stop() }
    let admin = client(server, signIn: credentials)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.disposition == .pause)
    #expect(server.seen.count == 1)
    #expect(error?.message.contains("invalid_client") == true)
  }

  @Test func `a sign-in that fails for the moment is tried again`() async throws {
    let server = try ScriptedServer { request, number in
      if number == 1 { return .reply(503, [:], "") }
      return request.path.hasSuffix("access_token")
        ? .json(#"{"access_token":"t","scope":"write_products"}"#) : .json(stockAnswer)
    }
    defer { server.stop() }
    _ = try await client(server, signIn: credentials).send(mutation)
    #expect(server.signIns == 2)
  }

  @Test func `the token never goes to another host`() async throws {
    let other = try ScriptedServer { _, _ in .json(stockAnswer) }
    let server = try ScriptedServer { _, _ in
      .reply(307, ["Location": other.base + "/admin/api/2026-07/graphql.json"], "")
    }
    defer {
      server.stop()
      other.stop()
    }
    let admin = client(server)
    let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
    #expect(error?.disposition == .pause)
    #expect(other.seen.isEmpty)
  }

  @Test func `S15 neither secret nor token stands in an error, a call or a log`() async throws {
    let log = Guarded("")
    struct Recorder: LogHandler {
      let log: Guarded<String>
      var metadata: Logger.Metadata = [:]
      var logLevel = Logger.Level.trace
      subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
      }
      func log(event: LogEvent) {
        log.withLock { $0 += "\(event.message) \(String(describing: event.metadata))\n" }
      }
    }
    let canary = "canary-\(UInt32.max)-secret"
    let echoes: [ScriptedReply] = [
      .json(#"{"errors":[{"message":"bad \#(canary) CANARYTOKEN","extensions":{"code":"X"}}]}"#),
      .reply(503, [:], "\(canary) CANARYTOKEN"), .reply(400, [:], "\(canary) CANARYTOKEN"),
      .reply(200, ["Content-Type": "text/\(canary)"], "CANARYTOKEN"),
      .json(stockAnswer, headers: ["X-Request-Id": canary]),
      .json(#"{"data":{"stockSet":null}}"#, headers: ["X-Shopify-API-Version": "CANARYTOKEN"]),
      .json("{}", status: 401),
    ]
    var shown = ""
    for echo in echoes {
      let server = try ScriptedServer { request, _ in
        request.path.hasSuffix("access_token")
          ? .json(#"{"access_token":"CANARYTOKEN","scope":"a","expires_in":9}"#) : echo
      }
      defer { server.stop() }
      let calls = Guarded("")
      let configuration = AdminConfiguration(
        base: server.base, apiVersion: "2026-07",
        signIn: .clientCredentials(id: "id", secret: Secret(canary)))
      let admin = AdminClient(
        configuration, http: HTTPClient(),
        logger: Logger(label: "t") { _ in Recorder(log: log) }, clock: FakeClock().clock,
        observe: { call in calls.withLock { $0 += "\(call)" } })
      let error = await failure { () async throws(AdminError) in try await admin.send(mutation) }
      shown += "\(String(reflecting: error)) \(calls.withLock { $0 }) "
      var dumped = ""
      dump(configuration, to: &dumped)
      shown += dumped
    }
    shown += log.withLock { $0 }
    #expect(!shown.contains(canary))
    #expect(!shown.contains("CANARYTOKEN"))
    #expect(shown.contains("[secret]"))
  }
}
