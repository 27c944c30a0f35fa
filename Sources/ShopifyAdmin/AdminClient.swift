// SPDX-License-Identifier: Apache-2.0

package import Logging
internal import Secrets
internal import Tables
package import Transport

/// The Admin API of one store: sign-in, query cost, errors turned into typed outcomes.
///
/// Waiting for points, throttled replies, 429 and 401 are its own business; an unknown outcome is asked
/// again only for reads.
///
/// A server that serves another API version than asked for answers reads with `versionMismatch`; once
/// seen, no mutation leaves until a read shows the right version. The answer to a mutation itself is
/// given as it is: it has happened.
package final class AdminClient: Sendable {
  let configuration: AdminConfiguration
  let http: HTTPClient
  let clock: AdminClock
  private let logger: Logger
  private let observe: @Sendable (AdminCall) -> Void
  private let desk: SignInDesk

  private struct State {
    var bucket = CostBucket()
    var book = CostBook()
    /// The version last served, where it is not the one asked for.
    var wrongVersion: String?
  }
  private let state = Guarded(State())

  /// A client; `observe` hears of every exchange, throttled and failed ones too.
  package init(
    _ configuration: AdminConfiguration, http: HTTPClient, logger: Logger,
    clock: AdminClock = .system, observe: @escaping @Sendable (AdminCall) -> Void = { _ in }
  ) {
    self.configuration = configuration
    self.http = http
    self.logger = logger
    self.clock = clock
    self.observe = observe
    desk = SignInDesk(configuration, http: http, clock: clock)
  }

  /// The bucket as the server last reported it, advanced to now; nil before the first reply.
  package var bucket: QueryCost? {
    let now = clock.now()
    return state.withLock { $0.bucket.status(now: now) }
  }

  /// Sends one request and waits for points first. Waits at most `patience` for points, throttling and
  /// an unreachable store together.
  package func send(_ request: AdminRequest, patience: Duration = .seconds(120))
    async throws(AdminError) -> AdminReply
  {
    var attempts = Attempts(
      isRead: request.isRead, canSignInAgain: configuration.canSignInAgain, patience: patience)
    var refusedToken: Int?
    while true {
      let verdict: Verdict
      var cost: QueryCost?
      do throws(AdminError) {
        try checkVersion(before: request)
        let token = try await desk.token(newerThan: refusedToken)
        let reserved = try await waitForPoints(request, &attempts)
        let exchange = await exchange(request, token: token.value, reserved: reserved)
        cost = exchange.cost
        verdict = judge(exchange, of: request)
        if case .signInAgain = verdict { refusedToken = token.generation }
        observe(
          AdminCall(
            root: request.root, status: exchange.status, duration: exchange.duration, cost: cost,
            label: verdict.label(status: exchange.status), requestID: exchange.requestID))
      } catch {
        verdict = .failed(error)
      }
      switch attempts.next(verdict, cost: cost, jitter: clock.jitter()) {
      case .finish(let reply): return reply
      case .fail(let error): throw error
      case .signInAgain: continue
      case .again(let wait, let holdsAll):
        logger.debug(
          "request put off",
          metadata: [
            "root": "\(request.root)", "wait": "\(wait)", "why": "\(verdict.label(status: 0))",
          ])
        if holdsAll { state.withLock { $0.bucket.hold(for: wait, now: clock.now()) } }
        try await pause(wait, request.root)
      }
    }
  }

  private func checkVersion(before request: AdminRequest) throws(AdminError) {
    guard !request.isRead, let served = state.withLock({ $0.wrongVersion }) else { return }
    throw versionMismatch(served, request.root)
  }

  private func versionMismatch(_ served: String, _ root: String) -> AdminError {
    AdminError(
      .versionMismatch(served: served),
      "\(root): asked for API version \(configuration.apiVersion), the store serves \(served). Set store.api_version in dray.yaml to a version that is supported."
    )
  }

  /// Waits until the bucket lets this request go; gives the points reserved for it.
  private func waitForPoints(
    _ request: AdminRequest, _ attempts: inout Attempts
  ) async throws(AdminError) -> Int {
    let (ticket, cost) = state.withLock { state in
      let cost = state.book.cost(of: request)
      return (state.bucket.join(cost: cost), cost)
    }
    while true {
      switch state.withLock({ $0.bucket.admit(ticket, now: clock.now()) }) {
      case .go: return cost
      case .wait(let wait):
        do throws(AdminError) {
          guard attempts.spend(wait) else {
            throw AdminError(
              .busy(retryAfter: .seconds(1)),
              "\(request.root): not sent, the query cost bucket is empty and others wait before it")
          }
          try await pause(wait, request.root)
        } catch {
          state.withLock { $0.bucket.leave(ticket) }
          throw error
        }
      }
    }
  }

  private func pause(_ wait: Duration, _ root: String) async throws(AdminError) {
    do {
      try await clock.sleep(wait)
    } catch {
      throw AdminError(.cancelled, "\(root): cancelled while waiting to send")
    }
  }

  /// One try: sends, reads, settles the bucket.
  private func exchange(
    _ request: AdminRequest, token: Secret, reserved: Int
  ) async -> Exchange {
    let redactor = Redactor([token] + configuration.secrets)
    let started = clock.now()
    var exchange: Exchange
    do throws(TransportError) {
      let reply = try await http.send(httpRequest(request, token: token))
      exchange = Exchange(reply, root: request.root, redactor: redactor)
    } catch {
      exchange = Exchange(error, redactor: redactor)
    }
    let ended = clock.now()
    exchange.duration = ended - started
    state.withLock { state in
      state.bucket.settle(cost: reserved, exchange.bucketEnd, now: ended)
      if let cost = exchange.cost { state.book.learn(cost.requested, of: request) }
      if let served = exchange.servedVersion {
        state.wrongVersion = served == configuration.apiVersion ? nil : redactor.clean(served)
      }
    }
    return exchange
  }

  private func judge(_ exchange: Exchange, of request: AdminRequest) -> Verdict {
    if request.isRead, exchange.status == 200, let served = exchange.servedVersion,
      served != configuration.apiVersion
    {
      return .failed(versionMismatch(served, request.root))
    }
    return exchange.finding.verdict(root: request.root, isRead: request.isRead)
  }

  private func httpRequest(_ request: AdminRequest, token: Secret) -> HTTPRequest {
    var body: [UInt8] = []
    body.reserveCapacity(request.document.utf8.count + request.variables.count + 64)
    body.append(contentsOf: #"{"query":"#.utf8)
    JSON.string(request.document).write(to: &body)
    body.append(contentsOf: #","variables":"#.utf8)
    body.append(contentsOf: request.variables.isEmpty ? Array("{}".utf8) : request.variables)
    body.append(UInt8(ascii: "}"))
    return HTTPRequest(
      method: "POST",
      url: "\(configuration.base)/admin/api/\(configuration.apiVersion)/graphql.json",
      headers: [
        ("Content-Type", "application/json"), ("Accept", "application/json"),
        ("X-Shopify-Access-Token", token.reveal { $0 }),
      ],
      body: .bytes(body), timeout: configuration.timeout)
  }
}

extension AdminConfiguration {
  /// Whether a refused token can be replaced.
  var canSignInAgain: Bool {
    switch signIn {
    case .clientCredentials: true
    case .token: false
    }
  }

  /// What must never be shown.
  var secrets: [Secret] {
    switch signIn {
    case .clientCredentials(_, let secret): [secret]
    case .token(let token): [token]
    }
  }
}

extension Exchange {
  /// How it ended for the bucket: a request that certainly did not run was not charged.
  var bucketEnd: CostBucket.End {
    if let cost { return .told(cost) }
    switch finding {
    case .noReply(let error):
      switch error.kind {
      case .notSent, .certificate, .refusedURL, .cancelled: return .notSent
      case .unknown, .replyTooLarge, .localFile: return .unclear
      }
    case .status, .notGraphQL, .throttled: return .unclear
    case .refused, .empty, .misreadSearch, .answered: return .uncharged
    }
  }
}
