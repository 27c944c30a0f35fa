// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let fulfillments = #"""
    enum FulfillmentOrderStatus {
      OPEN IN_PROGRESS CANCELLED INCOMPLETE CLOSED SCHEDULED ON_HOLD
    }

    enum FulfillmentOrderRequestStatus {
      UNSUBMITTED SUBMITTED ACCEPTED REJECTED CANCELLATION_REQUESTED CANCELLATION_ACCEPTED
      CANCELLATION_REJECTED CLOSED
    }

    type FulfillmentOrder implements Node {
      id: ID!
      status: FulfillmentOrderStatus!
      requestStatus: FulfillmentOrderRequestStatus!
      createdAt: DateTime!
      updatedAt: DateTime!
      fulfillAt: DateTime
      fulfillBy: DateTime
      order: Order!
      orderId: ID!
      orderName: String!
      orderProcessedAt: DateTime!
      assignedLocation: FulfillmentOrderAssignedLocation!
      supportedActions: [FulfillmentOrderSupportedAction!]!
      fulfillmentHolds: [FulfillmentHold!]!
      lineItems(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): FulfillmentOrderLineItemConnection!
      fulfillments(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): FulfillmentConnection!
    }

    type FulfillmentOrderConnection {
      edges: [FulfillmentOrderEdge!]!
      nodes: [FulfillmentOrder!]!
      pageInfo: PageInfo!
    }

    type FulfillmentOrderEdge {
      cursor: String!
      node: FulfillmentOrder!
    }

    type FulfillmentOrderLineItem implements Node {
      id: ID!
      lineItem: LineItem!
      totalQuantity: Int!
      remainingQuantity: Int!
      sku: String
      productTitle: String!
      variantTitle: String
      vendor: String
      requiresShipping: Boolean!
      inventoryItemId: ID
      variant: ProductVariant
    }

    type FulfillmentOrderLineItemConnection {
      edges: [FulfillmentOrderLineItemEdge!]!
      nodes: [FulfillmentOrderLineItem!]!
      pageInfo: PageInfo!
    }

    type FulfillmentOrderLineItemEdge {
      cursor: String!
      node: FulfillmentOrderLineItem!
    }

    type FulfillmentOrderAssignedLocation {
      address1: String
      address2: String
      city: String
      countryCode: CountryCode!
      location: Location
      name: String!
      phone: String
      province: String
      zip: String
    }

    enum FulfillmentOrderAction {
      CREATE_FULFILLMENT REQUEST_FULFILLMENT CANCEL_FULFILLMENT_ORDER MOVE REQUEST_CANCELLATION
      MARK_AS_OPEN RELEASE_HOLD HOLD EXTERNAL SPLIT MERGE REPORT_PROGRESS
    }

    type FulfillmentOrderSupportedAction {
      action: FulfillmentOrderAction!
      externalUrl: URL
    }

    type FulfillmentHold implements Node {
      id: ID!
      reason: FulfillmentHoldReason!
      reasonNotes: String
      displayReason: String!
      handle: String
      heldByRequestingApp: Boolean!
    }

    type FulfillmentConnection {
      edges: [FulfillmentEdge!]!
      nodes: [Fulfillment!]!
      pageInfo: PageInfo!
    }

    type FulfillmentEdge {
      cursor: String!
      node: Fulfillment!
    }

    type FulfillmentEvent implements Node {
      address1: String
      city: String
      country: String
      createdAt: DateTime!
      estimatedDeliveryAt: DateTime
      happenedAt: DateTime!
      id: ID!
      latitude: Float
      longitude: Float
      message: String
      province: String
      status: FulfillmentEventStatus!
      zip: String
    }

    type FulfillmentEventConnection {
      edges: [FulfillmentEventEdge!]!
      nodes: [FulfillmentEvent!]!
      pageInfo: PageInfo!
    }

    type FulfillmentEventEdge {
      cursor: String!
      node: FulfillmentEvent!
    }

    type FulfillmentCreatePayload {
      fulfillment: Fulfillment
      userErrors: [UserError!]!
    }

    type FulfillmentTrackingInfoUpdatePayload {
      fulfillment: Fulfillment
      userErrors: [UserError!]!
    }

    type FulfillmentEventCreatePayload {
      fulfillmentEvent: FulfillmentEvent
      userErrors: [UserError!]!
    }

    type FulfillmentCancelPayload {
      fulfillment: Fulfillment
      userErrors: [UserError!]!
    }

    type FulfillmentOrderHoldPayload {
      fulfillmentHold: FulfillmentHold
      fulfillmentOrder: FulfillmentOrder
      remainingFulfillmentOrder: FulfillmentOrder
      userErrors: [FulfillmentOrderHoldUserError!]!
    }

    enum FulfillmentOrderHoldUserErrorCode {
      FULFILLMENT_ORDER_NOT_FOUND TAKEN GREATER_THAN_ZERO FULFILLMENT_ORDER_HOLD_LIMIT_REACHED
      DUPLICATE_FULFILLMENT_HOLD_HANDLE INVALID_LINE_ITEM_QUANTITY FULFILLMENT_ORDER_NOT_SPLITTABLE
      DUPLICATED_FULFILLMENT_ORDER_LINE_ITEMS
    }

    type FulfillmentOrderHoldUserError implements DisplayableError {
      code: FulfillmentOrderHoldUserErrorCode
      field: [String!]
      message: String!
    }

    type FulfillmentOrderReleaseHoldPayload {
      fulfillmentOrder: FulfillmentOrder
      userErrors: [FulfillmentOrderReleaseHoldUserError!]!
    }

    enum FulfillmentOrderReleaseHoldUserErrorCode {
      FULFILLMENT_ORDER_NOT_FOUND INVALID_ACCESS
    }

    type FulfillmentOrderReleaseHoldUserError implements DisplayableError {
      code: FulfillmentOrderReleaseHoldUserErrorCode
      field: [String!]
      message: String!
    }

    type FulfillmentOrderMovePayload {
      movedFulfillmentOrder: FulfillmentOrder
      originalFulfillmentOrder: FulfillmentOrder
      remainingFulfillmentOrder: FulfillmentOrder
      userErrors: [FulfillmentOrderMoveFulfillmentOrderMoveUserError!]!
    }

    enum FulfillmentOrderMoveFulfillmentOrderMoveUserErrorCode {
      CANNOT_MOVE_FULFILLMENT_ORDER_WITH_REPORTED_PROGRESS
    }

    type FulfillmentOrderMoveFulfillmentOrderMoveUserError implements DisplayableError {
      code: FulfillmentOrderMoveFulfillmentOrderMoveUserErrorCode
      field: [String!]
      message: String!
    }
    """#
}
