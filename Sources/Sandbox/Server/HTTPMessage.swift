// SPDX-License-Identifier: Apache-2.0

import Tables

/// A request as it arrived.
struct IncomingRequest {
  var method: String
  /// Without the query.
  var path: String
  /// After `?`; empty where there is none.
  var query: String
  /// Names in lower case.
  var headers: [String: String]
  var body: [UInt8] = []

  /// Whether the client means to use the connection again.
  var keepsConnection: Bool { headers["connection"]?.lowercased() != "close" }
}

/// An answer, and how to damage it on its way.
struct OutgoingReply {
  /// How the bytes leave.
  enum Wire: Equatable {
    case whole
    case reset
    case cut
    case wrongLength
    case badChunk
    /// A byte every so many milliseconds.
    case slow(milliseconds: Int)
    case hang
    case late(seconds: Int)
    case closeIdle
  }

  var status: Int
  var headers: [(String, String)] = []
  var body: [UInt8] = []
  var wire = Wire.whole

  init(status: Int, type: String, body: [UInt8]) {
    self.status = status
    headers = [("Content-Type", type)]
    self.body = body
  }

  static func json(_ status: Int = 200, _ value: JSON) -> OutgoingReply {
    OutgoingReply(status: status, type: "application/json; charset=utf-8", body: value.bytes)
  }

  static func lines(_ values: [JSON]) -> OutgoingReply {
    var body: [UInt8] = []
    for value in values {
      value.write(to: &body)
      body.append(UInt8(ascii: "\n"))
    }
    return OutgoingReply(status: 200, type: "application/jsonl; charset=utf-8", body: body)
  }

  static func html(_ status: Int, _ title: String) -> OutgoingReply {
    let page =
      "<!DOCTYPE html>\n<html><head><title>\(title)</title></head><body><h1>\(title)</h1></body></html>\n"
    return OutgoingReply(status: status, type: "text/html; charset=utf-8", body: Array(page.utf8))
  }

  /// The status line and headers.
  func head(length: Int?) -> [UInt8] {
    var text = "HTTP/1.1 \(status) \(Self.reasons[status] ?? "Status")\r\n"
    for (name, value) in headers { text += "\(name): \(value)\r\n" }
    text += length.map { "Content-Length: \($0)\r\n" } ?? "Transfer-Encoding: chunked\r\n"
    return Array((text + "\r\n").utf8)
  }

  private static let reasons = [
    200: "OK", 201: "Created", 400: "Bad Request", 401: "Unauthorized", 402: "Payment Required",
    403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed", 406: "Not Acceptable",
    413: "Content Too Large", 423: "Locked", 429: "Too Many Requests", 431: "Header Too Large",
    500: "Internal Server Error", 502: "Bad Gateway", 503: "Service Unavailable",
    504: "Gateway Timeout",
  ]
}
