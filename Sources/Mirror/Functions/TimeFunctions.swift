// SPDX-License-Identifier: Apache-2.0

import GRDB
import Synchronization

/// The functions of days and zones every connection of the mirror has: `local_time(T, ZONE)`, `local_day(T, ZONE)`,
/// `shopify_time(T, ZONE)` and `day_start(DAY, ZONE)`. NULL in, NULL out; what is no time is NULL, a zone that is not known
/// an error.
enum TimeFunctions {
  static func register(on database: Database) {
    let zones = Zones()
    add("local_time", zones, on: database) { $0.local($1) }
    add("local_day", zones, on: database) { $0.day($1) }
    add("shopify_time", zones, on: database) { $0.asInShopifyFiles($1) }
    add("day_start", zones, on: database) { $0.start(ofDay: $1) }
  }

  private static func add(
    _ name: String, _ zones: Zones, on database: Database,
    _ tell: @escaping @Sendable (ZonedTime, String) -> String?
  ) {
    database.add(
      function: DatabaseFunction(name, argumentCount: 2, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]),
          let zone = String.fromDatabaseValue(values[1])
        else { return nil }
        return tell(try zones.named(zone), text)
      })
  }

  /// The zones named so far on one connection.
  private final class Zones: Sendable {
    private let known = Mutex<[String: ZonedTime]>([:])

    func named(_ name: String) throws -> ZonedTime {
      if let zone = known.withLock({ $0[name] }) { return zone }
      guard let zone = ZonedTime(zone: name) else {
        throw DatabaseError(message: "'\(name)' names no time zone, such as Europe/Berlin")
      }
      known.withLock { $0[name] = zone }
      return zone
    }
  }
}
