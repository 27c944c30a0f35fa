// SPDX-License-Identifier: Apache-2.0

import Tables

/// A metafield as the API shows it.
struct MetafieldNode: Resolvable {
  let typeName = "Metafield"
  let row: MetafieldRow
  let owner: String

  static func id(_ number: Int) -> String { GlobalID.text("Metafield", number) }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "id": return .text(MetafieldNode.id(row.number))
    case "legacyResourceId": return .unsigned(row.number)
    case "namespace": return .text(row.namespace)
    case "key": return .text(row.key)
    case "type": return .text(row.type)
    case "value": return .text(row.value)
    case "jsonValue":
      let typed = [
        "json", "boolean", "number_integer", "rating", "rich_text_field", "link", "money",
      ]
      guard typed.contains(row.type) || row.type.hasPrefix("list.") else { return .text(row.value) }
      return .leaf(try JSON(parsing: Array(row.value.utf8)))
    case "compareDigest": return .text(row.digest)
    case "createdAt": return .time(row.createdAt)
    case "updatedAt": return .time(row.updatedAt)
    case "ownerType": return .text(Metafields.ownerType(owner))
    case "owner": return Nodes.resolved(owner, nil, context.store)
    case "sizeInBytes": return .int(row.value.utf8.count)
    default: throw unresolved(typeName, field)
    }
  }
}
