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
    case "fulfillmentCreate": return FulfillmentCreate(arguments, context).run()
    case "fulfillmentTrackingInfoUpdate":
      return FulfillmentChanges(arguments, context).updateTracking()
    case "fulfillmentEventCreate": return FulfillmentChanges(arguments, context).createEvent()
    case "fulfillmentCancel": return FulfillmentChanges(arguments, context).cancel()
    case "fulfillmentOrderHold": return FulfillmentOrderChanges(arguments, context).hold()
    case "fulfillmentOrderReleaseHold":
      return FulfillmentOrderChanges(arguments, context).release()
    case "fulfillmentOrderMove": return FulfillmentOrderChanges(arguments, context).move()
    case "inventoryAdjustQuantities":
      return try InventoryAdjustQuantities(arguments, context).run()
    case "inventoryItemUpdate": return InventoryItemUpdate.run(arguments, context)
    case "stagedUploadsCreate": return context.store.uploads.create(arguments, context)
    case "bulkOperationRunQuery": return context.store.bulk.runQuery(arguments, context)
    case "bulkOperationRunMutation": return context.store.bulk.runMutation(arguments, context)
    case "bulkOperationCancel": return context.store.bulk.cancel(arguments, context)
    case _ where field.hasPrefix("product"): return try product(field, arguments, context)
    case "fileCreate": return FileMutations(arguments, context).create()
    case "fileUpdate": return FileMutations(arguments, context).update()
    case "fileDelete": return FileMutations(arguments, context).delete()
    case "metafieldsSet": return MetafieldsSet(arguments, context).run()
    case "metafieldsDelete": return MetafieldsSet(arguments, context).delete()
    case "metafieldDefinitionCreate": return MetafieldsSet(arguments, context).define()
    case "publishablePublish", "publishableUnpublish":
      return Publications.run(field, arguments, context)
    case "tagsAdd", "tagsRemove": return try Tags.run(field, arguments, context)
    case "customerSet": return try CustomerSet(arguments, context).run()
    case "customerAddressCreate": return CustomerChanges(arguments, context).createAddress()
    case "customerAddressUpdate": return try CustomerChanges(arguments, context).updateAddress()
    case "customerEmailMarketingConsentUpdate":
      return try CustomerChanges(arguments, context).setEmailConsent()
    case "customerSmsMarketingConsentUpdate":
      return try CustomerChanges(arguments, context).setSMSConsent()
    default: throw unresolved(typeName, field)
    }
  }

  private func product(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "productCreate": return try ProductMutations(arguments, context).create()
    case "productUpdate": return try ProductMutations(arguments, context).update()
    case "productDelete": return ProductMutations(arguments, context).delete()
    case "productSet": return try ProductSet(arguments, context).run()
    case "productOptionsCreate": return try ProductOptions(arguments, context).create()
    case "productOptionUpdate": return ProductOptions(arguments, context).update()
    case "productOptionsDelete": return ProductOptions(arguments, context).delete()
    case "productVariantsBulkCreate": return try VariantsBulkCreate(arguments, context).run()
    case "productVariantsBulkUpdate": return VariantsBulkUpdate(arguments, context).run()
    case "productVariantsBulkDelete": return VariantsBulkDelete(arguments, context).run()
    case "productCreateMedia": return MediaMutations(arguments, context).create()
    case "productDeleteMedia": return MediaMutations(arguments, context).delete()
    case "productVariantAppendMedia":
      return MediaMutations(arguments, context).variants(appending: true)
    case "productVariantDetachMedia":
      return MediaMutations(arguments, context).variants(appending: false)
    default: throw unresolved(typeName, field)
    }
  }
}
