// SPDX-License-Identifier: Apache-2.0

import Tables

/// What Shopify refuses of a bulk operation's inner document, with its texts.
struct BulkValidator {
  /// One thing it refuses.
  struct Refusal: Equatable {
    var field: [String]?
    var message: String
    var code: String?
  }

  static let maxBytes = 65_535
  private let engine: Engine

  init(_ engine: Engine) { self.engine = engine }

  // MARK: Queries

  /// A bulk query that may run, or all that is wrong with it.
  func query(_ text: String) -> Result<PreparedDocument, Refusals> {
    func refused(_ messages: [String]) -> Result<PreparedDocument, Refusals> {
      .failure(
        Refusals(list: messages.map { Refusal(field: ["query"], message: $0, code: "INVALID") }))
    }
    if text.utf8.count > BulkValidator.maxBytes {
      return refused([tooLarge(text)])
    }
    let document: Document
    do { document = try Document(parsing: text) } catch {
      return refused(["Invalid bulk query: syntax error, \(place(of: error, in: text))"])
    }
    guard let operation = document.operations.first, operation.kind == .query else {
      return refused(["Invalid operation type. Only `query` operations are supported."])
    }
    let faults = Connections(document, operation, engine.schema).queryFaults
    guard faults.isEmpty else { return refused(faults) }
    switch engine.prepare(text) {
    case .failure(let errors): return refused(["Invalid bulk query: \(first(errors))"])
    case .success(let prepared): return .success(prepared)
    }
  }

  // MARK: Mutations

  /// A bulk mutation that may run, or what is wrong with it.
  func mutation(_ text: String) -> Result<PreparedDocument, Refusals> {
    func refused(_ field: String?, _ message: String, _ code: String?) -> Result<
      PreparedDocument, Refusals
    > {
      .failure(
        Refusals(list: [Refusal(field: field.map { [$0] }, message: message, code: code)]))
    }
    if text.utf8.count > BulkValidator.maxBytes {
      return refused("query", tooLarge(text), "INVALID_MUTATION")
    }
    let document: Document
    do {
      document = try Document(parsing: text)
    } catch {
      return refused(
        nil, "Failed to parse the mutation - syntax error, \(place(of: error, in: text))",
        "INVALID_MUTATION")
    }
    guard let operation = document.operations.first, operation.kind == .mutation else {
      return refused(
        nil, "Invalid operation type. Only `mutation` operations are supported.",
        "INVALID_MUTATION")
    }
    guard document.operations.count == 1, operation.selections.count == 1,
      case .field(let root) = operation.selections[0]
    else { return refused("mutation", "You must specify a single top level mutation.", nil) }
    guard !["bulkOperationRunQuery", "bulkOperationRunMutation"].contains(root.name) else {
      return refused("mutation", "You must use an allowed mutation name.", nil)
    }
    // The connections are counted before the document meets the schema: a mutation this sandbox does not
    // know is refused for its connections first, as recorded.
    if BulkValidator.edges(in: operation.selections, document) > 1 {
      return refused("mutation", "Bulk mutations cannot contain more than 1 connection.", nil)
    }
    switch engine.prepare(text) {
    case .failure(let errors):
      return refused(nil, "Failed to parse the mutation - \(first(errors))", "INVALID_MUTATION")
    case .success(let prepared): return .success(prepared)
    }
  }

  /// How many fields are selected by `edges` or `nodes`, which only connections have.
  private static func edges(
    in selections: [Selection], _ document: Document, seen: Set<String> = []
  ) -> Int {
    selections.reduce(0) { sum, selection in
      switch selection {
      case .field(let field):
        let own = field.name == "edges" || field.name == "nodes" ? 1 : 0
        return sum + own + edges(in: field.selections, document, seen: seen)
      case .inline(_, _, let inner, _): return sum + edges(in: inner, document, seen: seen)
      case .spread(let name, _, _):
        guard !seen.contains(name), let fragment = document.fragments[name] else { return sum }
        return sum + edges(in: fragment.selections, document, seen: seen.union([name]))
      }
    }
  }

  // MARK: Words

  private func tooLarge(_ text: String) -> String {
    "is too large (\(text.utf8.count) bytes; maximum is \(BulkValidator.maxBytes) bytes)"
  }

  /// A syntax error with its place; a document that ends early is told where its last word begins.
  private func place(of error: GraphQLSyntaxError, in text: String) -> String {
    guard error.message == "Unexpected end of document" else {
      return "\(error.message) at [\(error.location.line), \(error.location.column)]"
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let last = lines.lastIndex { $0.contains { !$0.isWhitespace } } ?? 0
    let words = lines[last].split(whereSeparator: \.isWhitespace)
    let start = words.last?.startIndex ?? lines[last].startIndex
    let column = lines[last].distance(from: lines[last].startIndex, to: start) + 1
    return "unexpected end of file at [\(last + 1), \(column)]"
  }

  private func first(_ errors: DocumentErrors) -> String {
    errors.errors.first?["message"]?.string ?? "it cannot be read"
  }
}

/// Why a bulk operation was not started.
struct Refusals: Error {
  var list: [BulkValidator.Refusal]
}
