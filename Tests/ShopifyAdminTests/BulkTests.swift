// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Secrets
import Tables
import Testing
import Transport

@testable import ShopifyAdmin

private func operation(
  _ id: String, status: String = "RUNNING", query: String = "mutation dray_b1 { x }",
  url: String? = nil
) -> String {
  """
  {"id":"\(id)","status":"\(status)","type":"MUTATION","errorCode":null,\
  "createdAt":"2026-07-04T23:47:25Z","completedAt":null,"objectCount":"12","rootObjectCount":"3",\
  "fileSize":null,"url":\(url.map { "\"\($0)\"" } ?? "null"),"partialDataUrl":null,"query":"\(query)"}
  """
}

private func answer(_ root: String, _ value: String) -> ScriptedReply {
  .json(#"{"data":{"\#(root)":\#(value)},\#(cost())}"#)
}

/// The ids a request asks for; none where it is no such request.
private func idVariables(_ body: String) -> [JSON] {
  do throws(JSONSyntaxError) {
    return try JSON(parsing: body)["variables"]?["ids"]?.array ?? []
  } catch {
    return []
  }
}

@Suite struct `Bulk operations` {
  @Test func `a started operation is read with its counts`() async throws {
    let server = try ScriptedServer { _, _ in
      answer(
        "bulkOperationRunMutation", #"{"bulkOperation":\#(operation("gid://1")),"userErrors":[]}"#)
    }
    defer { server.stop() }
    let start = try await client(server).startBulkMutation(
      "mutation dray_b1 { x }", uploadPath: "p")
    guard case .started(let found) = start else {
      Issue.record("not started: \(start)")
      return
    }
    #expect(found.objectCount == 12)
    #expect(found.rootObjectCount == 3)
    #expect(found.status == .running)
    let body = try JSON(parsing: server.seen[0].body)
    #expect(body["variables"]?["path"]?.string == "p")
    #expect(body["variables"]?["mutation"]?.string == "mutation dray_b1 { x }")
  }

  @Test(arguments: ["OPERATION_IN_PROGRESS", "LIMIT_REACHED"])
  func `E02 a store that is busy with others is no failure`(_ code: String) async throws {
    let server = try ScriptedServer { _, _ in
      answer(
        "bulkOperationRunQuery",
        #"{"bulkOperation":null,"userErrors":[{"field":null,"message":"m","code":"\#(code)"}]}"#)
    }
    defer { server.stop() }
    guard case .busy("m") = try await client(server).startBulkQuery("{ x }") else {
      Issue.record("not busy")
      return
    }
  }

  @Test func `a refused document is refused with its code`() async throws {
    let server = try ScriptedServer { _, _ in
      answer(
        "bulkOperationRunMutation",
        #"{"bulkOperation":null,"userErrors":[{"field":["mutation"],"message":"m","code":"INVALID_MUTATION"}]}"#
      )
    }
    defer { server.stop() }
    guard
      case .refused(let error) = try await client(server).startBulkMutation("x", uploadPath: "p")
    else {
      Issue.record("not refused")
      return
    }
    #expect(error == UserError(code: "INVALID_MUTATION", field: ["mutation"], message: "m"))
  }

  @Test func `E03 a lost start is found again by its batch, and only by it`() async throws {
    let pages = [
      #"{"nodes":[\#(operation("1", query: "mutation dray_b12 { x }")),\#(operation("2", query: "mutation x_dray_b1 { x }"))],"pageInfo":{"hasNextPage":true,"endCursor":"c1"}}"#,
      #"{"nodes":[\#(operation("3", query: "mutation dray_b1($a: Int) { x }"))],"pageInfo":{"hasNextPage":false,"endCursor":"c2"}}"#,
    ]
    let server = try ScriptedServer { request, _ in
      answer("bulkOperations", pages[request.body.contains(#""after":"c1""#) ? 1 : 0])
    }
    defer { server.stop() }
    let admin = client(server)
    let found = try await admin.findBulkMutation(
      batch: "b1", createdSince: "2026-07-04T00:00:00Z")
    #expect(found?.id == "3")
    #expect(
      server.seen[0].body.contains(
        "operation_type:mutation created_at:>='2026-07-04T00:00:00Z'"))
    #expect(
      try await admin.findBulkMutation(batch: "b9", createdSince: "2026-07-04T00:00:00Z") == nil)
  }

  @Test func `an operation is looked at until it is final, less and less often`() async throws {
    let server = try ScriptedServer { _, number in
      number == 2
        ? .reply(503, [:], "")
        : answer("bulkOperation", operation("1", status: number < 8 ? "RUNNING" : "COMPLETED"))
    }
    defer { server.stop() }
    let clock = FakeClock()
    let looks = Guarded(0)
    let end = try await client(server, clock).awaitBulkOperation(id: "1") { _ in
      looks.withLock { $0 += 1 }
    }
    #expect(end.status == .completed)
    #expect(looks.withLock { $0 } == 7)
    let polls = clock.sleeps.filter { $0 >= .seconds(1) }
    #expect(polls == [1, 2, 4, 8, 10, 10].map { Duration.seconds($0) })
  }

  @Test
  func `E06 an operation that cannot be looked at for longer than patience is left for later`()
    async throws
  {
    let server = try ScriptedServer { _, number in
      number == 1
        ? answer("bulkOperation", operation("1", status: "RUNNING")) : .reply(503, [:], "")
    }
    defer { server.stop() }
    let admin = client(server)
    let error = await failure { () async throws(AdminError) in
      try await admin.awaitBulkOperation(id: "1", patience: .seconds(60))
    }
    #expect(error?.disposition == .again || error?.disposition == .unknown)
    #expect(server.seen.count > 3)
  }

  @Test func `an operation the store does not know is told`() async throws {
    let server = try ScriptedServer { _, _ in answer("bulkOperation", "null") }
    defer { server.stop() }
    let admin = client(server)
    #expect(try await admin.bulkOperation(id: "9") == nil)
    let error = await failure { () async throws(AdminError) in
      try await admin.awaitBulkOperation(id: "9")
    }
    #expect(error?.kind == .refused(code: "NOT_FOUND"))
  }

  private func withFile(_ work: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dray-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try "{\"a\":1}\n".write(toFile: folder + "/rows", atomically: false, encoding: .utf8)
    try await work(folder)
    try FileManager.default.removeItem(atPath: folder)
  }

  private func uploading(_ upload: @escaping @Sendable (Int) -> ScriptedReply) throws
    -> ScriptedServer
  {
    let targets = Guarded(0)
    return try ScriptedServer { request, _ in
      guard request.path.hasSuffix("graphql.json") else { return upload(targets.withLock { $0 }) }
      let number = targets.withLock { count -> Int in
        count += 1
        return count
      }
      let port = request.headers["host"] ?? ""
      return answer(
        "stagedUploadsCreate",
        #"{"stagedTargets":[{"url":"http://\#(port)/bucket","resourceUrl":"x","parameters":[{"name":"key","value":"tmp/\#(number)/rows"},{"name":"policy","value":"p"}]}],"userErrors":[]}"#
      )
    }
  }

  @Test func `an upload goes to its target without the token and gives the key`() async throws {
    let server = try uploading { _ in .reply(201, [:], "") }
    defer { server.stop() }
    try await withFile { folder in
      let path = try await client(server).stageUpload(file: folder + "/rows", name: "rows.jsonl")
      #expect(path == "tmp/1/rows")
      let upload = server.seen[1]
      #expect(upload.path == "/bucket")
      #expect(upload.headers["x-shopify-access-token"] == nil)
      #expect(upload.body.contains("{\"a\":1}\n"))
    }
  }

  @Test(arguments: [ScriptedReply.reply(403, [:], "expired"), .reply(503, [:], ""), .reset])
  func `E01 a failed upload is made again to a new target`(_ fault: ScriptedReply) async throws {
    let server = try uploading { target in target == 1 ? fault : .reply(201, [:], "") }
    defer { server.stop() }
    try await withFile { folder in
      let path = try await client(server).stageUpload(file: folder + "/rows", name: "rows.jsonl")
      #expect(path == "tmp/2/rows")
    }
  }

  @Test func `E01 an upload that never succeeds starts nothing`() async throws {
    let server = try uploading { _ in .reply(403, [:], "no") }
    defer { server.stop() }
    try await withFile { folder in
      let admin = client(server)
      let error = await failure { () async throws(AdminError) in
        try await admin.stageUpload(file: folder + "/rows", name: "rows.jsonl")
      }
      #expect(error?.disposition == .again)
      #expect(!server.seen.contains { $0.body.contains("bulkOperationRunMutation") })
    }
  }

  @Test func `a result is fetched without the token, again where it was cut`() async throws {
    let server = try ScriptedServer { _, number in
      number == 1
        ? .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na\n")
        : .reply(200, [:], "a\nb\n")
    }
    defer { server.stop() }
    try await withFile { folder in
      try await client(server).downloadResult(server.base + "/result", to: folder + "/result")
      #expect(try String(contentsOfFile: folder + "/result", encoding: .utf8) == "a\nb\n")
      #expect(server.seen.count == 2)
      #expect(server.seen.allSatisfy { $0.headers["x-shopify-access-token"] == nil })
    }
  }

  @Test func `E10 an expired result is told as gone`() async throws {
    let server = try ScriptedServer { _, _ in .reply(404, [:], "") }
    defer { server.stop() }
    try await withFile { folder in
      let admin = client(server)
      let error = await failure { () async throws(AdminError) in
        try await admin.downloadResult(server.base + "/r", to: folder + "/result")
      }
      #expect(error?.kind == .refused(code: "RESULT_GONE"))
      #expect(!FileManager.default.fileExists(atPath: folder + "/result"))
    }
  }

  @Test(arguments: [
    ("https://storage.googleapis.com/b/r?x=1", true),
    ("https://shopify-staged-uploads.storage.googleapis.com/r", true),
    ("https://evil.example/r", false), ("https://storage.googleapis.com.evil.example/r", false),
    ("https://evilstorage.googleapis.com/r", false), ("http://127.0.0.1:1/r", false),
    ("https://127.0.0.1/r", false), ("https://169.254.169.254/latest", false),
    ("https://storage.googleapis.com:8443/r", false),
  ])
  func `S22 results come only from hosts of Shopify's`(_ url: String, _ isAllowed: Bool) throws {
    let endpoint = try Destination("https://example.myshopify.com")
    #expect(try ResultHosts.allow(Destination(url), endpoint: endpoint) == isAllowed)
  }

  @Test func `S22 a foreign address is not dialled`() async throws {
    let server = try ScriptedServer { _, _ in .json("{}") }
    let other = try ScriptedServer { _, _ in .json("{}") }
    defer {
      server.stop()
      other.stop()
    }
    let admin = client(server)
    let error = await failure { () async throws(AdminError) in
      try await admin.downloadResult(other.base + "/r", to: "/nonexistent/result")
    }
    #expect(error?.kind == .refused(code: "FOREIGN_HOST"))
    #expect(other.seen.isEmpty)
  }

  @Test func `objects are read by id, 250 at a time, in halves where that is too dear`()
    async throws
  {
    let server = try ScriptedServer { request, _ in
      let ids = idVariables(request.body)
      if ids.count > 200 {
        return .json(#"{"errors":[{"message":"m","extensions":{"code":"MAX_COST_EXCEEDED"}}]}"#)
      }
      let nodes = ids.map { $0 == "gone" ? JSON.null : ["id": $0] }
      return answer("nodes", JSON.array(nodes).text)
    }
    defer { server.stop() }
    let ids = (1...300).map { "gid://\($0)" } + ["gone", "gid://1"]
    let found = try await client(server).nodes(
      ids, document: "query($ids: [ID!]!) { nodes(ids: $ids) { id } }")
    #expect(found.count == 300)
    #expect(found["gone"] == nil)
  }
}
