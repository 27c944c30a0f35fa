// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Line items, each with versions of its own.
  package static let orderLines = ExportKind(
    name: "order-lines",
    title: "Order lines",
    streams: ["shop", "orders"],
    sql: """
      -- order-lines: one row a line item, each a record of its own: it comes out when it is new or anything in its row differs.
      SELECT
        l.id AS line_id,
        0 AS version,
        o.id AS order_id,
        o.name AS order_name,
        o.created_at AS ordered_at,
        local_day(o.created_at, :zone) AS order_day,
        o.cancelled_at,
        l.position,
        l.product_id,
        l.variant_id,
        l.sku,
        l.title,
        l.variant_title,
        l.vendor,
        l.quantity,
        l.current_quantity,
        l.refunded_quantity,
        l.fulfilled_quantity,
        l.unfulfilled_quantity,
        l.fulfillment_status,
        o.currency,
        iif(o.taxes_included, 'true', 'false') AS taxes_included,
        l.unit_price,
        l.discount,
        l.tax,
        l.total,
        (SELECT coalesce(decimal_sum(r.subtotal), '0') FROM refund_lines r WHERE r.order_line_id = l.id) AS refunded,
        (SELECT coalesce(decimal_sum(r.tax), '0') FROM refund_lines r WHERE r.order_line_id = l.id) AS refunded_tax,
        o.presentment_currency
      FROM order_lines l
      JOIN orders o ON o.id = l.order_id AND o.content <> ''
      WHERE o.created_at < :before
      """,
    picking: .rows,
    key: ["line_id"],
    order: "line_id",
    columns: [
      ExportColumn("line_id", .plain, "The line item's id."),
      ExportColumn("version", .number, "1 the first time, one more each time it comes out again."),
      ExportColumn("order_id", .plain, "The order's id."),
      ExportColumn("order_name", .text, "The order's name, e.g. #1001."),
      ExportColumn("ordered_at", .time, "When the order was made."),
      ExportColumn("order_day", .day, "Its day in the export's zone."),
      ExportColumn("cancelled_at", .time, "When the order was cancelled; empty where it was not."),
      ExportColumn("position", .number, "The line's place in the order, from 1."),
      ExportColumn("product_id", .plain, "The product's id; empty where it is gone."),
      ExportColumn("variant_id", .plain, "The variant's id; empty where it is gone."),
      ExportColumn("sku", .text, "Its SKU when it was sold."),
      ExportColumn("title", .text, "The product's title when it was sold."),
      ExportColumn("variant_title", .text, "The variant's title when it was sold."),
      ExportColumn("vendor", .text, "The vendor when it was sold."),
      ExportColumn("quantity", .number, "How many were ordered.").summed,
      ExportColumn("current_quantity", .number, "How many are left after edits and refunds."),
      ExportColumn("refunded_quantity", .number, "How many were refunded so far."),
      ExportColumn("fulfilled_quantity", .number, "How many were shipped."),
      ExportColumn("unfulfilled_quantity", .number, "How many are still to be shipped."),
      ExportColumn(
        "fulfillment_status", .plain, "UNFULFILLED, PARTIALLY_FULFILLED or FULFILLED."),
      ExportColumn("currency", .plain, "The shop's currency; every amount here is in it."),
      ExportColumn("taxes_included", .plain, "Whether prices include tax: true or false."),
      ExportColumn("unit_price", .money, "The price of one before discounts."),
      ExportColumn("discount", .money, "All discounts on the line, before refunds.").summed,
      ExportColumn("tax", .money, "The line's tax, before refunds.").summed,
      ExportColumn("total", .money, "quantity × unit_price − discount.").summed,
      ExportColumn("refunded", .money, "What was refunded so far, without tax added on top.")
        .summed,
      ExportColumn("refunded_tax", .money, "The tax refunded so far.").summed,
      ExportColumn("presentment_currency", .plain, "The currency the customer saw."),
    ],
    names: XMLTableWriter.Names(root: "order_lines", record: "order_line", line: "line"))
}
