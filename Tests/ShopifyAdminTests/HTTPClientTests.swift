// SPDX-License-Identifier: Apache-2.0

import CCurl
import FoundationEssentials
import Testing

@testable import Transport

/// How an exchange ended; nil where there was a reply.
private func end(_ client: HTTPClient, _ request: HTTPRequest) async -> TransportError.Kind? {
  do throws(TransportError) {
    _ = try await client.send(request)
    return nil
  } catch {
    return error.kind
  }
}

private func post(_ server: ScriptedServer, _ body: String = "{}", timeout: Duration = .seconds(5))
  -> HTTPRequest
{
  HTTPRequest(
    method: "POST", url: server.base + "/x", body: .bytes(Array(body.utf8)), timeout: timeout,
    maxReplyBytes: 1 << 20)
}

@Suite struct `HTTP exchanges` {
  struct Cut: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: ScriptedReply
  }

  @Test(arguments: [
    Cut(testDescription: "D09 reset before any reply", reply: .reset),
    Cut(testDescription: "D09 closed before any reply", reply: .close),
    Cut(
      testDescription: "D10 body shorter than its Content-Length",
      reply: .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\":")),
    Cut(
      testDescription: "D10 chunked body without its end",
      reply: .bytesThenClose(
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\n{\"data\":\r\n")),
    Cut(testDescription: "D10 cut headers", reply: .bytesThenClose("HTTP/1.1 200 OK\r\nConte")),
    Cut(
      testDescription: "D10 a gzip body that is none",
      reply: .bytesThenClose(
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nabcd")),
  ])
  func `D09 D10 a reply that is not whole leaves the outcome unknown`(_ cut: Cut) async throws {
    let server = try ScriptedServer { _, _ in cut.reply }
    defer { server.stop() }
    #expect(await end(HTTPClient(), post(server)) == .unknown)
    #expect(server.seen.count == 1)
  }

  @Test(arguments: [ScriptedReply.close, .reset])
  func `D11 a request over a kept connection that dies is not sent a second time`(
    _ death: ScriptedReply
  ) async throws {
    let server = try ScriptedServer { _, number in number == 1 ? .json("{}") : death }
    defer { server.stop() }
    let client = HTTPClient()
    #expect(await end(client, post(server)) == nil)
    #expect(await end(client, post(server)) == .unknown)
    #expect(
      server.seen.map(\.connection) == [1, 1], "the second went over the kept connection, once")
  }

  @Test func `D11 a connection closed while idle is replaced without a fault`() async throws {
    let server = try ScriptedServer { _, _ in
      .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}")
    }
    defer { server.stop() }
    let client = HTTPClient()
    for _ in 1...3 {
      _ = try await client.send(post(server))
      for await _ in server.closings { break }
    }
    #expect(server.seen.map(\.connection) == [1, 2, 3])
  }

  @Test func `connections are kept`() async throws {
    let server = try ScriptedServer { _, _ in .json("{}") }
    defer { server.stop() }
    let client = HTTPClient()
    for _ in 1...5 { _ = try await client.send(post(server)) }
    #expect(server.seen.map(\.connection) == [1, 1, 1, 1, 1])
  }

  @Test func `D08 a refused connection means nothing was sent`() async throws {
    let server = try ScriptedServer { _, _ in .close }
    let request = post(server)
    server.stop()
    // The port is free once the accepting thread has let go of it; until then it may reset.
    var kind = await end(HTTPClient(), request)
    for _ in 1...50 where kind != .notSent { kind = await end(HTTPClient(), request) }
    #expect(kind == .notSent)
    #expect(server.seen.isEmpty)
  }

  @Test func `D27 a body without end stops at the limit`() async throws {
    let server = try ScriptedServer { _, _ in .endless(head: "HTTP/1.1 200 OK\r\n\r\n") }
    defer { server.stop() }
    #expect(await end(HTTPClient(), post(server)) == .replyTooLarge)
  }

  @Test func `D27 headers without end stop at the limit`() async throws {
    let line = "X-Filler: " + String(repeating: "y", count: 4000) + "\r\n"
    let head = "HTTP/1.1 200 OK\r\n" + String(repeating: line, count: 100)
    let server = try ScriptedServer { _, _ in .bytesThenSilence(head) }
    defer { server.stop() }
    let kind = await end(HTTPClient(), post(server))
    #expect(kind == .replyTooLarge || kind == .unknown)
  }

  @Test func `D27 a body that stops coming ends with the time limit`() async throws {
    let server = try ScriptedServer { _, _ in
      .bytesThenSilence("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n{")
    }
    defer { server.stop() }
    #expect(await end(HTTPClient(), post(server, timeout: .milliseconds(150))) == .unknown)
  }

  @Test func `D29 a redirect is a reply and is not followed`() async throws {
    let other = try ScriptedServer { _, _ in .json("{}") }
    let server = try ScriptedServer { _, _ in
      .reply(302, ["Location": other.base + "/elsewhere"], "")
    }
    defer {
      server.stop()
      other.stop()
    }
    let reply = try await HTTPClient().send(post(server))
    #expect(reply.status == 302)
    #expect(other.seen.isEmpty)
  }

  @Test(arguments: [
    "http://example.com/", "http://10.0.0.1/", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/",
    "file:///etc/passwd", "https://user:pw@example.com/", "nonsense", "http://[::2]/",
    "http://127.1.1.1@example.com/",
  ])
  func `an address we do not send to is refused`(_ url: String) async {
    #expect(await end(HTTPClient(), HTTPRequest(method: "GET", url: url)) == .refusedURL)
  }

  @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b"])
  func `a header value with a line break is refused`(_ value: String) async throws {
    let server = try ScriptedServer { _, _ in .json("{}") }
    defer { server.stop() }
    var request = post(server)
    request.headers = [("X-Test", value)]
    #expect(await end(HTTPClient(), request) == .refusedURL)
    #expect(server.seen.isEmpty)
  }

  @Test func `a request cancelled before it leaves says so`() async throws {
    let server = try ScriptedServer { _, _ in .json("{}") }
    defer { server.stop() }
    let client = HTTPClient()
    let kind = await withTaskGroup(of: TransportError.Kind?.self) { group in
      group.cancelAll()
      group.addTask { await end(client, post(server)) }
      return await group.next() ?? nil
    }
    #expect(kind == .cancelled)
    #expect(server.seen.isEmpty)
  }

  @Test func `a request cancelled while waiting for the reply is unknown`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let server = try ScriptedServer { _, _ in
      arrived.yield()
      return .bytesThenSilence("")
    }
    defer { server.stop() }
    let client = HTTPClient()
    let kind = await withTaskGroup(of: TransportError.Kind?.self) { group in
      group.addTask { await end(client, post(server)) }
      for await _ in arrivals { break }
      group.cancelAll()
      return await group.next() ?? nil
    }
    #expect(kind == .unknown)
  }

  @Test func `shutdown ends what hangs and takes nothing new`() async throws {
    let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
    let server = try ScriptedServer { _, _ in
      arrived.yield()
      return .bytesThenSilence("")
    }
    defer { server.stop() }
    let client = HTTPClient()
    async let hanging = end(client, post(server))
    for await _ in arrivals { break }
    await client.shutdown(grace: .milliseconds(20))
    #expect(await hanging == .unknown)
    #expect(await end(client, post(server)) == .cancelled)
    await client.shutdown(grace: .zero)
  }

  @Test func `many exchanges at once are all answered, each with its own`() async throws {
    let server = try ScriptedServer { request, _ in .json(request.body) }
    defer { server.stop() }
    let client = HTTPClient(maxConnectionsPerHost: 4)
    let answers = try await withThrowingTaskGroup(of: (String, String).self) { group in
      for number in 1...300 {
        group.addTask {
          let reply = try await client.send(post(server, "{\"n\":\(number)}"))
          return ("{\"n\":\(number)}", String(decoding: reply.body, as: UTF8.self))
        }
      }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(answers.count == 300)
    #expect(answers.allSatisfy { $0.0 == $0.1 })
    #expect(Set(server.seen.map(\.connection)).count <= 4)
  }

  @Test func `a large body arrives whole and without waiting for a 100`() async throws {
    let server = try ScriptedServer { request, _ in .json("\(request.body.utf8.count)") }
    defer { server.stop() }
    let reply = try await HTTPClient().send(
      post(server, String(repeating: "ä", count: 1_500_000), timeout: .seconds(20)))
    #expect(String(decoding: reply.body, as: UTF8.self) == "3000000")
    #expect(server.seen[0].headers["expect"] == nil)
  }
}

@Suite struct `Files over HTTP` {
  private func inTemporaryFolder(_ work: (String) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "dray-\(UUID())").path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try await work(folder)
    try FileManager.default.removeItem(atPath: folder)
  }

  @Test func `a form has its fields in order and the file last`() async throws {
    let server = try ScriptedServer { _, _ in .reply(201, [:], "") }
    defer { server.stop() }
    try await inTemporaryFolder { folder in
      let path = folder + "/rows.jsonl"
      try "{\"a\":1}\n".write(toFile: path, atomically: false, encoding: .utf8)
      let reply = try await HTTPClient().send(
        HTTPRequest(
          method: "POST", url: server.base + "/upload",
          body: .form(
            fields: [("key", "tmp/1/rows"), ("policy", "p")], filePath: path,
            fileName: "rows.jsonl", contentType: "text/jsonl")))
      #expect(reply.status == 201)
      let body = server.seen[0].body
      let places = ["name=\"key\"", "name=\"policy\"", "name=\"file\"; filename=\"rows.jsonl\""]
        .map { body.firstRange(of: $0)?.lowerBound }
      #expect(!places.contains(nil))
      #expect(places.compactMap { $0 } == places.compactMap { $0 }.sorted())
      #expect(body.contains("Content-Type: text/jsonl\r\n\r\n{\"a\":1}\n\r\n"))
    }
  }

  @Test func `a PUT streams a file`() async throws {
    let server = try ScriptedServer { _, _ in .reply(200, [:], "") }
    defer { server.stop() }
    try await inTemporaryFolder { folder in
      try "rows".write(toFile: folder + "/f", atomically: false, encoding: .utf8)
      _ = try await HTTPClient().send(
        HTTPRequest(method: "PUT", url: server.base + "/f", body: .file(path: folder + "/f")))
      #expect(server.seen.map(\.method) == ["PUT"])
      #expect(server.seen.map(\.body) == ["rows"])
    }
  }

  struct Download: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let reply: ScriptedReply
    let file: String?
  }

  @Test(arguments: [
    Download(testDescription: "whole", reply: .reply(200, [:], "a\nb\n"), file: "a\nb\n"),
    Download(testDescription: "not found", reply: .reply(404, [:], "gone"), file: nil),
    Download(
      testDescription: "cut",
      reply: .bytesThenClose("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\na\n"), file: nil),
  ])
  func `a download is there whole or not at all`(_ download: Download) async throws {
    let server = try ScriptedServer { _, _ in download.reply }
    defer { server.stop() }
    try await inTemporaryFolder { folder in
      let path = folder + "/result"
      _ = await end(
        HTTPClient(), HTTPRequest(method: "GET", url: server.base + "/r", sink: .file(path: path)))
      let found =
        FileManager.default.fileExists(atPath: path)
        ? try String(contentsOfFile: path, encoding: .utf8) : nil
      #expect(found == download.file)
    }
  }

  @Test func `a download never writes over a file`() async throws {
    let server = try ScriptedServer { _, _ in .reply(200, [:], "new") }
    defer { server.stop() }
    try await inTemporaryFolder { folder in
      try "old".write(toFile: folder + "/r", atomically: false, encoding: .utf8)
      let request = HTTPRequest(
        method: "GET", url: server.base + "/r", sink: .file(path: folder + "/r"))
      #expect(await end(HTTPClient(), request) == .localFile)
      #expect(try String(contentsOfFile: folder + "/r", encoding: .utf8) == "old")
      #expect(server.seen.isEmpty)
    }
  }
}

@Suite struct `What libcurl's results mean` {
  struct Case: Sendable, CustomTestStringConvertible {
    let code: CURLcode
    let begun: Bool
    let kind: TransportError.Kind
    var testDescription: String { "\(String(cString: curl_easy_strerror(code))), begun: \(begun)" }
  }

  @Test(arguments: [
    Case(code: CURLE_COULDNT_RESOLVE_HOST, begun: false, kind: .notSent),
    Case(code: CURLE_COULDNT_CONNECT, begun: false, kind: .notSent),
    Case(code: CURLE_SSL_CONNECT_ERROR, begun: false, kind: .notSent),
    Case(code: CURLE_OPERATION_TIMEDOUT, begun: false, kind: .notSent),
    Case(code: CURLE_OPERATION_TIMEDOUT, begun: true, kind: .unknown),
    Case(code: CURLE_SEND_ERROR, begun: true, kind: .unknown),
    Case(code: CURLE_RECV_ERROR, begun: true, kind: .unknown),
    Case(code: CURLE_GOT_NOTHING, begun: true, kind: .unknown),
    Case(code: CURLE_PARTIAL_FILE, begun: true, kind: .unknown),
    Case(code: CURLE_HTTP2, begun: true, kind: .unknown),
    Case(code: CURLE_HTTP2_STREAM, begun: true, kind: .unknown),
    Case(code: CURLE_SEND_FAIL_REWIND, begun: true, kind: .unknown),
    Case(code: CURLE_COULDNT_CONNECT, begun: true, kind: .unknown),
    Case(code: CURLE_PEER_FAILED_VERIFICATION, begun: false, kind: .certificate),
    Case(code: CURLE_SSL_CACERT_BADFILE, begun: false, kind: .certificate),
    Case(code: CURLE_URL_MALFORMAT, begun: false, kind: .refusedURL),
  ])
  func `D08 D09 D10 each result has one meaning`(_ row: Case) {
    #expect(ExchangeEnd.kind(of: row.code, begun: row.begun) == row.kind)
  }
}
