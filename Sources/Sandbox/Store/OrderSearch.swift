// SPDX-License-Identifier: Apache-2.0

extension Store {
  /// Whether an order is shown at all: those of more than sixty days need `read_all_orders`.
  func shows(_ order: Int) -> Bool {
    options.scopes.contains("read_all_orders")
      || orders[order].createdAt.seconds > today.seconds - 60 * 86_400
  }

  /// Changes an order. Searches show that only after the lag that the options ask for, or `lag` seconds.
  @discardableResult
  func change<Value>(
    _ order: Int, _ context: ExecutionContext, lag: Int? = nil, _ body: (inout OrderRow) -> Value
  ) -> Value {
    let before = orders[order]
    let value = body(&orders[order])
    guard orders[order].updatedAt != before.updatedAt else { return value }
    var shown: Moment? = before.updatedAt
    if let unseen = before.lag, unseen.until > context.moment { shown = unseen.shown }
    orders[order].lag = lagging(context, lag, shown: shown)
    return value
  }

  /// Adds an order; its index.
  func add(_ order: OrderRow, _ context: ExecutionContext, lag: Int? = nil) -> Int {
    orders.append(order)
    meet(order.customer, at: order.createdAt)
    orders[orders.count - 1].lag = lagging(context, lag, shown: nil)
    return orders.count - 1
  }

  private func lagging(
    _ context: ExecutionContext, _ lag: Int?, shown: Moment?
  ) -> OrderRow.SearchLag? {
    let seconds = lag ?? options.searchLag
    guard seconds > 0 else { return nil }
    return OrderRow.SearchLag(
      until: Moment(seconds: context.moment.seconds + seconds), shown: shown)
  }
}
