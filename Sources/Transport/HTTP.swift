// SPDX-License-Identifier: Apache-2.0

/// One HTTP exchange to make, every limit stated.
package struct HTTPRequest: Sendable {
  /// `GET`, `POST` or `PUT`.
  package var method: String
  /// The absolute URL; `https`, or `http` to a loopback address.
  package var url: String
  /// Header lines, in order. Neither names nor values may hold a line break.
  package var headers: [(name: String, value: String)]
  /// What to send.
  package var body: Body
  /// Where the reply's body goes.
  package var sink: Sink
  /// The whole exchange may take so long, waiting for a free connection included.
  package var timeout: Duration
  /// The reply's body may have so many bytes, counted after decompression.
  package var maxReplyBytes: Int

  /// A request body.
  package enum Body: Sendable {
    /// No body.
    case none
    /// Bytes held in memory.
    case bytes([UInt8])
    /// A file, streamed; with PUT as it is.
    case file(path: String)
    /// multipart/form-data: fields in order, then the file under `file`, last.
    case form(
      fields: [(name: String, value: String)], filePath: String, fileName: String,
      contentType: String)
  }

  /// Where a reply's body goes.
  package enum Sink: Sendable {
    /// `HTTPReply.body`.
    case memory
    /// A file made new (`O_EXCL`) for the body of a 2xx reply. Of another status the file is removed
    /// and the first 64 KiB go to `HTTPReply.body`; of a failed exchange nothing stays.
    case file(path: String)
  }

  /// A request; the defaults are those of a small exchange.
  package init(
    method: String, url: String, headers: [(name: String, value: String)] = [], body: Body = .none,
    sink: Sink = .memory, timeout: Duration = .seconds(60), maxReplyBytes: Int = 64 << 20
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.sink = sink
    self.timeout = timeout
    self.maxReplyBytes = maxReplyBytes
  }
}

/// A complete reply.
package struct HTTPReply: Sendable {
  /// The status code.
  package var status: Int
  /// Header names in lower case; of a repeated name the last value.
  package var headers: [String: String]
  /// The body, decompressed; empty where it went to a file.
  package var body: [UInt8]

  /// A reply.
  package init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}
