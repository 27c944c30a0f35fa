// SPDX-License-Identifier: Apache-2.0

/// The tries of one request: what a verdict leads to, with no clock and no network.
///
/// Nothing is tried again unless it certainly did not run, or is a read. Throttling is no failure, but
/// it uses up patience as every wait does.
struct Attempts: Sendable {
  /// What to do now.
  enum Step: Sendable {
    case finish(AdminReply)
    case fail(AdminError)
    /// Try again after so long; `holdsAll` where the server asked everyone to wait.
    case again(after: Duration, holdsAll: Bool)
    /// Ask for a new token, then try again.
    case signInAgain
  }

  private let isRead: Bool
  private let canSignInAgain: Bool
  /// How much waiting is left.
  private(set) var patience: Duration
  private var failures = 0
  private var throttles = 0
  private var signIns = 0

  /// A token this fresh and refused is a wrong sign-in, not an ended one.
  static let maxSignIns = 2

  init(isRead: Bool, canSignInAgain: Bool, patience: Duration) {
    self.isRead = isRead
    self.canSignInAgain = canSignInAgain
    self.patience = patience
  }

  /// Books a wait; false where patience does not reach so far.
  mutating func spend(_ wait: Duration) -> Bool {
    guard wait <= patience else { return false }
    patience -= wait
    return true
  }

  /// The next step.
  mutating func next(_ verdict: Verdict, cost: QueryCost?, jitter: Double) -> Step {
    switch verdict {
    case .answered(let reply): return .finish(reply)
    case .signInAgain(let message):
      signIns += 1
      guard canSignInAgain, signIns <= Attempts.maxSignIns else {
        return .fail(
          AdminError(
            .accessDenied,
            "\(message). The store does not accept the access token; look at store.auth in dray.yaml."
          ))
      }
      return .signInAgain
    case .throttled(let asked, let status):
      throttles += 1
      let wait = throttleWait(asked: asked, status: status, cost: cost, jitter: jitter)
      guard spend(wait) else {
        return .fail(
          AdminError(.busy(retryAfter: wait), "throttled; the store asks to wait \(wait)"))
      }
      return .again(after: wait, holdsAll: asked != nil || status != 200)
    case .failed(let error):
      let mayRepeat =
        switch error.kind {
        case .unreachable: true
        case .unknown: isRead
        case .busy, .refused, .tooLarge, .accessDenied, .storeUnavailable, .versionMismatch,
          .cancelled:
          false
        }
      guard mayRepeat else { return .fail(error) }
      failures += 1
      let wait = Backoff.wait(after: failures, jitter: jitter)
      return spend(wait) ? .again(after: wait, holdsAll: false) : .fail(error)
    }
  }

  /// `Retry-After` spread by a tenth; else the time until the missing points are restored; else the
  /// back-off. Repeated throttling of one request never gets shorter than the back-off of a failure
  /// before, so that wrong figures make no storm.
  private func throttleWait(
    asked: Duration?, status: Int, cost: QueryCost?, jitter: Double
  ) -> Duration {
    if let asked { return max(asked, .milliseconds(50)) * (1 + 0.1 * jitter) }
    guard status == 200, let cost, cost.restoreRate > 0 else {
      return max(.seconds(1), Backoff.wait(after: throttles, jitter: jitter))
    }
    let missing = Double(max(cost.requested - cost.currentlyAvailable, 0))
    let floor: Duration =
      throttles < 2 ? .milliseconds(50) : Backoff.wait(after: throttles - 1, jitter: jitter)
    return max(.seconds(missing / Double(cost.restoreRate)), floor)
  }
}
