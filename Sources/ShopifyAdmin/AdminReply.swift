// SPDX-License-Identifier: Apache-2.0

package import Tables

/// What the server said to a request that ran.
package struct AdminReply: Sendable {
  /// The whole `data` object; `value(of:)` gives one root of it.
  package var data: JSON
  /// `userErrors` of the root field.
  package var userErrors: [UserError]
  /// Top-level errors that stand beside data (a denied sub-field).
  package var warnings: [GraphQLError]
  /// What the request cost.
  package var cost: QueryCost?

  /// A reply.
  package init(data: JSON, userErrors: [UserError], warnings: [GraphQLError], cost: QueryCost?) {
    self.data = data
    self.userErrors = userErrors
    self.warnings = warnings
    self.cost = cost
  }
}

extension AdminReply {
  /// The value of one root field, or alias, of `data`; null where there is none.
  package func value(of root: String) -> JSON { data[root] ?? .null }
}

/// What Shopify returns in `userErrors`.
package struct UserError: Sendable, Hashable {
  /// The typed error's code; plain `UserError` has none.
  package var code: String?
  /// The path to the input it means; empty where it names none.
  package var field: [String]
  /// Shopify's words.
  package var message: String

  /// A user error.
  package init(code: String?, field: [String], message: String) {
    self.code = code
    self.field = field
    self.message = message
  }
}

/// An item of the top-level `errors`.
package struct GraphQLError: Sendable, Hashable {
  /// `extensions.code`; nil where there is none.
  package var code: String?
  /// Shopify's words.
  package var message: String
  /// The path to the field it means; empty where it names none.
  package var path: [String]

  /// An error.
  package init(code: String?, message: String, path: [String]) {
    self.code = code
    self.message = message
    self.path = path
  }
}

/// `extensions.cost` of a reply, in points.
package struct QueryCost: Sendable, Hashable {
  /// Taken from the bucket before the request runs.
  package var requested: Int
  /// What it came to; the difference is given back. nil where the request was rejected
  /// before it ran.
  package var actual: Int?
  /// The size of the bucket.
  package var maximumAvailable: Int
  /// What was in it when the reply was made.
  package var currentlyAvailable: Int
  /// Points a second.
  package var restoreRate: Int

  /// A cost.
  package init(
    requested: Int, actual: Int?, maximumAvailable: Int, currentlyAvailable: Int, restoreRate: Int
  ) {
    self.requested = requested
    self.actual = actual
    self.maximumAvailable = maximumAvailable
    self.currentlyAvailable = currentlyAvailable
    self.restoreRate = restoreRate
  }
}
