// SPDX-License-Identifier: Apache-2.0

import Tables

/// An object of the stand-in store, as the executor sees it: it resolves one field at a time.
///
/// The executor has already checked document, arguments and variables against the schema, coerced the
/// arguments (defaults filled in, enums as strings, left-out arguments left out), and pages connections.
protocol Resolvable {
  /// The concrete GraphQL type's name.
  var typeName: String { get }
  /// The value of one field.
  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
}

/// A field's coerced arguments: absent, `null` and a value are three things.
struct Arguments {
  var values: [String: JSON]
  subscript(_ name: String) -> JSON? { values[name] }
}

/// What a field resolves to.
enum Resolved {
  case null
  /// Scalars and enums, and lists of them.
  case leaf(JSON)
  case object(any Resolvable)
  case list([Resolved])
  /// A connection: the executor applies `first`, `after`, `last`, `before` (already sorted and reversed by the
  /// resolver), and answers `nodes`, `edges { cursor node }` and `pageInfo`.
  case connection(NodeList, type: String)
}

/// The nodes of a connection, in order, made one at a time: a page of a big store costs a page.
struct NodeList {
  /// How many there are.
  let count: Int
  /// The node at a position, from 0 below `count`.
  let node: (Int) -> any Resolvable

  init(count: Int, node: @escaping (Int) -> any Resolvable) {
    self.count = count
    self.node = node
  }

  init(_ nodes: [any Resolvable]) {
    self.init(count: nodes.count) { nodes[$0] }
  }

  /// Those at the positions of a range that exist.
  func window(_ range: Range<Int>) -> NodeList {
    let kept = range.clamped(to: 0..<count)
    return NodeList(count: kept.count) { node(kept.lowerBound + $0) }
  }
}

/// What resolvers share during one request. The whole request runs under the server's one lock.
final class ExecutionContext {
  /// The store's state.
  let store: Store
  /// Runs further documents: the inner document of a bulk operation.
  let engine: Engine
  /// Where this server is reached, e.g. `http://127.0.0.1:9292`: for upload and result addresses.
  let baseURL: String
  /// The root field being resolved (its name, not its alias).
  var root = ""
  /// What effects name as their root instead of the root field: changes by hand.
  var hand: String?
  /// Whether it is a query's root field: looking at an image gets it on.
  var isQuery = false
  /// The scripted fault that hits the root field being resolved and that is for its resolver to act out:
  /// `bulk-fail`, `bulk-cut`, `bulk-expired`.
  var fault: String?
  /// The idempotency key given by `@idempotent` on the root field being resolved.
  var idempotencyKey: String?
  /// SHA-256 of the raw request body, for the effect log.
  var requestSHA256: String
  /// Now, on the sandbox's clock: RFC 3339 in UTC, to the second.
  var now: String
  /// The HTTP status of the answer where it is not 200: the daily limit on new variants.
  var status: Int?
  /// Warnings for `extensions.search` (unknown search fields).
  var searchWarnings: [JSON] = []
  /// The nodes that root connections answer; nil for all. A bulk query runs in such slices.
  var window: Range<Int>?

  init(store: Store, engine: Engine, baseURL: String, requestSHA256: String, now: String) {
    self.store = store
    self.engine = engine
    self.baseURL = baseURL
    self.requestSHA256 = requestSHA256
    self.now = now
    if let moment = Moment(now) { store.today = moment }
  }
}

/// A top-level error a resolver throws: it nulls the root field.
struct TopLevelError: Error {
  var message: String
  var code: String?
  var extensions: [(String, JSON)] = []
}
