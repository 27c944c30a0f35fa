// SPDX-License-Identifier: Apache-2.0

/// One HTTP exchange to make, every limit stated.
package struct HTTPRequest: Sendable {
  /// `GET`, `POST` or `PUT`.
  package var method: String
  /// The absolute URL; `https`, or `http` to a loopback address.
  package var url: String
  /// Header lines, `Name: value`. A `Secret` never stands in `description`.
  package var headers: [(name: String, value: String)]
  /// What to send.
  package var body: Body
  /// Where the reply's body goes.
  package var sink: Sink
  /// The whole exchange may take so long.
  package var timeout: Duration
  /// The reply's body may have so many bytes.
  package var maxReplyBytes: Int

  /// A request body.
  package enum Body: Sendable {
    case none
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
    case memory
    /// A file made new (`O_EXCL`); removed again where the exchange fails.
    case file(path: String)
  }

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
  /// Header names in lower case.
  package var headers: [String: String]
  /// The body; empty where it went to a file.
  package var body: [UInt8]

  package init(status: Int, headers: [String: String], body: [UInt8]) {
    self.status = status
    self.headers = headers
    self.body = body
  }
}

/// Why there is no complete reply.
package struct TransportError: Error, Sendable, Equatable {
  /// What happened, as far as it decides what may be done next.
  package enum Kind: Sendable, Equatable {
    /// No byte of the request left: name not resolved, connection refused, TLS not agreed.
    case notSent
    /// The certificate is not valid for this host: never retried with less verification.
    case certificate
    /// Some of the request may have arrived; the outcome is unknown.
    case unknown
    /// The reply is larger than allowed; the outcome is unknown.
    case replyTooLarge
    /// The URL is not one we send to.
    case refusedURL
    /// A local file could not be read or written.
    case localFile
    /// The caller was cancelled; whether the request arrived is unknown unless `notSent`.
    case cancelled
  }

  package var kind: Kind
  /// The host and what libcurl said; no header, no body.
  package var description: String

  package init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}

extension TransportError: CustomStringConvertible {}
