#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Cuts the sandbox's excerpt out of the official schema and writes it as Swift literals.

    .ci/schema-excerpt.py OFFICIAL.graphql Sources/Sandbox/Schema

For maintainers, after a change of KEEP or of the API version. Objects keep the fields named here (`*`: every
field that is not deprecated and whose type is kept); arguments, inputs and enums are kept whole.
"""

import sys
import textwrap
from pathlib import Path

from graphql import (
    GraphQLEnumType, GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType,
    GraphQLScalarType, GraphQLUnionType, build_schema, get_named_type, is_leaf_type,
    is_specified_scalar_type, print_type,
)
from graphql.utilities.print_schema import print_directive

KEEP = {
    "Roots": {
        "QueryRoot": """shop locations location products product productVariants productVariant inventoryItems
            inventoryItem inventoryLevel node nodes orders order fulfillmentOrders fulfillmentOrder fulfillment
            return refund bulkOperation bulkOperations currentBulkOperation
            appInstallation currentAppInstallation ordersCount productsCount productVariantsCount
            productByIdentifier publications publication deletionEvents files metafieldDefinitions
            customers customer customerByIdentifier customersCount""",
        "Mutation": """stagedUploadsCreate bulkOperationRunQuery bulkOperationRunMutation bulkOperationCancel
            inventorySetQuantities inventoryActivate inventoryAdjustQuantities inventoryItemUpdate
            productCreate productUpdate productSet productDelete productOptionsCreate productOptionUpdate
            productOptionsDelete productVariantsBulkCreate productVariantsBulkUpdate productVariantsBulkDelete
            productCreateMedia productDeleteMedia productVariantAppendMedia productVariantDetachMedia
            fileCreate fileUpdate fileDelete metafieldsSet metafieldsDelete metafieldDefinitionCreate
            publishablePublish publishableUnpublish tagsAdd tagsRemove fulfillmentCreate
            fulfillmentTrackingInfoUpdate fulfillmentEventCreate fulfillmentCancel fulfillmentOrderHold
            fulfillmentOrderReleaseHold fulfillmentOrderMove customerSet customerAddressCreate
            customerAddressUpdate customerEmailMarketingConsentUpdate customerSmsMarketingConsentUpdate""",
        "Node": "*", "LegacyInteroperability": "*", "DisplayableError": "*", "PageInfo": "*", "UserError": "*",
        "Count": "*", "MoneyBag": "*", "MoneyV2": "*", "Attribute": "*",
        "Shop": """id name email contactEmail myshopifyDomain url currencyCode ianaTimezone timezoneAbbreviation
            timezoneOffset taxesIncluded plan createdAt weightUnit unitSystem enabledPresentmentCurrencies""",
        "ShopPlan": "displayName partnerDevelopment publicDisplayName shopifyPlus",
        "AppInstallation": "id accessScopes", "AccessScope": "*",
    },
    "Products": {
        "Product": """id legacyResourceId title handle status vendor productType tags createdAt updatedAt
            publishedAt descriptionHtml description seo category templateSuffix isGiftCard totalInventory
            tracksInventory hasOnlyDefaultVariant variants variantsCount options media mediaCount featuredMedia
            metafield metafields publishedOnPublication resourcePublicationsV2 resourcePublicationsCount""",
        "SEO": "*", "TaxonomyCategory": "id name fullName level isLeaf isRoot isArchived parentId",
        "ProductOption": "id name position values optionValues", "ProductOptionValue": "id name hasVariants",
        "ProductVariant": """id legacyResourceId title displayName sku barcode price compareAtPrice position
            createdAt updatedAt availableForSale inventoryQuantity inventoryPolicy taxable taxCode product
            inventoryItem selectedOptions media metafield metafields""",
        "SelectedOption": "name value",
        "ProductConnection": "*", "ProductEdge": "*",
        "ProductVariantConnection": "*", "ProductVariantEdge": "*",
        "DeletionEvent": "*", "DeletionEventConnection": "*", "DeletionEventEdge": "*",
    },
    "ProductPayloads": {
        "ProductCreatePayload": "product shop userErrors", "ProductUpdatePayload": "product userErrors",
        "ProductSetPayload": "product userErrors", "ProductSetUserError": "*",
        "ProductDeletePayload": "deletedProductId shop userErrors",
        "ProductOptionsCreatePayload": "*", "ProductOptionsCreateUserError": "*",
        "ProductOptionUpdatePayload": "*", "ProductOptionUpdateUserError": "*",
        "ProductOptionsDeletePayload": "*", "ProductOptionsDeleteUserError": "*",
        "ProductVariantsBulkCreatePayload": "*", "ProductVariantsBulkCreateUserError": "*",
        "ProductVariantsBulkUpdatePayload": "*", "ProductVariantsBulkUpdateUserError": "*",
        "ProductVariantsBulkDeletePayload": "*", "ProductVariantsBulkDeleteUserError": "*",
        "TagsAddPayload": "*", "TagsRemovePayload": "*",
    },
    "Media": {
        "Media": "alt id mediaContentType mediaErrors preview status",
        "File": "alt createdAt fileErrors fileStatus id preview updatedAt",
        "MediaImage": """alt createdAt fileErrors fileStatus id image mediaContentType mediaErrors mimeType
            originalSource preview status updatedAt""",
        "MediaImageOriginalSource": "*", "MediaError": "*", "FileError": "*", "MediaPreviewImage": "*",
        "Image": "altText height id url width", "MediaConnection": "*", "MediaEdge": "*",
        "FileConnection": "*", "FileEdge": "*", "MediaUserError": "*", "FilesUserError": "*",
        "ProductCreateMediaPayload": "media mediaUserErrors product userErrors",
        "ProductDeleteMediaPayload": "deletedMediaIds mediaUserErrors product userErrors",
        "ProductVariantAppendMediaPayload": "*", "ProductVariantDetachMediaPayload": "*",
        "FileCreatePayload": "*", "FileUpdatePayload": "*", "FileDeletePayload": "*",
    },
    "Metafields": {
        "Metafield": """compareDigest createdAt id jsonValue key legacyResourceId namespace owner ownerType
            sizeInBytes type updatedAt value""",
        "HasMetafields": "*", "MetafieldConnection": "*", "MetafieldEdge": "*",
        "MetafieldsSetPayload": "*", "MetafieldsSetUserError": "*",
        "MetafieldsDeletePayload": "*", "MetafieldIdentifier": "*",
        "MetafieldDefinition": "id key name namespace ownerType type", "MetafieldDefinitionType": "category name",
        "MetafieldDefinitionConnection": "*", "MetafieldDefinitionEdge": "*",
        "MetafieldDefinitionCreatePayload": "*", "MetafieldDefinitionCreateUserError": "*",
    },
    "Publications": {
        "Publication": "id name autoPublish supportsFuturePublishing", "PublicationConnection": "*",
        "PublicationEdge": "*",
        "Publishable": "publishedOnPublication resourcePublicationsV2 resourcePublicationsCount",
        "ResourcePublicationV2": "*", "ResourcePublicationV2Connection": "*", "ResourcePublicationV2Edge": "*",
        "PublishablePublishPayload": "*", "PublishableUnpublishPayload": "*",
    },
    "Inventory": {
        "InventoryItem": """id legacyResourceId sku tracked requiresShipping createdAt updatedAt unitCost
            countryCodeOfOrigin provinceCodeOfOrigin harmonizedSystemCode measurement inventoryLevel inventoryLevels
            locationsCount variant variants""",
        "InventoryItemMeasurement": "*", "Weight": "*", "InventoryItemUpdatePayload": "*",
        "InventoryAdjustQuantitiesPayload": "*", "InventoryAdjustQuantitiesUserError": "*",
        "InventoryItemConnection": "*", "InventoryItemEdge": "*",
        "InventoryLevel": """id isActive canDeactivate deactivationAlert createdAt updatedAt item location
            quantities""",
        "InventoryLevelConnection": "*", "InventoryLevelEdge": "*", "InventoryQuantity": "*",
        "Location": """id legacyResourceId name isActive fulfillsOnlineOrders hasActiveInventory shipsInventory
            isFulfillmentService createdAt updatedAt deactivatable deactivatedAt address inventoryLevel
            inventoryLevels""",
        "LocationAddress": "*", "LocationConnection": "*", "LocationEdge": "*",
        "InventorySetQuantitiesPayload": "*", "InventorySetQuantitiesUserError": "*",
        "InventoryAdjustmentGroup": "id createdAt reason referenceDocumentUri changes",
        "InventoryChange": "name delta quantityAfterChange ledgerDocumentUri item location",
        "InventoryActivatePayload": "*",
    },
    "Orders": {
        "Order": """id legacyResourceId name number createdAt updatedAt processedAt cancelledAt cancelReason
            closedAt closed confirmed test currencyCode presentmentCurrencyCode displayFinancialStatus
            displayFulfillmentStatus returnStatus email phone note tags sourceName sourceIdentifier poNumber
            taxesIncluded totalPriceSet subtotalPriceSet totalTaxSet totalShippingPriceSet totalDiscountsSet
            totalRefundedSet totalReceivedSet totalOutstandingSet currentTotalPriceSet currentSubtotalPriceSet
            currentTotalTaxSet currentTotalDiscountsSet currentShippingPriceSet totalRefundedShippingSet
            totalCapturableSet netPaymentSet customer billingAddress shippingAddress taxLines lineItems shippingLines
            transactions refunds fulfillments fulfillmentOrders returns agreements customAttributes discountCodes
            discountCode paymentGatewayNames risk""",
        "OrderConnection": "*", "OrderEdge": "*",
        "OrderRiskSummary": "assessments", "OrderRiskAssessment": "riskLevel",
    },
    "Fulfillments": {
        "FulfillmentOrder": """id status requestStatus createdAt updatedAt fulfillAt fulfillBy order orderId orderName
            orderProcessedAt assignedLocation supportedActions fulfillmentHolds lineItems fulfillments""",
        "FulfillmentOrderConnection": "*", "FulfillmentOrderEdge": "*",
        "FulfillmentOrderLineItem": """id lineItem totalQuantity remainingQuantity sku productTitle variantTitle vendor
            requiresShipping inventoryItemId variant""",
        "FulfillmentOrderLineItemConnection": "*", "FulfillmentOrderLineItemEdge": "*",
        "FulfillmentOrderAssignedLocation": "*", "FulfillmentOrderSupportedAction": "*",
        "FulfillmentHold": "id reason reasonNotes displayReason handle heldByRequestingApp",
        "FulfillmentConnection": "*", "FulfillmentEdge": "*",
        "FulfillmentEvent": "*", "FulfillmentEventConnection": "*", "FulfillmentEventEdge": "*",
        "FulfillmentCreatePayload": "*", "FulfillmentTrackingInfoUpdatePayload": "*",
        "FulfillmentEventCreatePayload": "*", "FulfillmentCancelPayload": "*",
        "FulfillmentOrderHoldPayload": "*", "FulfillmentOrderHoldUserError": "*",
        "FulfillmentOrderReleaseHoldPayload": "*", "FulfillmentOrderReleaseHoldUserError": "*",
        "FulfillmentOrderMovePayload": "*", "FulfillmentOrderMoveFulfillmentOrderMoveUserError": "*",
    },
    "Sales": {
        "SalesAgreement": "id happenedAt reason sales", "SalesAgreementConnection": "*", "SalesAgreementEdge": "*",
        "OrderAgreement": "id happenedAt reason sales order", "OrderEditAgreement": "id happenedAt reason sales",
        "RefundAgreement": "id happenedAt reason sales refund",
        "ReturnAgreement": "id happenedAt reason sales return",
        "Sale": """id actionType lineType quantity taxes totalAmount totalDiscountAmountAfterTaxes
            totalDiscountAmountBeforeTaxes totalTaxAmount""",
        "SaleConnection": "*", "SaleEdge": "*", "SaleTax": "*",
        "ProductSale": "*", "GiftCardSale": "*", "TipSale": "*", "ShippingLineSale": "*", "AdjustmentSale": "*",
        "Return": """id name status createdAt requestApprovedAt closedAt totalQuantity order returnLineItems""",
        "ReturnConnection": "*", "ReturnEdge": "*",
        "ReturnLineItemType": """id quantity processedQuantity processableQuantity unprocessedQuantity refundedQuantity
            refundableQuantity returnReasonNote returnReasonDefinition customerNote""",
        "ReturnLineItem": """id quantity processedQuantity processableQuantity unprocessedQuantity refundedQuantity
            refundableQuantity returnReasonNote returnReasonDefinition customerNote fulfillmentLineItem
            withCodeDiscountedTotalPriceSet""",
        "ReturnLineItemTypeConnection": "*", "ReturnLineItemTypeEdge": "*",
        "ReturnReasonDefinition": "*",
    },
    "OrderParts": {
        "LineItem": """id name title variantTitle sku vendor quantity currentQuantity refundableQuantity
            unfulfilledQuantity nonFulfillableQuantity requiresShipping taxable isGiftCard originalUnitPriceSet
            discountedUnitPriceSet originalTotalSet discountedTotalSet totalDiscountSet taxLines variant product
            customAttributes discountAllocations""",
        "LineItemConnection": "*", "LineItemEdge": "*",
        "TaxLine": "title rate ratePercentage priceSet",
        "DiscountAllocation": "allocatedAmountSet",
        "ShippingLine": """id title code source originalPriceSet discountedPriceSet currentDiscountedPriceSet
            taxLines isRemoved""",
        "ShippingLineConnection": "*", "ShippingLineEdge": "*",
        "OrderTransaction": """id kind status gateway formattedGateway amountSet createdAt processedAt test
            errorCode parentTransaction paymentId accountNumber authorizationCode""",
        "OrderTransactionConnection": "*", "OrderTransactionEdge": "*",
        "Refund": """id legacyResourceId createdAt updatedAt processedAt return note totalRefundedSet refundLineItems
            refundShippingLines orderAdjustments transactions order""",
        "RefundConnection": "*", "RefundEdge": "*",
        "RefundLineItem": "id quantity restockType restocked location lineItem priceSet subtotalSet totalTaxSet",
        "RefundLineItemConnection": "*", "RefundLineItemEdge": "*",
        "RefundShippingLine": "id shippingLine subtotalAmountSet taxAmountSet",
        "RefundShippingLineConnection": "*", "RefundShippingLineEdge": "*",
        "OrderAdjustment": "id amountSet taxAmountSet reason",
        "OrderAdjustmentConnection": "*", "OrderAdjustmentEdge": "*",
        "Fulfillment": """id legacyResourceId name status displayStatus createdAt updatedAt deliveredAt inTransitAt
            estimatedDeliveryAt totalQuantity requiresShipping trackingInfo location order events fulfillmentOrders
            fulfillmentLineItems""",
        "FulfillmentTrackingInfo": "company number url",
        "FulfillmentLineItem": "id quantity lineItem",
        "FulfillmentLineItemConnection": "*", "FulfillmentLineItemEdge": "*",
    },
    "Customers": {
        "Customer": """id legacyResourceId displayName firstName lastName createdAt updatedAt email phone note tags
            taxExempt taxExemptions locale numberOfOrders defaultEmailAddress defaultPhoneNumber defaultAddress
            addressesV2 metafield metafields""",
        "CustomerConnection": "*", "CustomerEdge": "*",
        "CustomerEmailAddress": "emailAddress marketingState marketingOptInLevel marketingUpdatedAt validFormat",
        "CustomerPhoneNumber": "phoneNumber marketingState marketingOptInLevel marketingUpdatedAt",
        "MailingAddress": """id name firstName lastName company address1 address2 city province provinceCode zip
            country countryCodeV2 phone""",
        "MailingAddressConnection": "*", "MailingAddressEdge": "*",
        "CustomerSetPayload": "*", "CustomerSetUserError": "*",
        "CustomerAddressCreatePayload": "*", "CustomerAddressUpdatePayload": "*",
        "CustomerEmailMarketingConsentUpdatePayload": "*", "CustomerEmailMarketingConsentUpdateUserError": "*",
        "CustomerSmsMarketingConsentUpdatePayload": "*", "CustomerSmsMarketingConsentError": "*",
    },
    "BulkOperations": {
        "BulkOperation": "*", "BulkOperationConnection": "*", "BulkOperationEdge": "*",
        "BulkOperationRunQueryPayload": "*", "BulkOperationRunMutationPayload": "*",
        "BulkOperationCancelPayload": "*", "BulkOperationUserError": "*", "BulkMutationUserError": "*",
        "StagedUploadsCreatePayload": "*", "StagedMediaUploadTarget": "*", "StagedUploadParameter": "*",
    },
}
ROOM = {name: room for room, types in KEEP.items() for name in types}
CHOSEN = {name: fields for types in KEEP.values() for name, fields in types.items()}


def kept_fields(type_):
    wanted = CHOSEN[type_.name]
    names = type_.fields if wanted == "*" else wanted.split()
    for name in names:
        if name not in type_.fields:
            sys.exit(f"{type_.name}.{name} is not in the official schema")
        field = type_.fields[name]
        target = get_named_type(field.type)
        if not is_leaf_type(target) and target.name not in CHOSEN:
            if wanted != "*":
                sys.exit(f"{type_.name}.{name} leads to {target.name}, which is not kept")
            continue
        if wanted == "*" and field.deprecation_reason:
            continue
        yield name, field


def printed(type_):
    """A type as SDL; the values of an enum in lines of at most 100 columns."""
    if not isinstance(type_, GraphQLEnumType):
        return print_type(type_)
    body = textwrap.fill(
        " ".join(type_.values), 96, initial_indent="  ", subsequent_indent="  ", break_long_words=False)
    return f"enum {type_.name} {{\n{body}\n}}"


def main(official, folder):
    schema = build_schema(Path(official).read_text(), assume_valid=True)
    out = {}
    seen = set()

    def strip(node):
        node.description = None
        node.ast_node = None

    def leaf(type_, room):
        """An enum, scalar or input that something kept refers to; whole."""
        if isinstance(type_, GraphQLInputObjectType):
            starts = ("Product", "Option", "Variant", "CreateMedia", "InventoryItem")
            room = "ProductInputs" if type_.name.startswith(starts) else "Inputs"
            if type_.name.startswith(("Customer", "MailingAddress")):
                room = "Customers"
        if type_.name in seen or is_specified_scalar_type(type_):
            return
        seen.add(type_.name)
        strip(type_)
        if isinstance(type_, GraphQLEnumType):
            for value in type_.values.values():
                strip(value)
                value.deprecation_reason = None
        if isinstance(type_, GraphQLInputObjectType):
            for field in type_.fields.values():
                strip(field)
                field.deprecation_reason = None
                leaf(get_named_type(field.type), room)
        out.setdefault(room, []).append(printed(type_))

    for name, wanted in CHOSEN.items():
        type_ = schema.type_map.get(name)
        if type_ is None:
            if wanted == "*" and name.endswith(("Connection", "Edge")):
                continue
            sys.exit(f"{name} is not in the official schema")
        room = ROOM[name]
        fields = dict(kept_fields(type_))
        for field in fields.values():
            strip(field)
            field.deprecation_reason = None
            leaf(get_named_type(field.type), room) if is_leaf_type(get_named_type(field.type)) else None
            for argument in field.args.values():
                strip(argument)
                argument.deprecation_reason = None
                leaf(get_named_type(argument.type), room)
        # An interface is left off where its fields are: an order's metafields, say.
        interfaces = [
            i for i in type_.interfaces if i.name in CHOSEN and {f for f, _ in kept_fields(i)} <= fields.keys()
        ]
        kind = GraphQLInterfaceType if isinstance(type_, GraphQLInterfaceType) else GraphQLObjectType
        out.setdefault(room, []).append(print_type(kind(name, fields, interfaces=interfaces)))
    directive = schema.get_directive("idempotent")
    directive.description = None
    for argument in directive.args.values():
        argument.description = None
    out["Roots"].append(print_directive(directive))

    for room, types in out.items():
        body = "\n".join(
            "    " + line if line else "" for type_ in types for line in (type_ + "\n").split("\n"))
        Path(folder, f"Schema+{room}.swift").write_text(
            "// SPDX-License-Identifier: Apache-2.0\n\n"
            "extension SandboxSchema {\n"
            f"  /// Cut from the official schema by `.ci/schema-excerpt.py`.\n"
            f"  static let {room[0].lower() + room[1:]} = #\"\"\"\n{body.rstrip()}\n    \"\"\"#\n}}\n")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2])
