// SPDX-License-Identifier: Apache-2.0

import Tables

/// `metafieldsSet`, `metafieldsDelete` and `metafieldDefinitionCreate`. A set is atomic.
struct MetafieldsSet {
  static let most = 25

  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() -> Resolved {
    var errors = UserErrors("MetafieldsSetUserError")
    let inputs = arguments["metafields"]?.array ?? []
    guard inputs.count <= MetafieldsSet.most else {
      errors.add(
        ["metafields"], "Exceeded the maximum metafields input limit of \(MetafieldsSet.most).",
        code: "LESS_THAN_OR_EQUAL_TO")
      return payload(nil, errors)
    }
    var rows: [(owner: String, row: MetafieldRow)] = []
    for (index, input) in inputs.enumerated() {
      let path = ["metafields", String(index)]
      let owner = input["ownerId"]?.string ?? ""
      guard case .object = Nodes.resolved(owner, nil, store) else {
        errors.add(path + ["ownerId"], "Owner does not exist.", code: "INVALID_VALUE")
        continue
      }
      switch MetafieldReader(context).row(input, ownerType: Metafields.ownerType(owner)) {
      case .failure(let fault): errors.add(path + fault.field, fault.message, code: fault.code)
      case .success(let row):
        if let (message, code) = stale(input, row, owner) {
          errors.add(path, message, code: code)
        } else if let taken = taken(row, owner) {
          errors.add(path + ["value"], taken, code: "TAKEN")
        } else {
          rows.append((owner, row))
        }
      }
    }
    guard errors.isEmpty else { return payload(nil, errors) }
    let written = rows.map { owner, row in
      MetafieldNode(row: store.write(row, of: owner, context), owner: owner)
    }
    return payload(written, errors)
  }

  private func payload(_ written: [MetafieldNode]?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "MetafieldsSetPayload",
      ["metafields": written.map { .list($0.map { .object($0) }) } ?? .null])
  }

  /// Why a `compareDigest` forbids the write. An identical value passes with any digest.
  private func stale(_ input: JSON, _ row: MetafieldRow, _ owner: String) -> (String, String)? {
    guard let given = input["compareDigest"] else { return nil }
    let current = store.metafields.row(row.namespace, row.key, of: owner)
    if current?.value == row.value, current?.type == row.type { return nil }
    if current == nil, given.isNull { return nil }
    if current == nil { return ("Invalid `compareDigest` value.", "INVALID_COMPARE_DIGEST") }
    guard given.string != current?.digest else { return nil }
    return (
      "The resource has been updated since it was loaded. Try again with an updated `compareDigest` value.",
      "STALE_OBJECT"
    )
  }

  private func taken(_ row: MetafieldRow, _ owner: String) -> String? {
    let type = GlobalID(owner)?.type ?? ""
    guard store.metafields.isUnique(Metafields.ownerType(owner), row.namespace, row.key),
      let other = store.metafields.owner(type, row.namespace, row.key, row.value), other != owner
    else { return nil }
    return "Value has already been assigned to another metafield."
  }

  /// `metafieldsDelete`: what is not there is answered with null.
  func delete() -> Resolved {
    var errors = UserErrors("UserError")
    var deleted: [Resolved] = []
    for (index, input) in (arguments["metafields"]?.array ?? []).enumerated() {
      let owner = input["ownerId"]?.string ?? ""
      let (namespace, key) = (input["namespace"]?.string ?? "", input["key"]?.string ?? "")
      guard case .object = Nodes.resolved(owner, nil, store) else {
        errors.add(["metafields", String(index), "ownerId"], "Owner does not exist.")
        continue
      }
      guard let row = store.metafields.remove(namespace, key, of: owner) else {
        deleted.append(.null)
        continue
      }
      store.note(MetafieldNode.id(row.number), before: row.json, after: .null, context)
      deleted.append(
        .object(
          Record(
            "MetafieldIdentifier",
            ["ownerId": .text(owner), "namespace": .text(namespace), "key": .text(key)])))
    }
    return errors.payload("MetafieldsDeletePayload", ["deletedMetafields": .list(deleted)])
  }

  /// `metafieldDefinitionCreate`. A definition of type `id` is unique.
  func define() -> Resolved {
    var errors = UserErrors("MetafieldDefinitionCreateUserError")
    let input = arguments["definition"] ?? .null
    let row = MetafieldDefinitionRow(
      ownerType: input["ownerType"]?.string ?? "", namespace: input["namespace"]?.string ?? "$app",
      key: input["key"]?.string ?? "", name: input["name"]?.string ?? "",
      type: input["type"]?.string ?? "", isUnique: input["type"]?.string == "id")
    if store.metafields.definition(row.ownerType, row.namespace, row.key) != nil {
      errors.add(
        ["definition", "key"],
        "Key is in use for \(row.ownerType) metafields on the '\(row.namespace)' namespace.",
        code: "TAKEN")
      return errors.payload(
        "MetafieldDefinitionCreatePayload", ["createdDefinition": .null])
    }
    store.metafields.define(row)
    let index = store.metafields.definitions.count - 1
    store.note(
      GlobalID.text("MetafieldDefinition", GlobalID.Base.definition + index), before: .null,
      after: [
        "ownerType": .string(row.ownerType), "namespace": .string(row.namespace),
        "key": .string(row.key), "type": .string(row.type),
      ], context)
    return errors.payload(
      "MetafieldDefinitionCreatePayload",
      ["createdDefinition": .object(Metafields.definitionNode(index, row))])
  }
}

extension Store {
  /// Writes a metafield, with its effect.
  @discardableResult
  func write(_ row: MetafieldRow, of owner: String, _ context: ExecutionContext) -> MetafieldRow {
    let (before, after) = metafields.write(row, of: owner)
    note(
      MetafieldNode.id(after.number), before: before?.json ?? .null,
      after: .object([.init("owner", .string(owner))] + (after.json.members ?? [])), context)
    return after
  }

  /// Writes an owner's metafields.
  func set(_ rows: [MetafieldRow], of owner: String, _ context: ExecutionContext) {
    for row in rows { write(row, of: owner, context) }
  }
}
