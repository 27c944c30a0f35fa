// SPDX-License-Identifier: Apache-2.0

import Tables

/// The stand-in store's state. Every touch happens under the server's one lock.
final class Store {
  /// Root fields of `Query`.
  var query: any Resolvable { fatalError("contract") }
  /// Root fields of `Mutation`.
  var mutation: any Resolvable { fatalError("contract") }
  /// The effects so far; one line each at `/sandbox/effects`.
  var effects: [Effect] = []
}

/// One change of the store's state: the only judge of "once".
struct Effect {
  var seq: Int
  var time: String
  /// The mutation's root field.
  var root: String
  /// The object's gid, or for stock `InventoryLevel` gid.
  var object: String
  var before: JSON
  var after: JSON
  /// The idempotency key, if one was given.
  var key: String?
  var requestSHA256: String
}
