// SPDX-License-Identifier: Apache-2.0

import Tables

/// `deletionEvents`: products that were deleted. (`DELETION` of variants is in no event of Shopify's.)
enum DeletionEvents {
  static func listed(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    let types = arguments["subjectTypes"]?.array?.compactMap(\.string) ?? []
    var since = Moment(seconds: .min)
    // The one filter it is asked for: `occurred_at:>='…'`.
    let text = arguments["query"]?.string ?? ""
    if text.hasPrefix("occurred_at:>="),
      let moment = Moment(text.dropFirst("occurred_at:>=".count).filter { $0 != "'" })
    {
      since = moment
    }
    let events = context.store.deletedProducts.enumerated().filter { $0.element.at >= since }
    let nodes: [Record] = (types.isEmpty || types.contains("PRODUCT") ? events : []).map {
      Record(
        "DeletionEvent",
        [
          "id": .text("gid://shopify/DeletionEvent/\($0.offset + 1)"),
          "occurredAt": .time($0.element.at), "subjectType": .text("PRODUCT"),
          "subjectId": .text(ProductNode.id($0.element.product)),
        ])
    }
    let isReversed = arguments["reverse"]?.bool == true
    return .connection(
      NodeList(isReversed ? nodes.reversed() : nodes), type: "DeletionEventConnection")
  }
}
