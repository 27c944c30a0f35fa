// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// The shop itself: one row, read anew each time.
  static let shop = StoreStream(
    name: "shop",
    scopes: [],
    rules: [
      Table(
        name: "shop", type: "Shop",
        columns: [
          "id": "gid(:line ->> '$.id')",
          "name": ":line ->> '$.name'",
          "domain": ":line ->> '$.myshopifyDomain'",
          "currency": ":line ->> '$.currencyCode'",
          "zone": ":line ->> '$.ianaTimezone'",
          "plan": ":line ->> '$.plan.publicDisplayName'",
          "known_at": ":known_at",
        ]
      ).rule
    ],
    walks: [
      PageWalk(
        document: """
          query dray_shop {
            shop { id name myshopifyDomain currencyCode ianaTimezone plan { publicDisplayName } }
          }
          """,
        root: "shop", type: "Shop", size: 1)
    ],
    unseen: ["DELETE FROM shop WHERE known_at < :known_at"])
}
