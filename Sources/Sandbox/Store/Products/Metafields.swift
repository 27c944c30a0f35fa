// SPDX-License-Identifier: Apache-2.0

import Crypto
import FoundationEssentials
import Tables

/// One metafield.
struct MetafieldRow: Codable {
  var number = 0
  var namespace: String
  var key: String
  var type: String
  var value: String
  var createdAt: Moment
  var updatedAt: Moment

  /// The digest that `compareDigest` is held against: SHA-256, in hex.
  var digest: String {
    SHA256.hash(data: Data("\(type)\u{0}\(value)".utf8)).map { byte in
      let hex = String(byte, radix: 16)
      return hex.count == 1 ? "0" + hex : hex
    }.joined()
  }

  var json: JSON {
    [
      "namespace": .string(namespace), "key": .string(key), "type": .string(type),
      "value": .string(value),
    ]
  }
}

/// A metafield's definition.
struct MetafieldDefinitionRow: Codable {
  var ownerType: String
  var namespace: String
  var key: String
  var name: String
  var type: String
  /// Whether no two owners may have the same value.
  var isUnique: Bool
}

/// The metafields of every owner, by its gid.
struct Metafields: Codable {
  private var byOwner: [String: [MetafieldRow]] = [:]
  private var owners: [Int: String] = [:]
  private var unique: [String: String] = [:]
  private(set) var definitions: [MetafieldDefinitionRow] = []
  private var count = 0

  func rows(of owner: String) -> [MetafieldRow] { byOwner[owner] ?? [] }

  func row(_ namespace: String, _ key: String, of owner: String) -> MetafieldRow? {
    byOwner[owner]?.first { $0.namespace == namespace && $0.key == key }
  }

  mutating func removeAll(of owner: String) {
    for row in byOwner[owner] ?? [] { forget(row, of: owner) }
    byOwner[owner] = nil
  }

  private mutating func forget(_ row: MetafieldRow, of owner: String) {
    owners[row.number] = nil
    unique[Metafields.name(owner, row.namespace, row.key, row.value)] = nil
  }

  private static func name(_ owner: String, _ namespace: String, _ key: String, _ value: String)
    -> String
  {
    "\(GlobalID(owner)?.type ?? "")\u{0}\(namespace)\u{0}\(key)\u{0}\(value)"
  }

  /// Writes metafields; each leaves its effect.
  mutating func write(_ row: MetafieldRow, of owner: String) -> (
    before: MetafieldRow?, after: MetafieldRow
  ) {
    var rows = byOwner[owner] ?? []
    var written = row
    let place = rows.firstIndex { $0.namespace == row.namespace && $0.key == row.key }
    let before = place.map { rows[$0] }
    if let before, let place {
      forget(before, of: owner)
      written.number = before.number
      written.createdAt = before.createdAt
      if before.value == row.value, before.type == row.type { written.updatedAt = before.updatedAt }
      rows[place] = written
    } else {
      count += 1
      written.number = GlobalID.Base.metafield + count
      rows.append(written)
    }
    byOwner[owner] = rows
    owners[written.number] = owner
    if isUnique(Metafields.ownerType(owner), row.namespace, row.key) {
      unique[Metafields.name(owner, row.namespace, row.key, row.value)] = owner
    }
    return (before, written)
  }

  /// Takes one away; what it was.
  mutating func remove(_ namespace: String, _ key: String, of owner: String) -> MetafieldRow? {
    guard let row = row(namespace, key, of: owner) else { return nil }
    forget(row, of: owner)
    byOwner[owner]?.removeAll { $0.number == row.number }
    return row
  }

  // MARK: Definitions

  mutating func define(_ row: MetafieldDefinitionRow) { definitions.append(row) }

  func definition(_ ownerType: String, _ namespace: String, _ key: String)
    -> MetafieldDefinitionRow?
  {
    definitions.first {
      $0.ownerType == ownerType && $0.namespace == namespace && $0.key == key
    }
  }

  /// Whether values tell owners apart: a definition of type `id`.
  func isUnique(_ ownerType: String, _ namespace: String, _ key: String) -> Bool {
    !definitions.isEmpty && definition(ownerType, namespace, key)?.isUnique == true
  }

  /// The owner of a value that is unique.
  func owner(_ type: String, _ namespace: String, _ key: String, _ value: String) -> String? {
    unique["\(type)\u{0}\(namespace)\u{0}\(key)\u{0}\(value)"]
  }

  /// `MetafieldOwnerType` of a gid.
  static func ownerType(_ owner: String) -> String {
    (GlobalID(owner)?.type ?? "").uppercased()
  }

  // MARK: As the API shows them

  /// The metafield of a number.
  func node(_ number: Int) -> (any Resolvable)? {
    guard let owner = owners[number],
      let row = byOwner[owner]?.first(where: { $0.number == number })
    else { return nil }
    return Metafields.node(row, of: owner)
  }

  static func node(_ row: MetafieldRow, of owner: String) -> MetafieldNode {
    MetafieldNode(row: row, owner: owner)
  }

  /// An owner's `metafield` and `metafields`.
  func resolved(_ field: String, _ arguments: Arguments, of owner: String, _ store: Store)
    -> Resolved
  {
    let namespace = arguments["namespace"]?.string
    guard field == "metafields" else {
      let row = row(namespace ?? "$app", arguments["key"]?.string ?? "", of: owner)
      return row.map { .object(Metafields.node($0, of: owner)) } ?? .null
    }
    let keys = arguments["keys"]?.array?.compactMap(\.string)
    let rows = rows(of: owner).filter { row in
      namespace.map { $0 == row.namespace } ?? true
        && keys?.contains { $0 == row.key || $0 == "\(row.namespace).\(row.key)" } ?? true
    }
    let sorted = arguments["reverse"]?.bool == true ? rows.reversed() : rows
    return .connection(
      NodeList(count: sorted.count) { Metafields.node(sorted[$0], of: owner) },
      type: "MetafieldConnection")
  }

  func definitions(_ ownerType: String?, _ arguments: Arguments) -> Resolved {
    let namespace = arguments["namespace"]?.string
    let key = arguments["key"]?.string
    let found = definitions.indices.filter { index in
      let row = definitions[index]
      return row.ownerType == ownerType && namespace ?? row.namespace == row.namespace
        && key ?? row.key == row.key
    }
    return .connection(
      NodeList(found.map { Metafields.definitionNode($0, definitions[$0]) }),
      type: "MetafieldDefinitionConnection")
  }

  static func definitionNode(_ index: Int, _ row: MetafieldDefinitionRow) -> Record {
    Record(
      "MetafieldDefinition",
      [
        "id": .text(GlobalID.text("MetafieldDefinition", GlobalID.Base.definition + index)),
        "namespace": .text(row.namespace), "key": .text(row.key), "name": .text(row.name),
        "ownerType": .text(row.ownerType),
        "type": .object(
          Record("MetafieldDefinitionType", ["name": .text(row.type), "category": .text("TEXT")])),
      ])
  }
}
