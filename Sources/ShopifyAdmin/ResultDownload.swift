// SPDX-License-Identifier: Apache-2.0

internal import Transport

/// The hosts results are fetched from: what a reply names is not trusted by itself.
enum ResultHosts {
  /// Hosts, and domains whose subdomains count too, on which Shopify hands out results (seen in
  /// captures: storage.googleapis.com).
  static let domains = [
    "storage.googleapis.com", "shopifycloud.com", "shopify.com", "myshopify.com",
  ]

  /// Whether a URL leads to one of them by https, or to the configured endpoint itself.
  static func allow(_ target: Destination, endpoint: Destination?) -> Bool {
    if target == endpoint { return true }
    return target.scheme == "https" && target.port == 443
      && domains.contains { target.host == $0 || target.host.hasSuffix(".\($0)") }
  }
}

extension AdminClient {
  /// Tries at a download.
  static var downloadTries: Int { 4 }
  /// A download may take so long.
  static var downloadTimeout: Duration { .seconds(4 * 3600) }
  /// A result may have so many bytes.
  static var maxResultBytes: Int { 64 << 30 }

  /// Downloads a result to a file that must not exist yet. No token goes along; the host must be one
  /// Shopify hands out, or the configured endpoint's own.
  /// - Throws: `refused` with the code `RESULT_GONE` (403, 404, 410: older than 7 days), `FOREIGN_HOST`
  ///   or `LOCAL_FILE`; `unreachable` where the tries did not suffice. Then there is no file.
  package func downloadResult(_ url: String, to path: String) async throws(AdminError) {
    try checkHost(url)
    var tries = 1
    while true {
      let failure = try await download(url, to: path)
      guard let failure else { return }
      guard tries < AdminClient.downloadTries else {
        throw AdminError(
          .unreachable, "result: \(tries) tries, the last ended with \(failure)")
      }
      do {
        try await clock.sleep(Backoff.wait(after: tries, jitter: clock.jitter()))
      } catch {
        throw AdminError(.cancelled, "result: cancelled")
      }
      tries += 1
    }
  }

  private func checkHost(_ url: String) throws(AdminError) {
    let target: Destination
    var endpoint: Destination?
    do throws(TransportError) {
      target = try Destination(url)
      endpoint = try Destination(configuration.base)
    } catch {
      throw AdminError(.refused(code: "FOREIGN_HOST"), "result: \(error.description)")
    }
    guard ResultHosts.allow(target, endpoint: endpoint) else {
      throw AdminError(
        .refused(code: "FOREIGN_HOST"),
        "result: not fetched from \(redactor.clean(target.host)); expected a host of Shopify's storage"
      )
    }
  }

  /// nil on success, else what may pass.
  private func download(_ url: String, to path: String) async throws(AdminError) -> String? {
    let reply: HTTPReply
    do throws(TransportError) {
      reply = try await http.send(
        HTTPRequest(
          method: "GET", url: url, sink: .file(path: path), timeout: AdminClient.downloadTimeout,
          maxReplyBytes: AdminClient.maxResultBytes))
    } catch {
      switch error.kind {
      case .localFile:
        throw AdminError(.refused(code: "LOCAL_FILE"), "result: \(error.description)")
      case .cancelled: throw AdminError(.cancelled, "result: cancelled")
      case .certificate, .refusedURL:
        throw AdminError(.storeUnavailable, "result: \(error.description)")
      case .notSent, .unknown, .replyTooLarge: return error.description
      }
    }
    switch reply.status {
    case 200: return nil
    case 403, 404, 410:
      throw AdminError(
        .refused(code: "RESULT_GONE"),
        "result: HTTP \(reply.status); results are kept for 7 days")
    default: return "HTTP \(reply.status)"
    }
  }
}
