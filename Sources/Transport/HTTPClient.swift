// SPDX-License-Identifier: Apache-2.0

/// HTTP through libcurl's multi interface: one thread, kept connections, HTTP/2 where offered,
/// certificates always verified, redirects never followed.
package final class HTTPClient: Sendable {
  /// A client with at most so many connections to one host.
  package init(maxConnectionsPerHost: Int = 8) {}

  /// Makes one exchange. Any status is a reply; only the lack of one is an error.
  package func send(_ request: HTTPRequest) async throws(TransportError) -> HTTPReply {
    throw TransportError(.notSent, "contract")
  }

  /// Ends the thread; what is in flight gets `cancelled` after `grace`.
  package func shutdown(grace: Duration) async {}
}
