// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let sales = #"""
    enum OrderActionType {
      ORDER ORDER_EDIT REFUND RETURN UNKNOWN
    }

    interface SalesAgreement {
      id: ID!
      happenedAt: DateTime!
      reason: OrderActionType!
      sales(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): SaleConnection!
    }

    type SalesAgreementConnection {
      edges: [SalesAgreementEdge!]!
      nodes: [SalesAgreement!]!
      pageInfo: PageInfo!
    }

    type SalesAgreementEdge {
      cursor: String!
      node: SalesAgreement!
    }

    type OrderAgreement implements SalesAgreement {
      id: ID!
      happenedAt: DateTime!
      reason: OrderActionType!
      sales(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): SaleConnection!
      order: Order!
    }

    type OrderEditAgreement implements SalesAgreement {
      id: ID!
      happenedAt: DateTime!
      reason: OrderActionType!
      sales(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): SaleConnection!
    }

    type RefundAgreement implements SalesAgreement {
      id: ID!
      happenedAt: DateTime!
      reason: OrderActionType!
      sales(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): SaleConnection!
      refund: Refund!
    }

    type ReturnAgreement implements SalesAgreement {
      id: ID!
      happenedAt: DateTime!
      reason: OrderActionType!
      sales(first: Int, after: String, last: Int, before: String, reverse: Boolean = false): SaleConnection!
      return: Return!
    }

    enum SaleActionType {
      ORDER RETURN UPDATE UNKNOWN
    }

    enum SaleLineType {
      PRODUCT TIP GIFT_CARD SHIPPING DUTY ADDITIONAL_FEE FEE UNKNOWN ADJUSTMENT
    }

    interface Sale {
      id: ID!
      actionType: SaleActionType!
      lineType: SaleLineType!
      quantity: Int
      taxes: [SaleTax!]!
      totalAmount: MoneyBag!
      totalDiscountAmountAfterTaxes: MoneyBag!
      totalDiscountAmountBeforeTaxes: MoneyBag!
      totalTaxAmount: MoneyBag!
    }

    type SaleConnection {
      edges: [SaleEdge!]!
      nodes: [Sale!]!
      pageInfo: PageInfo!
    }

    type SaleEdge {
      cursor: String!
      node: Sale!
    }

    type SaleTax {
      amount: MoneyBag!
      id: ID!
      taxLine: TaxLine!
    }

    type ProductSale implements Sale {
      actionType: SaleActionType!
      id: ID!
      lineItem: LineItem!
      lineType: SaleLineType!
      quantity: Int
      taxes: [SaleTax!]!
      totalAmount: MoneyBag!
      totalDiscountAmountAfterTaxes: MoneyBag!
      totalDiscountAmountBeforeTaxes: MoneyBag!
      totalTaxAmount: MoneyBag!
    }

    type GiftCardSale implements Sale {
      actionType: SaleActionType!
      id: ID!
      lineItem: LineItem!
      lineType: SaleLineType!
      quantity: Int
      taxes: [SaleTax!]!
      totalAmount: MoneyBag!
      totalDiscountAmountAfterTaxes: MoneyBag!
      totalDiscountAmountBeforeTaxes: MoneyBag!
      totalTaxAmount: MoneyBag!
    }

    type TipSale implements Sale {
      actionType: SaleActionType!
      id: ID!
      lineItem: LineItem!
      lineType: SaleLineType!
      quantity: Int
      taxes: [SaleTax!]!
      totalAmount: MoneyBag!
      totalDiscountAmountAfterTaxes: MoneyBag!
      totalDiscountAmountBeforeTaxes: MoneyBag!
      totalTaxAmount: MoneyBag!
    }

    type ShippingLineSale implements Sale {
      actionType: SaleActionType!
      id: ID!
      lineType: SaleLineType!
      quantity: Int
      shippingLine: ShippingLine
      taxes: [SaleTax!]!
      totalAmount: MoneyBag!
      totalDiscountAmountAfterTaxes: MoneyBag!
      totalDiscountAmountBeforeTaxes: MoneyBag!
      totalTaxAmount: MoneyBag!
    }

    type AdjustmentSale implements Sale {
      actionType: SaleActionType!
      id: ID!
      lineType: SaleLineType!
      quantity: Int
      taxes: [SaleTax!]!
      totalAmount: MoneyBag!
      totalDiscountAmountAfterTaxes: MoneyBag!
      totalDiscountAmountBeforeTaxes: MoneyBag!
      totalTaxAmount: MoneyBag!
    }

    enum ReturnStatus {
      CANCELED CLOSED OPEN REQUESTED DECLINED
    }

    enum ReturnProcessingStatusFilterInput {
      PROCESSED PROCESSABLE
    }

    type Return implements Node {
      id: ID!
      name: String!
      status: ReturnStatus!
      createdAt: DateTime!
      requestApprovedAt: DateTime
      closedAt: DateTime
      totalQuantity: Int!
      order: Order!
      returnLineItems(processingStatus: ReturnProcessingStatusFilterInput, first: Int, after: String, last: Int, before: String, reverse: Boolean = false): ReturnLineItemTypeConnection!
    }

    type ReturnConnection {
      edges: [ReturnEdge!]!
      nodes: [Return!]!
      pageInfo: PageInfo!
    }

    type ReturnEdge {
      cursor: String!
      node: Return!
    }

    interface ReturnLineItemType implements Node {
      id: ID!
      quantity: Int!
      processedQuantity: Int!
      processableQuantity: Int!
      unprocessedQuantity: Int!
      refundedQuantity: Int!
      refundableQuantity: Int!
      returnReasonNote: String!
      returnReasonDefinition: ReturnReasonDefinition
      customerNote: String
    }

    type ReturnLineItem implements Node & ReturnLineItemType {
      id: ID!
      quantity: Int!
      processedQuantity: Int!
      processableQuantity: Int!
      unprocessedQuantity: Int!
      refundedQuantity: Int!
      refundableQuantity: Int!
      returnReasonNote: String!
      returnReasonDefinition: ReturnReasonDefinition
      customerNote: String
      fulfillmentLineItem: FulfillmentLineItem!
      withCodeDiscountedTotalPriceSet: MoneyBag!
    }

    type ReturnLineItemTypeConnection {
      edges: [ReturnLineItemTypeEdge!]!
      nodes: [ReturnLineItemType!]!
      pageInfo: PageInfo!
    }

    type ReturnLineItemTypeEdge {
      cursor: String!
      node: ReturnLineItemType!
    }

    type ReturnReasonDefinition implements Node {
      deleted: Boolean!
      handle: String!
      id: ID!
      name: String!
    }
    """#
}
