// SPDX-License-Identifier: Apache-2.0

extension Listing {
  static func orders(_ store: Store, _ context: ExecutionContext) -> Listing {
    let row: (Int) -> OrderRow = { store.orders[$0] }
    let name: (Int) -> [String] = { ["#\(row($0).number)", "\(row($0).number)"] }
    let now = context.moment
    let updated: (Int) -> Moment = { index in
      guard let lag = row(index).lag, lag.until > now else { return row(index).updatedAt }
      return lag.shown ?? row(index).updatedAt
    }
    return Listing(
      type: "Order", count: store.orders.count,
      exists: { index in
        guard store.shows(index) else { return false }
        guard let lag = row(index).lag, lag.until > now else { return true }
        return lag.shown != nil
      },
      fields: SearchFields(
        [
          "id": .id { GlobalID.Base.order + row($0).number },
          "name": .text(name), "email": .text { [row($0).customer?.email ?? ""] },
          "created_at": .time { row($0).createdAt }, "updated_at": .time(updated),
          "processed_at": .time { row($0).createdAt },
          "financial_status": .text { [row($0).financialStatus] },
          "fulfillment_status": .text { index in
            // The filter calls everything shipped `shipped` and the rest by its display status.
            let status = row(index).fulfillmentStatus
            return status == "FULFILLED" ? [status, "shipped"] : [status, "unshipped"]
          },
          "status": .text { [status(row($0)), "any"] },
          "return_status": .text { [row($0).returnStatus] },
          "tag": .text { row($0).tags }, "discount_code": .text { [row($0).discountCode ?? ""] },
          "sku": .text { row($0).lines.map(\.sku) }, "source_name": .text { _ in ["web"] },
          "test": .flag { _ in false },
        ], bare: { name($0) + [row($0).customer?.email ?? ""] }),
      orders: [
        "CREATED_AT": { row($0).createdAt < row($1).createdAt },
        "PROCESSED_AT": { row($0).createdAt < row($1).createdAt },
        "UPDATED_AT": { updated($0) < updated($1) },
        "ORDER_NUMBER": { row($0).number < row($1).number },
        "TOTAL_PRICE": { row($0).total < row($1).total },
        "FINANCIAL_STATUS": { row($0).financialStatus < row($1).financialStatus },
        "FULFILLMENT_STATUS": { row($0).fulfillmentStatus < row($1).fulfillmentStatus },
      ],
      node: { OrderNode(index: $0) })
  }

  private static func status(_ row: OrderRow) -> String {
    if row.cancelledAt != nil { return "cancelled" }
    return row.closedAt == nil ? "open" : "closed"
  }

  static func bulkOperations(_ store: Store) -> Listing {
    let row: (Int) -> BulkOperation = { store.bulk.operations[$0] }
    return Listing(
      type: "BulkOperation", count: store.bulk.operations.count,
      fields: SearchFields([
        "id": .id { GlobalID.Base.bulk + $0 },
        "created_at": .time { row($0).createdAt },
        "status": .text { [row($0).status.rawValue] },
        "operation_type": .text { [row($0).kind.rawValue] },
      ]),
      orders: [
        "CREATED_AT": { row($0).createdAt < row($1).createdAt },
        "COMPLETED_AT": {
          (row($0).completedAt?.seconds ?? .max) < (row($1).completedAt?.seconds ?? .max)
        },
      ],
      node: { BulkOperationNode(index: $0) })
  }
}
