// SPDX-License-Identifier: Apache-2.0

package import Catalogue
import ShopifyAdmin

/// What a route would take.
package struct RouteEstimate: Sendable, Equatable {
  package var route: Route
  /// Requests, or lines of a bulk operation.
  package var requests: Int
  /// Points the requests would be charged.
  package var points: Int
  /// How long until the last answer.
  package var time: Duration
}

/// Which way changes are sent: the one that finishes sooner.
enum RouteChoice {
  /// The restore rate of the smallest plan, until the store has told its own.
  static let assumedRestoreRate = 100
  /// Upload, start, and polling until the store begins and after it ends.
  static let bulkStartup: Duration = .seconds(20)
  /// Lines one bulk operation gets through in a second; no source promises any.
  static let bulkLinesPerSecond = 25
  /// The points that starting and polling cost.
  static let bulkPoints = 50

  /// Both estimates, those the operation allows, the sooner first.
  static func estimates(
    changes: Int, groups: Int, operation: Operation, phase: Int = 0, bucket: QueryCost?
  ) -> [RouteEstimate] {
    let step = operation.step(phase)
    let requests = max(groups, (changes + step.maxItems - 1) / step.maxItems)
    let cost = step.assumedCost(requests == 0 ? 0 : (changes + requests - 1) / requests)
    let rate = max(1, bucket?.restoreRate ?? assumedRestoreRate)
    let points = requests * cost
    let missing = max(0, points - (bucket?.currentlyAvailable ?? 0))
    let all = [
      RouteEstimate(
        route: .direct, requests: requests, points: points,
        time: .milliseconds(missing * 1_000 / rate)),
      RouteEstimate(
        route: .bulk, requests: requests, points: bulkPoints,
        time: bulkStartup + .milliseconds(requests * 1_000 / bulkLinesPerSecond)),
    ]
    return all.filter { operation.routes.contains($0.route) && step.routes.contains($0.route) }
      .sorted { $0.time < $1.time }
  }

  /// Both estimates for changes that go through several steps one after the other; a step that cannot go a way goes the
  /// other.
  static func estimates(
    steps: [Preview.Extent], operation: Operation, bucket: QueryCost?
  ) -> [RouteEstimate] {
    let each = steps.map {
      estimates(
        changes: $0.changes, groups: $0.groups, operation: operation, phase: $0.phase,
        bucket: bucket)
    }
    return operation.routes.map { route in
      var whole = RouteEstimate(route: route, requests: 0, points: 0, time: .zero)
      for ways in each {
        guard let part = ways.first(where: { $0.route == route }) ?? ways.first else { continue }
        whole.requests += part.requests
        whole.points += part.points
        whole.time += part.time
      }
      return whole
    }.sorted { $0.time < $1.time }
  }

  /// The sooner route of the estimates, or the one the job forces where the step can go that way.
  static func route(_ estimates: [RouteEstimate], forced: Route?) -> Route {
    if let forced, estimates.contains(where: { $0.route == forced }) { return forced }
    return estimates.first?.route ?? .direct
  }

  /// How many requests may be on their way at once: enough to spend what the bucket restores while a
  /// request takes its time, and a few more.
  static func window(cost: Int, bucket: QueryCost?) -> Int {
    let perSecond = (bucket?.restoreRate ?? assumedRestoreRate) / max(1, cost)
    return min(48, max(6, perSecond / 2))
  }
}
