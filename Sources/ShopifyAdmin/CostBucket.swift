// SPDX-License-Identifier: Apache-2.0

/// The server's query-cost bucket as far as we can know it, and who may send next.
///
/// The server takes a request's requested cost when it arrives and gives back the difference to the
/// actual cost when it ends; it refills at a steady rate. We take the cost when a request leaves, which
/// is earlier, so our level never exceeds the server's while we are alone. Each reply says what was in
/// the bucket when it was made. That number may or may not include what is still in flight, so the
/// truth lies between it and it less what is in flight: a level outside is moved to the nearer end.
/// That believes another user of the same bucket, and changed limits, with the next reply; what is
/// missing again and again is taken as that user's rate and expected between replies too.
struct CostBucket: Sendable {
  /// What the server has told about its limits.
  enum Limits: Sendable, Equatable {
    /// Nothing yet: one request at a time, until a reply says.
    case unknown
    /// It answers without costs: nothing to wait for.
    case unmetered
    /// Points it holds, points a second it gains.
    case known(maximum: Double, rate: Double)
  }

  /// Whether a ticket may leave.
  enum Admission: Sendable, Equatable {
    /// Its cost is taken; `settle` must follow.
    case go
    /// Ask again after so long.
    case wait(Duration)
  }

  /// How an exchange ended, as far as the bucket minds.
  enum End: Sendable, Equatable {
    /// The server answered and told the cost.
    case told(QueryCost)
    /// The server answered without a cost, and nothing was charged.
    case uncharged
    /// It never left: what was taken is given back.
    case notSent
    /// No answer, or one that leaves open whether points were charged.
    case unclear
  }

  private(set) var limits = Limits.unknown
  private var level = 0.0
  private var at: Duration = .zero
  private var notBefore: Duration = .zero
  /// Points a second that others seem to take.
  private var foreignRate = 0.0
  private var reportedAt: Duration = .zero
  private var inFlight = 0.0
  private var inFlightCount = 0
  private var queue: [(id: UInt64, cost: Double)] = []
  private var lastID: UInt64 = 0

  /// This many seconds of restored points stay in the bucket: enough for a server that refills in
  /// steps and for what another user takes between two replies. It costs nothing in the long run.
  static let reserveSeconds = 0.25
  /// No one sleeps longer without looking again: a reply may have moved the level.
  static let longestSleep: Duration = .milliseconds(250)

  /// Joins the end of the queue.
  mutating func join(cost: Int) -> UInt64 {
    lastID += 1
    queue.append((lastID, Double(max(cost, 1))))
    return lastID
  }

  /// Leaves the queue without having gone.
  mutating func leave(_ ticket: UInt64) { queue.removeAll { $0.id == ticket } }

  /// Whether a ticket may leave now. In order of arrival, so that a dear request is not starved by
  /// cheap ones.
  mutating func admit(_ ticket: UInt64, now: Duration) -> Admission {
    guard let place = queue.firstIndex(where: { $0.id == ticket }) else { return .go }
    if now < notBefore { return .wait(min(notBefore - now, CostBucket.longestSleep)) }
    advance(to: now)
    let cost = queue[place].cost
    switch limits {
    case .unmetered: break
    case .unknown:
      guard place == 0, inFlightCount == 0 else { return .wait(.milliseconds(5)) }
    case .known(let maximum, let rate):
      let ahead = queue[..<place].reduce(0) { $0 + $1.cost }
      let need = min(cost + rate * CostBucket.reserveSeconds, maximum) + ahead
      if place > 0 || level < need {
        let gain = rate - foreignRate
        let seconds = gain > 0 ? max(need - level, 0) / gain : 1
        return .wait(min(max(.seconds(seconds), .milliseconds(1)), CostBucket.longestSleep))
      }
    }
    queue.remove(at: place)
    level -= cost
    inFlight += cost
    inFlightCount += 1
    return .go
  }

  /// Books the end of an exchange whose ticket was admitted at `cost`.
  mutating func settle(cost: Int, _ end: End, now: Duration) {
    advance(to: now)
    let taken = Double(max(cost, 1))
    inFlight = max(0, inFlight - taken)
    inFlightCount = max(0, inFlightCount - 1)
    switch end {
    case .unclear: break
    case .notSent: level += taken
    case .uncharged:
      level += taken
      if limits == .unknown { limits = .unmetered }
    case .told(let report):
      let maximum = Double(report.maximumAvailable)
      let available = Double(report.currentlyAvailable)
      level += taken - Double(report.actual ?? 0)
      let believed = min(max(level, available - inFlight), available)
      learnForeignRate(missing: level - believed, limit: Double(report.restoreRate), now: now)
      level = believed
      limits = .known(maximum: maximum, rate: Double(report.restoreRate))
    }
    if case .known(let maximum, _) = limits { level = min(level, maximum) }
  }

  /// A quarter of each surprise is believed to go on; without surprises it is forgotten in half a
  /// minute, so that what the other user leaves is taken.
  private mutating func learnForeignRate(missing: Double, limit: Double, now: Duration) {
    let seconds = max((now - reportedAt) / .seconds(1), 0)
    defer { reportedAt = now }
    guard limits != .unknown, limits != .unmetered else { return }
    foreignRate *= max(0, 1 - seconds / 30)
    foreignRate += 0.25 * missing / max(seconds, 0.25)
    foreignRate = min(max(foreignRate, 0), 0.95 * limit)
  }

  /// Nothing leaves for so long: the server asked for it.
  mutating func hold(for wait: Duration, now: Duration) { notBefore = max(notBefore, now + wait) }

  /// The level now; nil before the first report.
  mutating func status(now: Duration) -> QueryCost? {
    advance(to: now)
    guard case .known(let maximum, let rate) = limits else { return nil }
    return QueryCost(
      requested: 0, actual: nil, maximumAvailable: Int(maximum),
      currentlyAvailable: Int(max(level, 0)), restoreRate: Int(rate))
  }

  private mutating func advance(to now: Duration) {
    guard now > at else { return }
    if case .known(let maximum, let rate) = limits {
      level = min(maximum, level + (rate - foreignRate) * ((now - at) / .seconds(1)))
    }
    at = now
  }
}

/// What requests turned out to cost, by root and document: the best guess for the next of a kind.
struct CostBook: Sendable {
  private struct Kind: Hashable {
    let root: String
    let document: String
  }
  private var costs: [Kind: Int] = [:]

  /// Documents are constants, so there are few; a caller that builds them must not fill memory.
  static let capacity = 512

  /// The points to count on for a request.
  func cost(of request: AdminRequest) -> Int {
    costs[Kind(root: request.root, document: request.document)] ?? request.assumedCost
  }

  /// A request was said to cost so much. More is believed at once, less step by step, since the cost
  /// depends on the variables too and too low a guess means a throttled reply.
  mutating func learn(_ requested: Int, of request: AdminRequest) {
    let kind = Kind(root: request.root, document: request.document)
    if costs[kind] == nil, costs.count >= CostBook.capacity { costs = [:] }
    let known = costs[kind] ?? requested
    costs[kind] = requested >= known ? requested : known - (known - requested + 7) / 8
  }
}
