// SPDX-License-Identifier: Apache-2.0

import Tables

/// One item of a reply's top-level `errors`, in Shopify's order of members.
struct RequestError {
  var message: String
  var locations: [Location] = []
  /// From the operation (`mutation Name`) for a document's errors, from the root field for a run's.
  var path: [JSON]?
  /// `code` first, then what that code carries.
  var extensions: [(String, JSON)] = []

  /// An error of the document itself, before anything runs.
  static func document(
    _ message: String, at location: Location, path: [String], code: String,
    _ extensions: [(String, JSON)] = []
  ) -> RequestError {
    RequestError(
      message: message, locations: [location], path: path.map(JSON.string),
      extensions: [("code", .string(code))] + extensions)
  }

  /// The error of a variable whose value does not fit.
  static func variable(
    _ definition: VariableDefinition, _ value: JSON, _ problems: [Coercion.Problem]
  ) -> RequestError {
    let named = problems.filter { !$0.path.isEmpty }.map { problem in
      let path = problem.path.map { $0.string ?? $0.text }.joined(separator: ".")
      return "\(path) (\(problem.explanation))"
    }
    let list = named.isEmpty ? "" : " for " + named.joined(separator: ", ")
    return RequestError(
      message:
        "Variable $\(definition.name) of type \(definition.type.source) was provided invalid value\(list)",
      locations: [definition.location],
      extensions: [
        ("code", "INVALID_VARIABLE"), ("value", value),
        ("problems", .array(problems.map(\.json))),
      ])
  }

  /// The same error with a path into the data.
  func at(_ path: [JSON]) -> RequestError {
    var copy = self
    copy.path = path
    return copy
  }

  private var heading: [JSON.Member] {
    var members = [JSON.Member("message", .string(message))]
    if !locations.isEmpty {
      members.append(JSON.Member("locations", .array(locations.map(\.json))))
    }
    return members
  }

  private var trailer: [JSON.Member] {
    guard !extensions.isEmpty else { return [] }
    return [JSON.Member("extensions", .object(extensions.map { JSON.Member($0.0, $0.1) }))]
  }

  private var pathMember: [JSON.Member] { path.map { [JSON.Member("path", .array($0))] } ?? [] }

  /// As an error of a run is written: the path last.
  var json: JSON { .object(heading + trailer + pathMember) }

  /// As an error of a document is written: the path before the extensions.
  var documentJSON: JSON { .object(heading + pathMember + trailer) }
}
