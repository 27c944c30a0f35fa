// SPDX-License-Identifier: Apache-2.0

import Tables

/// How many variants may still be made today: once a store holds 50,000, at most 1,000 a day; Plus is exempt.
struct VariantLimit: Codable {
  /// The number of variants from which on the limit holds.
  var threshold: Int
  /// New variants a day, a day of UTC.
  var daily: Int
  private var day = 0
  private var made = 0

  init(threshold: Int, daily: Int) {
    self.threshold = threshold
    self.daily = daily
  }

  /// Takes room for new variants in a store that has so many; throws, with HTTP 429, where there is none.
  mutating func take(_ count: Int, having existing: Int, _ context: ExecutionContext) throws {
    let today = context.moment.seconds / 86_400
    if day != today { (day, made) = (today, 0) }
    let isPlus = ["plus", "enterprise"].contains(context.store.options.plan)
    guard !isPlus, existing + count > threshold, made + count > daily else {
      made += count
      return
    }
    context.status = 429
    throw TopLevelError(
      message:
        "Daily variant creation limit reached. Please try again later. See "
        + "https://shopify.dev/api/usage/rate-limits for more information about rate limits.",
      code: "VARIANT_THROTTLE_EXCEEDED")
  }
}
