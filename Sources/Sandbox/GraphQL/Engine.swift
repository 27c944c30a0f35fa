// SPDX-License-Identifier: Apache-2.0

import Tables

/// Checks and runs GraphQL documents against the store.
final class Engine {
  /// How connections are answered.
  enum Paging {
    /// As the arguments say: `first`, `after`, `last`, `before`.
    case asked
    /// Whole, whatever the arguments say: bulk queries.
    case whole
  }

  let schema: Schema
  /// Documents already checked: clients send the same few over and over.
  private var known: [String: Result<PreparedDocument, DocumentErrors>] = [:]

  init(schema: Schema) { self.schema = schema }

  /// A document that parses and fits the schema, or the errors that say why not.
  func prepare(_ text: String, operationName: String? = nil) -> Result<
    PreparedDocument, DocumentErrors
  > {
    let key = (operationName ?? "") + "\u{0}" + text
    if let result = known[key] { return result }
    let result = check(text, operationName)
    if known.count > 1000 { known.removeAll() }
    known[key] = result
    return result
  }

  private func check(_ text: String, _ operationName: String?) -> Result<
    PreparedDocument, DocumentErrors
  > {
    let document: Document
    do {
      document = try Document(parsing: text)
    } catch {
      return .failure(
        DocumentErrors(errors: [
          RequestError(
            message: "syntax error, \(error.message)", locations: [error.location],
            extensions: [("code", "PARSE_ERROR")]
          ).json
        ]))
    }
    let operation: OperationDefinition
    if let operationName {
      guard let named = document.operations.first(where: { $0.name == operationName }) else {
        return .failure(
          DocumentErrors(errors: [
            RequestError(message: "No operation named \"\(operationName)\"").json
          ]))
      }
      operation = named
    } else {
      guard let only = document.operations.first, document.operations.count == 1 else {
        return .failure(
          DocumentErrors(errors: [RequestError(message: "An operation name is required").json]))
      }
      operation = only
    }
    let errors = Validation.errors(schema: schema, document: document, operation: operation)
    guard errors.isEmpty else {
      return .failure(DocumentErrors(errors: errors.map(\.documentJSON)))
    }
    return .success(PreparedDocument(document: document, operation: operation))
  }

  /// Runs a document: `{"data": …, "errors": […]}` (no `errors` where there are none, no `data` where the
  /// variables were refused).
  func execute(
    _ prepared: PreparedDocument, variables: JSON, context: ExecutionContext,
    paging: Paging = .asked
  ) -> JSON {
    run(prepared, variables: variables, context: context, paging: paging).reply
  }

  /// The variables' values for an operation, or the errors that refuse them.
  func coerce(_ variables: JSON, for prepared: PreparedDocument) -> Result<
    [String: JSON], DocumentErrors
  > {
    let coercion = Coercion(schema: schema)
    var values: [String: JSON] = [:]
    var errors: [JSON] = []
    for definition in prepared.operation.variables {
      let given = variables[definition.name]
      if given == nil, let fallback = definition.defaultValue {
        values[definition.name] = Coercion.json(fallback, variables: [:])
        continue
      }
      if given == nil, !definition.type.isNonNull { continue }
      var problems: [Coercion.Problem] = []
      let value = coercion.input(
        given ?? .null, as: definition.type, path: [], problems: &problems)
      if problems.isEmpty {
        values[definition.name] = value
      } else {
        errors.append(RequestError.variable(definition, given ?? .null, problems).json)
      }
    }
    return errors.isEmpty ? .success(values) : .failure(DocumentErrors(errors: errors))
  }

  /// A run's reply and its actual cost; nil cost where it was rejected before running.
  func run(
    _ prepared: PreparedDocument, variables: JSON, context: ExecutionContext,
    paging: Paging = .asked
  ) -> (reply: JSON, cost: Double?) {
    let values: [String: JSON]
    switch coerce(variables, for: prepared) {
    case .success(let coerced): values = coerced
    case .failure(let refusal): return (["errors": .array(refusal.errors)], nil)
    }
    let request = PlanRequest(schema: schema, document: prepared.document, variables: values)
    guard let root = schema.root(prepared.operation.kind) else { return (.null, nil) }
    let limits = InputLimits(schema: schema)
    let fields = SelectionPlan(prepared.operation.selections).fields(on: root, in: request)
    let oversized = limits.oversized(fields)
    guard oversized.isEmpty else { return (["errors": .array(oversized.map(\.documentJSON))], nil) }
    var execution = Execution(request, context: context, paging: paging)
    let data = execution.run(prepared.operation, on: root)
    guard !execution.errors.isEmpty else { return (["data": data], execution.actualCost) }
    return (
      ["errors": .array(execution.errors.map(\.json)), "data": data], execution.actualCost
    )
  }
}

/// Why a document was refused: the top-level `errors`.
struct DocumentErrors: Error {
  var errors: [JSON]
}

/// A document that has passed validation.
struct PreparedDocument {
  let document: Document
  /// The operation that runs.
  let operation: OperationDefinition
}
