// SPDX-License-Identifier: Apache-2.0

import Tables

extension Engine {
  /// What a request is charged before it runs, in points.
  func requestedCost(_ bound: BoundOperation) -> Int {
    guard let root = schema.root(bound.operation.kind) else { return 0 }
    var cost = 0.0
    for field in bound.selection.fields(on: root, in: bound.request) {
      cost += self.cost(field, on: root, bound.request)
      if bound.operation.kind == .mutation { cost += QueryCost.mutation(field.name) }
    }
    // A mutation all of which is skipped costs one point, as recorded.
    if bound.operation.kind == .mutation { cost = max(1, cost) }
    return Int(cost.rounded(.up))
  }

  private func type(of field: PlannedField) -> TypeDefinition? {
    field.definition.flatMap { schema.types[$0.type.name] }
  }

  private func cost(_ field: PlannedField, on parent: TypeDefinition, _ request: PlanRequest)
    -> Double
  {
    guard let type = type(of: field), type.isComposite else { return 0 }
    guard type.isConnection else {
      return QueryCost.object(type.name, in: parent.name) + selections(field, type, request)
    }
    let size = field.arguments["first"]?.int ?? field.arguments["last"]?.int ?? 250
    // Asked for by edges and by nodes, an object counts twice.
    let each = field.selection.fields(on: type, in: request).reduce(0.0) { sum, part in
      switch part.name {
      case "nodes":
        return sum + 1 + (self.type(of: part).map { selections(part, $0, request) } ?? 0)
      case "edges":
        guard let edge = self.type(of: part) else { return sum }
        return part.selection.fields(on: edge, in: request).filter { $0.name == "node" }
          .reduce(sum + 1) { sum, node in
            sum + (self.type(of: node).map { selections(node, $0, request) } ?? 0)
          }
      default: return sum
      }
    }
    return QueryCost.connection(size: size, each: max(1, each))
  }

  /// What the selections on one object cost; on an interface or union, its dearest kind of object.
  private func selections(_ field: PlannedField, _ type: TypeDefinition, _ request: PlanRequest)
    -> Double
  {
    switch type.kind {
    case .interface, .union:
      return schema.possibleTypes(type.name).compactMap { schema.types[$0] }
        .map { total(field.selection.fields(on: $0, in: request), on: $0, request) }.max() ?? 0
    case .object, .scalar, .enumeration, .input:
      return total(field.selection.fields(on: type, in: request), on: type, request)
    }
  }

  private func total(
    _ fields: [PlannedField], on type: TypeDefinition, _ request: PlanRequest
  ) -> Double {
    fields.reduce(0) { $0 + cost($1, on: type, request) }
  }
}
