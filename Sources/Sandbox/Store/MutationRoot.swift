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
    case "fulfillmentCreate": return FulfillmentCreate(arguments, context).run()
    case "fulfillmentTrackingInfoUpdate":
      return FulfillmentChanges(arguments, context).updateTracking()
    case "fulfillmentEventCreate": return FulfillmentChanges(arguments, context).createEvent()
    case "fulfillmentCancel": return FulfillmentChanges(arguments, context).cancel()
    case "fulfillmentOrderHold": return FulfillmentOrderChanges(arguments, context).hold()
    case "fulfillmentOrderReleaseHold":
      return FulfillmentOrderChanges(arguments, context).release()
    case "fulfillmentOrderMove": return FulfillmentOrderChanges(arguments, context).move()
    case "stagedUploadsCreate": return context.store.uploads.create(arguments, context)
    case "bulkOperationRunQuery": return context.store.bulk.runQuery(arguments, context)
    case "bulkOperationRunMutation": return context.store.bulk.runMutation(arguments, context)
    case "bulkOperationCancel": return context.store.bulk.cancel(arguments, context)
    default: throw unresolved(typeName, field)
    }
  }
}
