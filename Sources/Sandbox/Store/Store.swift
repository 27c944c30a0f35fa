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

  /// A store filled as the options say.
  init(_ options: SandboxServer.Options) throws {}

  /// Called before each request is served, e.g. to move bulk operations on.
  func tick(_ context: ExecutionContext) {}

  /// A staged upload arrived at `/staged/PATH` (POST: `fields` are the form's fields before the file; PUT:
  /// none). The answer's status (201, or 200 for PUT) and body.
  func receiveUpload(path: String, fields: [String: String], file: [UInt8]) -> (Int, String) {
    (404, "")
  }

  /// The bytes behind `/bulk-results/PATH`; nil where there are none (any more).
  func bulkResult(path: String) -> [UInt8]? { nil }

  /// `POST /sandbox/PATH` that the server itself does not know: changes state by hand, as a sale or
  /// another person would. nil where the path is not known here either.
  func control(path: String, body: JSON, context: ExecutionContext) -> (Int, JSON)? { nil }

  /// All state, for `--state DIR`.
  func snapshot() -> JSON { .null }

  /// Takes a snapshot's state back.
  func restore(_ snapshot: JSON) throws {}
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
