// SPDX-License-Identifier: Apache-2.0

import Tables

/// One run of one operation. A thrown error nulls its root field and stands in `errors`.
struct Execution {
  let request: PlanRequest
  let context: ExecutionContext
  let paging: Engine.Paging
  private(set) var errors: [RequestError] = []
  /// What the objects really answered cost, in points.
  private(set) var actualCost = 0.0

  init(_ request: PlanRequest, context: ExecutionContext, paging: Engine.Paging) {
    self.request = request
    self.context = context
    self.paging = paging
  }

  /// Resolves the root fields, in order.
  mutating func run(
    _ kind: OperationDefinition.Kind, _ fields: [PlannedField], on root: TypeDefinition
  ) -> JSON {
    let resolver: any Resolvable =
      switch kind {
      case .mutation: context.store.mutation
      case .query, .subscription: context.store.query
      }
    var members: [JSON.Member] = []
    for field in fields {
      context.root = field.name
      context.isQuery = kind == .query
      var value = JSON.null
      do {
        if let error = InputLimits(schema: request.schema).missing(in: field) { throw error }
        context.idempotencyKey = try idempotencyKey(of: field, kind)
        var cost = 0.0
        value = try resolve(field, on: resolver, root, &cost)
        actualCost += kind == .mutation ? QueryCost.mutation(field.name) + cost : cost
      } catch let error as TopLevelError {
        if kind == .mutation { actualCost += QueryCost.mutation(field.name) }
        errors.append(error.requestError(at: field.location, path: [.string(field.key)]))
      } catch {
        errors.append(
          RequestError(
            message: "Internal error. Looks like something went wrong on our end.\n\(error)",
            locations: [field.location], path: [.string(field.key)],
            extensions: [("code", "INTERNAL_SERVER_ERROR")]))
      }
      members.append(JSON.Member(field.key, value))
    }
    return .object(members)
  }

  /// The key of the field's `@idempotent`, which some mutations must have.
  private func idempotencyKey(of field: PlannedField, _ kind: OperationDefinition.Kind) throws
    -> String?
  {
    let use = field.directives.first { $0.name == "idempotent" }
    guard let use else {
      guard kind == .mutation, SandboxSchema.idempotentMutations.contains(field.name) else {
        return nil
      }
      throw TopLevelError(
        message: "The @idempotent directive is required for this mutation but was not provided.",
        code: "BAD_REQUEST")
    }
    let key = use.arguments.first { $0.name == "key" }
      .flatMap { Coercion.json($0.value, variables: request.variables)?.string }
    guard let key, key.contains(where: { !$0.isWhitespace }) else {
      throw TopLevelError(message: "The idempotency key cannot be empty.", code: "BAD_REQUEST")
    }
    return key
  }

  private func resolve(
    _ field: PlannedField, on object: any Resolvable, _ type: TypeDefinition, _ cost: inout Double
  ) throws -> JSON {
    guard let definition = field.definition else { return .string(object.typeName) }
    let value = try object.resolve(field.name, field.arguments, context)
    return try complete(value, as: definition.type, field, in: type, &cost)
  }

  private func complete(
    _ value: Resolved, as type: TypeReference, _ field: PlannedField, in parent: TypeDefinition,
    _ cost: inout Double
  ) throws -> JSON {
    switch value {
    case .null, .leaf(.null):
      guard !type.isNonNull else {
        throw TopLevelError(
          message: "Cannot return null for non-nullable field \(parent.name).\(field.name)",
          code: "INTERNAL_SERVER_ERROR")
      }
      return .null
    case .leaf(let json): return json
    case .list(let items):
      guard case .list(let inner) = type.nullable else { return .null }
      return .array(
        try items.map { try complete($0, as: inner, field, in: parent, &cost) })
    case .object(let object):
      cost += QueryCost.object(field.definition?.type.name ?? "", in: parent.name)
      return try members(of: object, field.selection, &cost)
    case .connection(let items, let name):
      return try connection(items, name, field, &cost)
    }
  }

  private func members(of object: any Resolvable, _ plan: SelectionPlan, _ cost: inout Double)
    throws -> JSON
  {
    let name = object.typeName
    guard let type = request.schema.types[name] else {
      throw TopLevelError(
        message: "The sandbox's schema has no type \(name)", code: "INTERNAL_SERVER_ERROR")
    }
    let fields = plan.fields(on: type, in: request)
    var members: [JSON.Member] = []
    members.reserveCapacity(fields.count)
    for field in fields {
      members.append(JSON.Member(field.key, try resolve(field, on: object, type, &cost)))
    }
    return .object(members)
  }

  private func connection(
    _ list: NodeList, _ name: String, _ field: PlannedField, _ cost: inout Double
  ) throws -> JSON {
    guard let type = request.schema.types[name] else { return .null }
    let page =
      switch paging {
      case .asked: try Page(list, field.arguments, context)
      case .whole: Page(whole: list)
      }
    var inner = 0.0
    var members: [JSON.Member] = []
    for part in field.selection.fields(on: type, in: request) {
      let value: JSON
      switch part.name {
      case "nodes":
        inner += Double(page.items.count)
        value = .array(try page.items.map { try self.members(of: $0, part.selection, &inner) })
      case "edges":
        inner += Double(page.items.count)
        value = .array(
          try page.items.indices.map { try edge(page, $0, part, name, &inner) })
      case "pageInfo": value = try pageInfo(page, part)
      default: value = .string(name)
      }
      members.append(JSON.Member(part.key, value))
    }
    cost += QueryCost.connection(size: page.items.count, total: inner)
    return .object(members)
  }

  private func edge(
    _ page: Page, _ index: Int, _ field: PlannedField, _ connection: String, _ cost: inout Double
  ) throws -> JSON {
    let name = field.definition?.type.name ?? connection
    guard let type = request.schema.types[name] else { return .null }
    var members: [JSON.Member] = []
    for part in field.selection.fields(on: type, in: request) {
      switch part.name {
      case "node":
        members.append(
          JSON.Member(part.key, try self.members(of: page.items[index], part.selection, &cost)))
      case "cursor":
        members.append(JSON.Member(part.key, .string(try page.cursor(index, context))))
      default: members.append(JSON.Member(part.key, .string(name)))
      }
    }
    return .object(members)
  }

  private func pageInfo(_ page: Page, _ field: PlannedField) throws -> JSON {
    guard let type = request.schema.types["PageInfo"] else { return .null }
    var members: [JSON.Member] = []
    for part in field.selection.fields(on: type, in: request) {
      let value: JSON
      switch part.name {
      case "hasNextPage": value = .bool(page.hasNext)
      case "hasPreviousPage": value = .bool(page.hasPrevious)
      case "startCursor":
        value = page.items.isEmpty ? .null : .string(try page.cursor(0, context))
      case "endCursor":
        value =
          page.items.isEmpty ? .null : .string(try page.cursor(page.items.count - 1, context))
      default: value = "PageInfo"
      }
      members.append(JSON.Member(part.key, value))
    }
    return .object(members)
  }
}

extension TopLevelError {
  fileprivate func requestError(at location: Location, path: [JSON]) -> RequestError {
    var extensions = self.extensions
    if let code { extensions.insert(("code", .string(code)), at: 0) }
    return RequestError(
      message: message, locations: [location], path: path, extensions: extensions)
  }
}
