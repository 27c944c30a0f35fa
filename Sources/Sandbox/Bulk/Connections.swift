// SPDX-License-Identifier: Apache-2.0

/// The connections of a query and what Shopify's bulk validator holds against them. A field is one where the
/// schema says so or where it selects `edges` or `nodes`: a query may ask for what the excerpt lacks.
struct Connections {
  static let most = 5
  static let deepest = 2

  private let schema: Schema
  private let document: Document
  private(set) var count = 0
  /// The root fields that are connections, by the name the reply uses.
  private(set) var roots: [String] = []
  private var rootNodes: [String] = []
  private var depth = 0
  private var selectedByNodes: [String] = []
  private var withoutID: [String] = []
  private var isInList = false

  init(_ document: Document, _ operation: OperationDefinition, _ schema: Schema) {
    self.schema = schema
    self.document = document
    let root = schema.root(operation.kind)
    for field in fields(operation.selections) {
      if ["node", "nodes"].contains(field.name) { rootNodes.append(field.name) }
      if isConnection(field, type(of: field, on: root)) { roots.append(field.key) }
    }
    walk(operation.selections, on: root, depth: -1, parent: nil, inList: false)
  }

  /// Everything wrong, in Shopify's words.
  var queryFaults: [String] {
    var faults = rootNodes.map { "Bulk queries cannot contain a top level `\($0)` field." }
    if count == 0 { faults.append("Bulk queries must contain at least one connection.") }
    if count > Connections.most {
      faults.append("Bulk queries cannot contain more than \(Connections.most) connections.")
    }
    if depth > Connections.deepest {
      faults.append(
        "Bulk queries cannot contain connections with a nesting depth greater than "
          + "\(Connections.deepest).")
    }
    if let first = selectedByNodes.first {
      faults.append(
        "All connection fields in a bulk query must select their contents using 'edges' > 'node', "
          + "e.g: '\(first) { edges { node {'. Selecting via 'nodes' is not supported. Invalid "
          + "connection fields: '\(selectedByNodes.joined(separator: "', '"))'.")
    }
    if !withoutID.isEmpty {
      faults.append(
        "The parent 'node' field for a nested connection must select the 'id' field without an "
          + "alias and must be of 'ID' return type. Connection fields without 'id': "
          + "\(withoutID.joined(separator: ", ")).")
    }
    if isInList {
      faults.append(
        "Queries that contain a connection field within a list field are not currently supported.")
    }
    return faults
  }

  /// Walks the selections of one type; `depth` and `parent` are the connection's around them.
  private mutating func walk(
    _ selections: [Selection], on type: TypeDefinition?, depth: Int,
    parent: (name: String, hasID: Bool)?, inList: Bool
  ) {
    for selection in selections {
      switch selection {
      case .field(let field):
        let inner = self.type(of: field, on: type)
        if isConnection(field, inner) {
          enter(field, inner, depth: depth + 1, parent: parent, inList: inList)
        } else {
          let isList = type?.fields[field.name]?.type.isList == true
          walk(
            field.selections, on: inner, depth: depth, parent: parent, inList: inList || isList)
        }
      case .inline(let name, _, let inner, _):
        walk(
          inner, on: name.flatMap { schema.types[$0] } ?? type, depth: depth, parent: parent,
          inList: inList)
      case .spread(let name, _, _):
        guard let fragment = document.fragments[name] else { continue }
        walk(
          fragment.selections, on: schema.types[fragment.onType] ?? type, depth: depth,
          parent: parent, inList: inList)
      }
    }
  }

  private mutating func enter(
    _ field: FieldSelection, _ type: TypeDefinition?, depth: Int,
    parent: (name: String, hasID: Bool)?, inList: Bool
  ) {
    count += 1
    self.depth = max(self.depth, depth)
    if inList { isInList = true }
    if let parent, !parent.hasID, !withoutID.contains(parent.name) { withoutID.append(parent.name) }
    let inner = fields(field.selections)
    if inner.contains(where: { $0.name == "nodes" }) { selectedByNodes.append(field.name) }
    for part in inner {
      let partType = self.type(of: part, on: type)
      switch part.name {
      case "edges":
        for node in fields(part.selections) where node.name == "node" {
          descend(node, self.type(of: node, on: partType), field.name, depth)
        }
      case "nodes": descend(part, partType, field.name, depth)
      default: continue
      }
    }
  }

  private mutating func descend(
    _ node: FieldSelection, _ type: TypeDefinition?, _ name: String, _ depth: Int
  ) {
    let hasID = fields(node.selections).contains { $0.name == "id" && $0.alias == nil }
    walk(
      node.selections, on: type, depth: depth, parent: (name, hasID), inList: false)
  }

  /// The fields of selections, fragments opened.
  private func fields(_ selections: [Selection]) -> [FieldSelection] {
    selections.flatMap { selection -> [FieldSelection] in
      switch selection {
      case .field(let field): [field]
      case .inline(_, _, let inner, _): fields(inner)
      case .spread(let name, _, _): fields(document.fragments[name]?.selections ?? [])
      }
    }
  }

  private func isConnection(_ field: FieldSelection, _ type: TypeDefinition?) -> Bool {
    type?.isConnection == true
      || fields(field.selections).contains { $0.name == "edges" || $0.name == "nodes" }
  }

  private func type(of field: FieldSelection, on type: TypeDefinition?) -> TypeDefinition? {
    type?.fields[field.name].flatMap { schema.types[$0.type.name] }
  }
}
