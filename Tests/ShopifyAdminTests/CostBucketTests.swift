// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ShopifyAdmin

/// Shopify's bucket, by its documented rules.
private struct ServerBucket {
  var maximum = 2000.0
  var rate = 100.0
  var level = 2000.0
  var at = Duration.zero
  var charged = 0.0

  mutating func advance(to now: Duration) {
    level = min(maximum, level + rate * ((now - at) / .seconds(1)))
    at = now
  }

  /// nil where throttled.
  mutating func take(_ cost: Double, now: Duration) -> Bool {
    advance(to: now)
    guard level >= cost else { return false }
    level -= cost
    charged += cost
    return true
  }

  func report(requested: Int, actual: Int?) -> QueryCost {
    QueryCost(
      requested: requested, actual: actual, maximumAvailable: Int(maximum),
      currentlyAvailable: Int(level), restoreRate: Int(rate))
  }
}

/// Many requests at once against a server, in simulated time: workers that each send one request after
/// the other, with a way there and a way back.
private struct Simulation {
  enum Event {
    case ask(worker: Int)
    case arrive(worker: Int)
    case answer(worker: Int, CostBucket.End)
  }
  struct Load {
    var workers = 16
    var requested = 10
    var actual = 10
    var assumed = 10
    var oneWay = Duration.milliseconds(40)
    /// Points a second another program takes.
    var foreignRate = 0.0
    /// What the plan's limits become at half time.
    var newRate: Double?
  }

  private(set) var sent = 0
  private(set) var throttled = 0
  /// Points charged per point restored once the first bucketful is spent.
  private(set) var share = 0.0

  init(_ load: Load, seconds: Int) {
    var server = ServerBucket()
    var bucket = CostBucket()
    var tickets = [UInt64](repeating: 0, count: load.workers)
    var events: [(at: Duration, order: Int, event: Event)] = []
    var order = 0
    func schedule(_ event: Event, at: Duration) {
      order += 1
      events.append((at, order, event))
    }
    var cost = load.assumed
    for worker in 0..<load.workers {
      tickets[worker] = bucket.join(cost: cost)
      schedule(.ask(worker: worker), at: .zero)
    }
    var lastForeign = Duration.zero
    var start: (at: Duration, charged: Double)?
    let end = Duration.seconds(seconds)
    var now = Duration.zero
    while let next = events.indices.min(by: {
      (events[$0].at, events[$0].order) < (events[$1].at, events[$1].order)
    }) {
      let (at, _, event) = events.remove(at: next)
      if at > end { break }
      now = at
      server.advance(to: now)
      if let newRate = load.newRate, now > end / 2 {
        server.rate = newRate
        server.maximum = newRate * 20
        server.level = min(server.level, server.maximum)
      }
      let foreign = load.foreignRate * ((now - lastForeign) / .seconds(1))
      if foreign >= 1 {
        if server.take(foreign, now: now) { server.charged -= foreign }
        lastForeign = now
      }
      switch event {
      case .ask(let worker):
        switch bucket.admit(tickets[worker], now: now) {
        case .go: schedule(.arrive(worker: worker), at: now + load.oneWay)
        case .wait(let wait):
          // From the moment the starting bucketful is spent.
          if start == nil, bucket.limits != .unknown { start = (now, server.charged) }
          schedule(.ask(worker: worker), at: now + wait)
        }
      case .arrive(let worker):
        sent += 1
        let went = server.take(Double(load.requested), now: now)
        if went {
          let back = Double(load.requested - load.actual)
          server.level += back
          server.charged -= back
        } else {
          throttled += 1
        }
        let report = server.report(requested: load.requested, actual: went ? load.actual : nil)
        schedule(.answer(worker: worker, .told(report)), at: now + load.oneWay)
      case .answer(let worker, let outcome):
        bucket.settle(cost: cost, outcome, now: now)
        if case .told(let report) = outcome { cost = max(cost, report.requested) }
        tickets[worker] = bucket.join(cost: cost)
        schedule(.ask(worker: worker), at: now)
      }
    }
    if let start, now > start.at {
      share = (server.charged - start.charged) / (server.rate * ((now - start.at) / .seconds(1)))
    }
  }
}

@Suite struct `The query cost bucket` {
  struct Use: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let workers: Int
    let requested: Int
    let actual: Int
    let oneWayMilliseconds: Int
  }

  @Test(arguments: [
    Use(
      testDescription: "small mutations", workers: 16, requested: 10, actual: 10,
      oneWayMilliseconds: 40),
    Use(
      testDescription: "a slow line", workers: 64, requested: 10, actual: 10,
      oneWayMilliseconds: 400),
    Use(
      testDescription: "dear queries, mostly refunded", workers: 8, requested: 500, actual: 60,
      oneWayMilliseconds: 100),
    Use(
      testDescription: "the dearest query", workers: 4, requested: 1000, actual: 1000,
      oneWayMilliseconds: 40),
    Use(
      testDescription: "no line at all", workers: 16, requested: 10, actual: 10,
      oneWayMilliseconds: 0),
  ])
  func `uses nearly all that is restored and is hardly ever throttled`(_ use: Use) {
    let run = Simulation(
      Simulation.Load(
        workers: use.workers, requested: use.requested, actual: use.actual,
        assumed: use.requested, oneWay: .milliseconds(use.oneWayMilliseconds)), seconds: 300)
    #expect(run.share >= 0.95, "share \(run.share)")
    #expect(Double(run.throttled) <= 0.01 * Double(run.sent), "\(run.throttled) of \(run.sent)")
  }

  @Test(arguments: [30.0, 60, 80])
  func `D36 another user of the bucket is believed`(_ rate: Double) {
    let run = Simulation(Simulation.Load(foreignRate: rate), seconds: 300)
    #expect(run.share >= 0.95 * (100 - rate) / 100, "share \(run.share)")
    #expect(Double(run.throttled) <= 0.01 * Double(run.sent), "\(run.throttled) of \(run.sent)")
  }

  @Test func `D03 lowered limits are taken over with the next replies`() {
    let run = Simulation(Simulation.Load(newRate: 50), seconds: 200)
    #expect(Double(run.throttled) <= 0.01 * Double(run.sent), "\(run.throttled) of \(run.sent)")
  }

  @Test func `before the first reply one request leaves at a time`() {
    var bucket = CostBucket()
    let first = bucket.join(cost: 10)
    let second = bucket.join(cost: 10)
    #expect(bucket.admit(second, now: .zero) != .go)
    #expect(bucket.admit(first, now: .zero) == .go)
    #expect(bucket.admit(second, now: .zero) != .go)
    bucket.settle(cost: 10, .unclear, now: .seconds(1))
    #expect(bucket.admit(second, now: .seconds(1)) == .go)
  }

  @Test func `a server without costs is not waited for`() {
    var bucket = CostBucket()
    let first = bucket.join(cost: 10)
    #expect(bucket.admit(first, now: .zero) == .go)
    bucket.settle(cost: 10, .uncharged, now: .zero)
    for _ in 1...100 { #expect(bucket.admit(bucket.join(cost: 1000), now: .zero) == .go) }
  }

  @Test func `a dear request is not starved by cheap ones behind it`() {
    var bucket = CostBucket()
    #expect(bucket.admit(bucket.join(cost: 10), now: .zero) == .go)
    bucket.settle(
      cost: 10,
      .told(
        QueryCost(
          requested: 10, actual: 10, maximumAvailable: 2000, currentlyAvailable: 100,
          restoreRate: 100)), now: .zero)
    let dear = bucket.join(cost: 500)
    let cheap = bucket.join(cost: 1)
    #expect(bucket.admit(cheap, now: .seconds(1)) != .go)
    #expect(bucket.admit(dear, now: .milliseconds(4200)) != .go, "500 and the reserve of 25")
    #expect(bucket.admit(dear, now: .milliseconds(4300)) == .go)
    bucket.leave(cheap)
  }

  @Test func `a hold stops all for its time`() {
    var bucket = CostBucket()
    bucket.hold(for: .seconds(2), now: .zero)
    let ticket = bucket.join(cost: 1)
    #expect(bucket.admit(ticket, now: .seconds(1)) != .go)
    #expect(bucket.admit(ticket, now: .seconds(2)) == .go)
  }

  @Test func `costs are learnt by root and document, up at once and down slowly`() {
    var book = CostBook()
    let request = mutation
    #expect(book.cost(of: request) == 10)
    book.learn(80, of: request)
    #expect(book.cost(of: request) == 80)
    book.learn(40, of: request)
    #expect(book.cost(of: request) == 75)
    #expect(book.cost(of: query) == 1)
  }
}

@Suite struct `Waits` {
  @Test(arguments: zip(1...9, [250, 500, 1000, 2000, 4000, 8000, 15000, 15000, 15000]))
  func `the back-off doubles to its ceiling`(_ failures: Int, _ milliseconds: Int) {
    #expect(Backoff.wait(after: failures, jitter: 0) == .milliseconds(milliseconds))
    #expect(Backoff.wait(after: failures, jitter: 1) == .milliseconds(milliseconds * 2))
  }

  struct Header: Sendable, CustomTestStringConvertible {
    let value: String
    let date: String?
    let wait: Duration?
    var testDescription: String { value }
  }

  @Test(arguments: [
    Header(value: "2", date: nil, wait: .seconds(2)),
    Header(value: "2.5", date: nil, wait: .seconds(2.5)),
    Header(value: "0", date: nil, wait: .zero),
    Header(value: "-5", date: nil, wait: .zero),
    Header(value: "86400", date: nil, wait: .seconds(120)),
    Header(value: "inf", date: nil, wait: nil),
    Header(value: "soon", date: nil, wait: nil),
    Header(value: "Sun, 06 Nov 1994 08:49:37 GMT", date: nil, wait: nil),
    Header(
      value: "Sun, 06 Nov 1994 08:49:37 GMT", date: "Sun, 06 Nov 1994 08:49:30 GMT",
      wait: .seconds(7)),
    Header(
      value: "Sun, 06 Nov 1994 08:49:37 GMT", date: "Sun, 06 Nov 1994 08:49:40 GMT", wait: .zero),
  ])
  func `D02 Retry-After is read as seconds and as a date, within a cap`(_ header: Header) {
    var headers = ["retry-after": header.value]
    if let date = header.date { headers["date"] = date }
    #expect(RetryAfter.wait(headers) == header.wait)
  }

  @Test func `D02 without the header there is no wait of its own`() {
    #expect(RetryAfter.wait([:]) == nil)
  }
}
