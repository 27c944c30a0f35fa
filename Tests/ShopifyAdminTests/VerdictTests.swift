// SPDX-License-Identifier: Apache-2.0

import Secrets
import Testing

@testable import ShopifyAdmin
@testable import Transport

@Suite struct `What a reply means` {
  struct Case: Sendable, CustomTestStringConvertible {
    let testDescription: String
    var status = 200
    var type: String? = "application/json; charset=utf-8"
    var body: String
    /// What a mutation comes to.
    let mutation: String
    /// What a read comes to, where it is something else.
    var read: String?

    init(
      _ name: String, status: Int = 200, type: String? = "application/json; charset=utf-8",
      _ body: String, _ mutation: String, read: String? = nil
    ) {
      testDescription = name
      self.status = status
      self.type = type
      self.body = body
      self.mutation = mutation
      self.read = read
    }
  }

  static let cases = [
    Case("an answer", #"{"data":{"x":{"userErrors":[]}}}"#, "ok"),
    Case(
      "user errors", #"{"data":{"x":{"userErrors":[{"field":null,"message":"no"}]}}}"#,
      "user-errors"),
    Case(
      "D01 throttled", #"{"errors":[{"message":"T","extensions":{"code":"THROTTLED"}}]}"#,
      "throttled"),
    Case(
      "D04 too dear", #"{"errors":[{"message":"m","extensions":{"code":"MAX_COST_EXCEEDED"}}]}"#,
      "split"),
    Case(
      "too many items",
      #"{"errors":[{"message":"m","path":["x"],"extensions":{"code":"MAX_INPUT_SIZE_EXCEEDED"}}]}"#,
      "split"),
    Case(
      "an internal error",
      #"{"data":{"x":null},"errors":[{"message":"m","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
      "unknown"),
    Case(
      "a refused variable",
      #"{"errors":[{"message":"m","locations":[{"line":1,"column":1}],"extensions":{"code":"INVALID_VARIABLE"}}]}"#,
      "reject"),
    Case(
      "D26 a field that is gone",
      #"{"errors":[{"message":"m","extensions":{"code":"undefinedField"}}]}"#, "reject"),
    Case(
      "a missing idempotency directive",
      #"{"data":{"x":null},"errors":[{"message":"m","extensions":{"code":"BAD_REQUEST"}}]}"#,
      "reject"),
    Case(
      "a document that does not parse",
      #"{"errors":[{"message":"syntax","locations":[{"line":1,"column":1}]}]}"#, "reject"),
    Case(
      "an error that says nothing about running", #"{"data":null,"errors":[{"message":"oops"}]}"#,
      "unknown"),
    Case(
      "access denied",
      #"{"data":{"x":null},"errors":[{"message":"m","extensions":{"code":"ACCESS_DENIED"}}]}"#,
      "pause"),
    Case(
      "D14 a denied sub-field",
      #"{"data":{"x":{"a":null,"userErrors":[]}},"errors":[{"message":"m","extensions":{"code":"ACCESS_DENIED"}}]}"#,
      "ok"),
    Case(
      "D14 data beside an internal error",
      #"{"data":{"x":{"a":null,"userErrors":[]}},"errors":[{"message":"m","path":["x","a"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
      "unknown", read: "ok"),
    Case(
      "an internal error beside a throttled one",
      #"{"errors":[{"message":"a","extensions":{"code":"THROTTLED"}},{"message":"b","extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#,
      "unknown"),
    Case("D13 data null without errors", #"{"data":null}"#, "unknown"),
    Case("D13 the root null without errors", #"{"data":{"x":null}}"#, "unknown", read: "ok"),
    Case("neither", "{}", "unknown"),
    Case("D12 cut JSON", #"{"data":{"x""#, "unknown"),
    Case("D12 an HTML page", type: "text/html", "<html>Sign in to the network</html>", "unknown"),
    Case("D12 HTML said to be JSON", "<html></html>", "unknown"),
    Case("D12 JSON said to be HTML", type: "text/html", #"{"data":{"x":{}}}"#, "unknown"),
    Case("D12 nothing", "", "unknown"),
    Case("D12 an array", "[]", "unknown"),
    Case("D12 a plain error text", #"{"errors":"[API] Invalid"}"#, "unknown"),
    Case("no content type but JSON", type: nil, #"{"data":{"x":{"userErrors":[]}}}"#, "ok"),
    Case(
      "a search that was misread",
      #"{"data":{"x":{}},"extensions":{"search":[{"path":["x"],"warnings":[{"field":"sku","message":"Invalid search field for this query.","code":"invalid_field"}]}]}}"#,
      "unknown", read: "reject"),
    Case("D22 not signed in", status: 401, #"{"errors":"Invalid API key"}"#, "sign in"),
    Case("D24 frozen", status: 402, "", "pause"),
    Case("D24 forbidden", status: 403, "", "pause"),
    Case("D25 no such shop", status: 404, "", "pause"),
    Case("D24 locked", status: 423, "", "pause"),
    Case("D02 too many requests", status: 429, "", "throttled"),
    Case(
      "the day's new variants are used up", status: 429,
      #"{"errors":[{"message":"m","extensions":{"code":"VARIANT_THROTTLE_EXCEEDED"}}]}"#, "reject"),
    Case(
      "the same in words", status: 429, #"{"errors":"Daily variant creation limit reached."}"#,
      "reject"),
    Case(
      "other words are too many requests", status: 429, #"{"errors":"Too many requests"}"#,
      "throttled"),
    Case("security filter", status: 430, "", "throttled"),
    Case("D26 bad request", status: 400, "", "reject"),
    Case("request timeout", status: 408, "", "unknown"),
    Case("too large", status: 413, "", "split"),
    Case("D29 a redirect", status: 302, "", "pause"),
    Case("D05 500", status: 500, "", "unknown"),
    Case("D05 502", status: 502, type: "text/html", "<html>", "unknown"),
    Case("D05 503", status: 503, "", "unknown"),
    Case("D05 504", status: 504, "", "unknown"),
    Case("540", status: 540, "", "unknown"),
    Case("an odd success", status: 204, "", "unknown"),
  ]

  @Test(arguments: cases, [true, false])
  func `D12 D13 D14 D24 D26 each reply has one meaning`(_ row: Case, _ isRead: Bool) {
    var headers: [String: String] = [:]
    headers["content-type"] = row.type
    let exchange = Exchange(
      HTTPReply(status: row.status, headers: headers, body: Array(row.body.utf8)), root: "x",
      redactor: Redactor([]))
    let found =
      switch exchange.finding.verdict(root: "x", isRead: isRead) {
      case .answered(let reply): reply.userErrors.isEmpty ? "ok" : "user-errors"
      case .throttled: "throttled"
      case .signInAgain: "sign in"
      case .failed(let error): "\(error.disposition)"
      }
    #expect(found == (isRead ? row.read ?? row.mutation : row.mutation))
  }

  @Test(
    arguments: zip(
      [
        TransportError.Kind.notSent, .certificate, .unknown, .replyTooLarge, .refusedURL,
        .localFile, .cancelled,
      ],
      [
        AdminError.Disposition.again, .pause, .unknown, .unknown, .pause, .unknown, .stop,
      ]))
  func `D08 D09 D10 each lack of a reply has one meaning`(
    _ kind: TransportError.Kind, _ disposition: AdminError.Disposition
  ) {
    let exchange = Exchange(TransportError(kind, "host: words"), redactor: Redactor([]))
    guard case .failed(let error) = exchange.finding.verdict(root: "x", isRead: false) else {
      Issue.record("a verdict without an error")
      return
    }
    #expect(error.disposition == disposition)
    #expect(error.message.contains("host: words"))
  }

  @Test func `costs are read with and without a fraction`() {
    let reply = HTTPReply(
      status: 200, headers: [:],
      body: Array(
        #"{"data":{"x":{}},"extensions":{"cost":{"requestedQueryCost":11,"actualQueryCost":null,"throttleStatus":{"maximumAvailable":2000.0,"currentlyAvailable":1989,"restoreRate":100.0}}}}"#
          .utf8))
    #expect(
      Exchange(reply, root: "x", redactor: Redactor([])).cost
        == QueryCost(
          requested: 11, actual: nil, maximumAvailable: 2000, currentlyAvailable: 1989,
          restoreRate: 100))
  }

  @Test func `user errors of differently named lists are found`() {
    let reply = HTTPReply(
      status: 200, headers: [:],
      body: Array(
        #"{"data":{"x":{"userErrors":[],"orderCancelUserErrors":[{"field":["orderId",1],"message":"m","code":"INVALID"}]}}}"#
          .utf8))
    guard case .answered(let answer) = Exchange(reply, root: "x", redactor: Redactor([])).finding
    else {
      Issue.record("no answer")
      return
    }
    #expect(
      answer.userErrors == [UserError(code: "INVALID", field: ["orderId", "1"], message: "m")])
  }
}

@Suite struct `Redaction` {
  struct Case: Sendable {
    let text: String
    let shown: String
  }

  @Test(arguments: [
    Case(text: "short and plain", shown: "short and plain"),
    Case(text: "my canary sits here", shown: "my [secret] sits here"),
    Case(
      text: "token shpat_0123456789abcdef0123456789abcdef!", shown: "token [redacted]!"),
    Case(
      text: "id 65a6c3a3-4cbf-4f3f-9eef-e2a95594ad00",
      shown: "id 65a6c3a3-4cbf-4f3f-9eef-e2a95594ad00"
    ),
    Case(text: "MAX_INPUT_SIZE_EXCEEDED", shown: "MAX_INPUT_SIZE_EXCEEDED"),
    Case(text: "a\r\nforged log line\u{1B}[31m", shown: "a forged log line [31m"),
    Case(text: "x\u{202E}y", shown: "x y"),
  ])
  func `S15 secrets and control characters are taken out`(_ row: Case) {
    #expect(Redactor([Secret("canary")]).clean(row.text) == row.shown)
  }
}
