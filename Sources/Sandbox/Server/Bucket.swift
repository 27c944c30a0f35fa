// SPDX-License-Identifier: Apache-2.0

import Tables

/// The query cost bucket of one app and store.
struct Bucket {
  /// Points a second, and what the bucket holds: twenty seconds of them.
  enum Plan: String, CaseIterable {
    case standard
    case advanced
    case plus
    case enterprise

    var restoreRate: Int {
      switch self {
      case .standard: 100
      case .advanced: 200
      case .plus: 1000
      case .enterprise: 2000
      }
    }

    var maximum: Int { restoreRate * 20 }
  }

  let plan: Plan
  private var available: Double
  private var asOf: Double

  /// A full bucket at a time (seconds).
  init(_ plan: Plan, now: Double) {
    self.plan = plan
    available = Double(plan.maximum)
    asOf = now
  }

  private mutating func restore(_ now: Double) {
    let gained = max(0, now - asOf) * Double(plan.restoreRate)
    available = min(Double(plan.maximum), available + gained)
    asOf = now
  }

  /// Whether a request of a cost may run now.
  mutating func admits(_ cost: Int, now: Double) -> Bool {
    restore(now)
    return Double(cost) <= available
  }

  mutating func charge(_ cost: Int, now: Double) {
    restore(now)
    available -= Double(cost)
  }

  /// Leaves so many points, as if another app had spent the others.
  mutating func leave(_ points: Int, now: Double) {
    restore(now)
    available = Double(min(max(points, 0), plan.maximum))
  }

  /// Points there now.
  mutating func points(now: Double) -> Int {
    restore(now)
    return max(0, Int(available))
  }

  /// `extensions.cost` of a reply.
  mutating func report(requested: Int, actual: Int?, now: Double) -> JSON {
    [
      "requestedQueryCost": JSON(requested),
      "actualQueryCost": actual.map { JSON($0) } ?? .null,
      "throttleStatus": [
        "maximumAvailable": JSON(plan.maximum),
        "currentlyAvailable": JSON(points(now: now)),
        "restoreRate": JSON(plan.restoreRate),
      ],
    ]
  }
}
