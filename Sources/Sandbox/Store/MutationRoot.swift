// SPDX-License-Identifier: Apache-2.0

import Tables

/// The root fields of `Mutation`.
struct MutationRoot: Resolvable {
  let typeName = "Mutation"

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "inventorySetQuantities":
      return try InventorySetQuantities(arguments, context).run()
    case "inventoryActivate": return try InventoryActivate(arguments, context).run()
    case "productVariantsBulkUpdate":
      return VariantsBulkUpdate(arguments, context).run()
    case "stagedUploadsCreate": return context.store.uploads.create(arguments, context)
    case "bulkOperationRunQuery": return context.store.bulk.runQuery(arguments, context)
    case "bulkOperationRunMutation": return context.store.bulk.runMutation(arguments, context)
    case "bulkOperationCancel": return context.store.bulk.cancel(arguments, context)
    default: throw unresolved(typeName, field)
    }
  }
}
