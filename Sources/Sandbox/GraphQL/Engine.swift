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
    switch bind(prepared, variables: variables) {
    case .success(let bound): run(bound, context: context, paging: paging).reply
    case .failure(let refusal): ["errors": .array(refusal.errors)]
    }
  }

  /// An operation with its variables' values, or the errors that refuse them.
  func bind(_ prepared: PreparedDocument, variables: JSON) -> Result<BoundOperation, DocumentErrors>
  {
    coerce(variables, for: prepared).map { values in
      BoundOperation(
        operation: prepared.operation,
        request: PlanRequest(schema: schema, document: prepared.document, variables: values))
    }
  }

  private func coerce(_ variables: JSON, for prepared: PreparedDocument) -> Result<
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
      var path: [JSON] = []
      let value = coercion.input(
        given ?? .null, as: definition.type, path: &path, problems: &problems)
      if problems.isEmpty {
        values[definition.name] = value
      } else {
        errors.append(RequestError.variable(definition, given ?? .null, problems).json)
      }
    }
    return errors.isEmpty ? .success(values) : .failure(DocumentErrors(errors: errors))
  }

  /// A run's reply and its actual cost; nil cost where it was rejected before running.
  func run(_ bound: BoundOperation, context: ExecutionContext, paging: Paging = .asked)
    -> (reply: JSON, cost: Double?)
  {
    guard let root = schema.root(bound.operation.kind) else { return (.null, nil) }
    let fields = bound.selection.fields(on: root, in: bound.request)
    let oversized = InputLimits(schema: schema).oversized(fields)
    guard oversized.isEmpty else {
      return (["errors": .array(oversized.map(\.documentJSON))], nil)
    }
    var execution = Execution(bound.request, context: context, paging: paging)
    let data = execution.run(bound.operation.kind, fields, on: root)
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

/// An operation with its variables' values: what is charged for and run.
struct BoundOperation {
  let operation: OperationDefinition
  let request: PlanRequest
  /// The root's plan, shared by costing and running.
  let selection: SelectionPlan

  init(operation: OperationDefinition, request: PlanRequest) {
    self.operation = operation
    self.request = request
    selection = SelectionPlan(operation.selections)
  }
}
