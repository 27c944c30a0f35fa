// SPDX-License-Identifier: Apache-2.0

internal import Tables
internal import Transport

/// What a finding means. This file is the one place where that is decided.
enum Verdict: Sendable {
  /// The server's whole answer.
  case answered(AdminReply)
  /// Nothing ran: not enough points, or too many requests. Not a failure.
  case throttled(retryAfter: Duration?, httpStatus: Int)
  /// Nothing ran: the token is not valid (any more).
  case signInAgain(String)
  /// Anything else, with its kind.
  case failed(AdminError)
}

extension Finding {
  /// The decision.
  /// - Parameters:
  ///   - root: for the message.
  ///   - isRead: whether the request changes nothing; then a reply that is too large means a smaller
  ///     question, and a search that was misread spoils the answer.
  func verdict(root: String, isRead: Bool) -> Verdict {
    switch self {
    case .noReply(let error): return .failed(Finding.noReply(error, root: root, isRead: isRead))
    case .status(let status, let retryAfter, let sample):
      return Finding.verdict(status: status, retryAfter: retryAfter, sample: sample, root: root)
    case .notGraphQL(let what):
      return .failed(
        AdminError(.unknown, "\(root): expected a GraphQL reply, found \(what)"))
    case .throttled(let retryAfter): return .throttled(retryAfter: retryAfter, httpStatus: 200)
    case .refused(let error, let beforeRunning):
      return .failed(
        Finding.refusal(error, beforeRunning: beforeRunning, root: root))
    case .empty:
      return .failed(AdminError(.unknown, "\(root): the reply holds neither data nor errors"))
    case .misreadSearch(let warning):
      // A mutation has run whatever its search warnings say; but none of ours searches.
      return .failed(
        AdminError(
          isRead ? .refused(code: "SEARCH_WARNING") : .unknown,
          "\(root): the store did not understand a filter and would return everything (\(warning))")
      )
    case .answered(let reply):
      // A root that is null without an error: for a read, nothing of that name; for a mutation,
      // which always has a payload, no answer.
      if !isRead, reply.value(of: root).isNull {
        return .failed(AdminError(.unknown, "\(root): the reply holds no value for it"))
      }
      // Part of the payload is missing: what was done is not known for sure, nor what it would teach.
      if !isRead, let error = reply.warnings.first(where: \.leavesOpen) {
        return .failed(
          AdminError(
            .unknown,
            "\(root): the reply holds data and an error at \(error.path.joined(separator: ".")): \(error.message)"
          ))
      }
      return .answered(reply)
    }
  }

  private static func noReply(
    _ error: TransportError, root: String, isRead: Bool
  ) -> AdminError {
    switch error.kind {
    case .notSent: AdminError(.unreachable, "\(root): not sent: \(error.description)")
    case .certificate:
      AdminError(
        .storeUnavailable,
        "\(root): not sent, the certificate is not valid: \(error.description). Look at the shop's name, the machine's clock and its CA certificates; verification is never switched off."
      )
    case .refusedURL: AdminError(.storeUnavailable, "\(root): not sent: \(error.description)")
    case .localFile: AdminError(.unknown, "\(root): \(error.description)")
    case .replyTooLarge:
      AdminError(isRead ? .tooLarge : .unknown, "\(root): \(error.description)")
    case .unknown: AdminError(.unknown, "\(root): no complete reply: \(error.description)")
    case .cancelled: AdminError(.cancelled, "\(root): \(error.description)")
    }
  }

  private static func verdict(
    status: Int, retryAfter: Duration?, sample: String, root: String
  ) -> Verdict {
    let found = "HTTP \(status)\(sample.isEmpty ? "" : ": \(sample)")"
    func failed(_ kind: AdminError.Kind, _ hint: String) -> Verdict {
      .failed(AdminError(kind, "\(root): \(found). \(hint)"))
    }
    switch status {
    case 401: return .signInAgain("\(root): \(found)")
    case 402: return failed(.storeUnavailable, "The shop is frozen until its bill is paid.")
    case 403: return failed(.accessDenied, "Look at the app's access scopes and installation.")
    case 404:
      return failed(.storeUnavailable, "Look at store.shop and store.api_version in dray.yaml.")
    case 423:
      return failed(.storeUnavailable, "The shop is locked; Shopify's support can tell why.")
    case 408: return failed(.unknown, "The server gave up waiting.")
    case 413: return failed(.tooLarge, "The request is too large.")
    // 430: Shopify's security filter; like 429 nothing ran, and insisting makes it worse.
    case 429, 430: return .throttled(retryAfter: retryAfter, httpStatus: status)
    case 300..<400:
      return failed(
        .storeUnavailable, "Redirects are not followed; look at store.shop and store.endpoint.")
    case 400..<500: return failed(.refused(code: "HTTP_\(status)"), "Nothing ran.")
    default: return failed(.unknown, "Whether it ran is not known.")
    }
  }

  private static func refusal(
    _ error: GraphQLError, beforeRunning: Bool, root: String
  ) -> AdminError {
    let kind: AdminError.Kind =
      switch error.code {
      case "INTERNAL_SERVER_ERROR", "TIMEOUT": .unknown
      case "MAX_COST_EXCEEDED", "MAX_INPUT_SIZE_EXCEEDED": .tooLarge
      case "ACCESS_DENIED": .accessDenied
      case "SHOP_INACTIVE": .storeUnavailable
      case let code: beforeRunning ? .refused(code: code) : .unknown
      }
    let code = error.code.map { "\($0): " } ?? ""
    return AdminError(kind, "\(root): \(code)\(error.message)")
  }
}

extension Verdict {
  /// A short label of bounded variety for the journal and for counters.
  func label(status: Int) -> String {
    switch self {
    case .answered(let reply): reply.userErrors.isEmpty ? "ok" : "user-errors"
    case .throttled: "throttled"
    case .signInAgain: "http-401"
    case .failed(let error):
      if status != 200, status != 0 {
        "http-\(status)"
      } else {
        switch error.kind {
        case .unreachable: "unreachable"
        case .busy: "busy"
        case .unknown: "unknown"
        case .refused: "refused"
        case .tooLarge: "too-large"
        case .accessDenied: "access-denied"
        case .storeUnavailable: "store-unavailable"
        case .versionMismatch: "version-mismatch"
        case .cancelled: "cancelled"
        }
      }
    }
  }
}
