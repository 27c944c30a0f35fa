// SPDX-License-Identifier: Apache-2.0

package import Logging
package import Secrets
package import Tables
package import Transport

/// Where the Admin API is and how to sign in.
package struct AdminConfiguration: Sendable {
  /// Scheme, host and port: `https://example.myshopify.com`.
  package var base: String
  /// The API version, e.g. `2026-07`.
  package var apiVersion: String
  /// How to sign in.
  package var signIn: SignIn
  /// How long one GraphQL request may take.
  package var timeout: Duration = .seconds(90)

  /// Both ways to a token.
  package enum SignIn: Sendable {
    /// Renewed before it ends; asked for once however many requests meet a 401.
    case clientCredentials(id: String, secret: Secret)
    /// A token that does not end.
    case token(Secret)
  }

  package init(base: String, apiVersion: String, signIn: SignIn) {
    self.base = base
    self.apiVersion = apiVersion
    self.signIn = signIn
  }
}

/// A GraphQL request.
package struct AdminRequest: Sendable {
  /// The document; one operation.
  package var document: String
  /// The variables, sent byte for byte as given: what the journal holds is what leaves.
  package var variables: [UInt8]
  /// Its root field, for logs and the journal's calls.
  package var root: String
  /// True where running it twice does no harm: an unknown outcome is then simply asked again.
  package var isRead: Bool
  /// The points to count on until the server has told.
  package var assumedCost: Int

  package init(document: String, variables: [UInt8], root: String, isRead: Bool, assumedCost: Int) {
    self.document = document
    self.variables = variables
    self.root = root
    self.isRead = isRead
    self.assumedCost = assumedCost
  }
}

/// What the server said to a request that ran.
package struct AdminReply: Sendable {
  /// The value of `data.ROOT` for a request with one root; the whole `data` is in `data`.
  package var data: JSON
  /// `userErrors` of the root field.
  package var userErrors: [UserError]
  /// Top-level errors that stand beside data (a denied sub-field).
  package var warnings: [GraphQLError]
  /// What the request cost.
  package var cost: QueryCost?

  package init(data: JSON, userErrors: [UserError], warnings: [GraphQLError], cost: QueryCost?) {
    self.data = data
    self.userErrors = userErrors
    self.warnings = warnings
    self.cost = cost
  }
}

/// What Shopify returns in `userErrors`.
package struct UserError: Sendable, Hashable {
  /// The typed error's code; plain `UserError` has none.
  package var code: String?
  /// The path to the input it means; empty where it names none.
  package var field: [String]
  /// Shopify's words.
  package var message: String

  package init(code: String?, field: [String], message: String) {
    self.code = code
    self.field = field
    self.message = message
  }
}

/// An item of the top-level `errors`.
package struct GraphQLError: Sendable, Hashable {
  package var code: String?
  package var message: String
  package var path: [String]

  package init(code: String?, message: String, path: [String]) {
    self.code = code
    self.message = message
    self.path = path
  }
}

/// `extensions.cost` of a reply, in points.
package struct QueryCost: Sendable, Hashable {
  package var requested: Int
  /// nil where the request was rejected before it ran.
  package var actual: Int?
  package var maximumAvailable: Int
  package var currentlyAvailable: Int
  /// Points a second.
  package var restoreRate: Int

  package init(
    requested: Int, actual: Int?, maximumAvailable: Int, currentlyAvailable: Int, restoreRate: Int
  ) {
    self.requested = requested
    self.actual = actual
    self.maximumAvailable = maximumAvailable
    self.currentlyAvailable = currentlyAvailable
    self.restoreRate = restoreRate
  }
}

/// One call as it is journalled and shown: never a header, never a variable's value.
package struct AdminCall: Sendable {
  package var root: String
  /// HTTP status; 0 where there was no reply.
  package var status: Int
  package var duration: Duration
  package var cost: QueryCost?
  /// A short bounded label: `ok`, `throttled`, `user-errors`, `http-503`, `unknown`, …
  package var label: String
  /// Shopify's request id, if it sent one.
  package var requestID: String?

  package init(
    root: String, status: Int, duration: Duration, cost: QueryCost?, label: String,
    requestID: String?
  ) {
    self.root = root
    self.status = status
    self.duration = duration
    self.cost = cost
    self.label = label
    self.requestID = requestID
  }
}

/// Why a request has no outcome.
package struct AdminError: Error, Sendable {
  package enum Kind: Sendable, Equatable {
    /// Certainly not executed, and no answer will come by waiting a little: store not reached.
    case unreachable
    /// Certainly not executed: throttled or told to wait beyond the client's patience.
    case busy(retryAfter: Duration)
    /// It may have been executed.
    case unknown
    /// The document or its variables were refused before anything ran; `errors` say why.
    case refused(code: String?)
    /// The request names too many items or costs more than one query may: split it.
    case tooLarge
    /// Sign-in was refused, or a scope is missing.
    case accessDenied
    /// The shop is frozen, locked or not there (402, 423, 404), or the certificate is not its own.
    case storeUnavailable
    /// The server serves another API version than asked for.
    case versionMismatch(served: String)
    /// The caller was cancelled before the request left.
    case cancelled
  }

  package var kind: Kind
  package var message: String

  package init(_ kind: Kind, _ message: String) {
    self.kind = kind
    self.message = message
  }

  /// What to do: the one exhaustive decision.
  package enum Disposition: Sendable, Equatable {
    /// Again after a wait; nothing has happened.
    case again
    /// The recovery class decides.
    case unknown
    /// This batch in two halves.
    case split
    /// The items of this batch are refused.
    case reject
    /// Nothing more can be sent until a person acts; the work stays pending.
    case pause
    /// We are stopping.
    case stop
  }

  package var disposition: Disposition {
    switch kind {
    case .unreachable, .busy: .again
    case .unknown: .unknown
    case .tooLarge: .split
    case .refused: .reject
    case .accessDenied, .storeUnavailable, .versionMismatch: .pause
    case .cancelled: .stop
    }
  }
}

extension AdminError: CustomStringConvertible {
  package var description: String { message }
}

/// The Admin API of one store: sign-in, query cost, errors turned into typed outcomes.
///
/// Waiting for points, throttled replies, 429 and 401 are its own business; an unknown outcome is asked
/// again only for reads.
package final class AdminClient: Sendable {
  /// A client; `observe` hears of every exchange, throttled and failed ones too.
  package init(
    _ configuration: AdminConfiguration, http: HTTPClient, logger: Logger,
    observe: @escaping @Sendable (AdminCall) -> Void = { _ in }
  ) {}

  /// Sends one request and waits for points first. Waits at most `patience` for points, throttling and
  /// an unreachable store together.
  package func send(_ request: AdminRequest, patience: Duration = .seconds(120))
    async throws(AdminError) -> AdminReply
  {
    throw AdminError(.unreachable, "contract")
  }

  /// The bucket as the server last reported it, advanced to now; nil before the first reply.
  package var bucket: QueryCost? { nil }
}
