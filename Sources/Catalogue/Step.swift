// SPDX-License-Identifier: Apache-2.0

package import Tables

/// One request of an operation: a mutation, what goes into it, and what its answers mean.
package struct Step: Sendable {
  /// Its name within the operation, e.g. `variants-create`; for messages and `dray documents`.
  package var name: String
  /// The mutation's root field, e.g. `inventorySetQuantities`.
  package var root: String
  /// The GraphQL document. Its operation is named `dray_BATCH`; the sender puts the batch id there.
  package var document: String
  /// What may be done after "sent, no answer".
  package var recovery: RecoveryClass
  /// The most items one request may carry.
  package var maxItems: Int
  /// The query cost of one request until a reply has told better, in points, for so many items.
  package var assumedCost: @Sendable (_ items: Int) -> Int
  /// What the items of one request must share (empty: nothing), e.g. the product's id.
  package var group: @Sendable (Intent) -> String
  /// One item of a request.
  package var item: @Sendable (Intent) -> JSON
  /// The variables of one request: the items, all of one group, and the idempotency key.
  package var variables: @Sendable (_ intents: [Intent], _ items: [JSON], _ key: String) -> JSON
  /// The path in the variables below which an item's index stands in `userErrors.field`.
  package var itemPath: [String]
  /// What became of the items that a reply's user errors do not name while they name others.
  package var unnamed: UnnamedItems
  /// What a user error means for the item it names.
  package var decide: @Sendable (Refusal) -> ItemDecision
  /// How the outcome is found out where the answer was lost, or where the store says that what a create makes is
  /// there already; nil reads the object back by `Operation.readBack`.
  package var look: Look? = nil
  /// What an answer teaches: values that join `Intent.identity` of every change of the same group
  /// (`Operation.dependency`; where that is nil, of the change itself), e.g. the id of a product just made; the
  /// payload is what stands below the root. Asked where at least one item was applied. A step that teaches a
  /// group sends items of one such group in a request.
  package var learn: @Sendable (_ payload: JSON, _ intents: [Intent]) -> [String: String] = {
    _, _ in
    [:]
  }
  /// What an answer teaches of each item, in the order of the items; empty where it teaches nothing, else one for
  /// each item.
  package var learnEach: @Sendable (_ payload: JSON, _ intents: [Intent]) -> [Learned] = { _, _ in
    []
  }
  /// What an answer without user errors says is wrong all the same, e.g. an image that is still worked on or that
  /// failed: as user errors, each naming its item below `itemPath`, so that `decide` judges them.
  package var review: @Sendable (_ payload: JSON, _ intents: [Intent]) -> [Refusal] = { _, _ in [] }
  /// Whether the group's other changes cannot be done where one is refused or parked here, e.g. a product that
  /// could not be made.
  package var gates = false
  /// The ways it may be sent, where they are fewer than the operation's: a query cannot go in bulk.
  package var routes: [Route] = Route.allCases
}

/// What an answer says of one item.
package struct Learned: Sendable, Equatable {
  /// The numeric id of the object the store made, for the receipt; nil where it made none.
  package var result: String?
  /// Values that join the change's own `Intent.identity`.
  package var identity: [String: String]

  /// What one item teaches.
  package init(result: String? = nil, identity: [String: String] = [:]) {
    self.result = result
    self.identity = identity
  }
}

/// A query, one for each item, that finds what a request would have made by our own marker or by what the object
/// holds. Found is applied; absent is sent again (class E: parked); ambiguous is parked.
package struct Look: Sendable {
  /// The document, any query.
  package var document: String
  /// Its root field, for the log of calls.
  package var root: String
  /// Its variables for an intent.
  package var variables: @Sendable (Intent) -> JSON
  /// What `data` of the reply says of the intent.
  package var verdict: @Sendable (_ data: JSON, Intent) -> Found
  /// How far the query may lag behind the store: what is absent is looked for again once so long has passed since
  /// it was sent. Zero for a read by id.
  package var lag: Duration

  /// What a look found.
  package enum Found: Sendable, Equatable {
    /// It happened; values learned as in `Step.learn`.
    case applied(learned: [String: String])
    /// It did not happen: to be sent (again), once the store's searches have caught up.
    case absent
    /// A person must look, for this reason.
    case ambiguous(String)
  }

  /// A look.
  package init(
    document: String, root: String, variables: @escaping @Sendable (Intent) -> JSON,
    lag: Duration = .seconds(30),
    verdict: @escaping @Sendable (_ data: JSON, Intent) -> Found
  ) {
    self.document = document
    self.root = root
    self.variables = variables
    self.lag = lag
    self.verdict = verdict
  }
}
