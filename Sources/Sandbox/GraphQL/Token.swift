// SPDX-License-Identifier: Apache-2.0

import Tables

/// Where something stands in a document: both count from 1.
struct Location: Hashable {
  var line: Int
  var column: Int

  /// As `errors[].locations` holds it.
  var json: JSON { ["line": JSON(line), "column": JSON(column)] }
}

/// A lexical token of the GraphQL language.
struct Token {
  enum Kind: Equatable {
    case name(String)
    case int(String)
    case float(String)
    case string(String)
    /// `! $ & ( ) ... : = @ [ ] { | }`
    case punctuator(String)
    case end
  }

  var kind: Kind
  var location: Location
}

/// A document that is not GraphQL.
struct GraphQLSyntaxError: Error {
  var message: String
  var location: Location
}
