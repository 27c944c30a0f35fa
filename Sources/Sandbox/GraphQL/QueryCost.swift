// SPDX-License-Identifier: Apache-2.0

/// What queries cost, in points, as measured on a store: objects one each, a mutation ten with what its
/// payload holds at the top, connections growing slower than their size.
enum QueryCost {
  /// What a mutation costs before its payload: ten, but for those Shopify prices by hand, as recorded.
  static func mutation(_ root: String) -> Double {
    switch root {
    case "fulfillmentTrackingInfoUpdate": 50
    case "fileCreate": 20
    default: 10
    }
  }

  /// No single query may ask for more, on any plan.
  static let maximum = 1000

  /// An object of a type that stands in a field of `parent`.
  static func object(_ type: String, in parent: String) -> Double {
    if type.hasSuffix("Payload") || parent.hasSuffix("Payload") { return 0 }
    if type == "Count", parent == "QueryRoot" { return 10 }
    return unpriced.contains(type) ? 0 : 1
  }

  /// Small values that cost nothing, as measured.
  private static let unpriced: Set<String> = ["LocationAddress", "MoneyBag", "MoneyV2"]

  /// A connection of `size` objects that together, each with what hangs on it, would cost `total`.
  static func connection(size: Int, total: Double) -> Double {
    size == 0 ? 2 : 2 + scale(size) * total / Double(size)
  }

  /// A connection asked for `size` objects, of which each (with what hangs on it) costs `each`.
  static func connection(size: Int, each: Double) -> Double {
    2 + scale(size) * each
  }

  /// Measured: `first: N` of plain objects costs 2 and this.
  private static let measured: [(size: Double, points: Double)] = [
    (0, 0), (1, 1), (2, 1), (3, 2), (5, 3), (10, 4), (20, 5), (50, 7), (100, 9), (200, 10),
    (250, 11),
  ]

  /// How many objects a connection of a size counts as.
  static func scale(_ size: Int) -> Double {
    let size = Double(max(0, min(size, 250)))
    for (low, high) in zip(measured, measured.dropFirst()) where size <= high.size {
      let share = (size - low.size) / (high.size - low.size)
      return low.points + share * (high.points - low.points)
    }
    return 11
  }
}
