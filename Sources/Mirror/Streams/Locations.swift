// SPDX-License-Identifier: Apache-2.0

extension StoreStream {
  /// The locations, inactive ones too: at most some hundred, read whole each time.
  static let locations = StoreStream(
    name: "locations",
    scopes: ["read_locations"],
    rules: [
      Table(
        name: "locations", type: "Location",
        columns: [
          "id": "gid(:line ->> '$.id')",
          "name": ":line ->> '$.name'",
          "is_active": ":line ->> '$.isActive'",
          "known_at": ":known_at",
        ]
      ).rule
    ],
    walks: [
      PageWalk(
        document: """
          query dray_locations($first: Int!, $cursor: String) {
            locations(first: $first, after: $cursor, includeInactive: true) {
              nodes { id name isActive }
              \(pageInfo)
            }
          }
          """,
        root: "locations", type: "Location", size: 250)
    ],
    unseen: ["DELETE FROM locations WHERE known_at < :known_at"])
}
