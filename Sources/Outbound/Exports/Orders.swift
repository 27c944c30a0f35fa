// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Orders, one row a line item, with the current state of refunds.
  ///
  /// An order comes out whole whenever anything in it differs from what the job wrote of it last, with the
  /// next `version`. An order without line items has one row with those columns empty.
  package static let orders = ExportKind(
    name: "orders",
    title: "Orders",
    streams: ["shop", "orders"],
    sql: """
      -- orders: one row a line item, orders and lines as they stand now.
      -- `picked` holds the orders to be written and the version each comes out as.
      SELECT
        o.id AS order_id,
        o.name AS order_name,
        w.version,
        o.created_at,
        o.updated_at,
        o.processed_at,
        o.cancelled_at,
        o.closed_at,
        o.financial_status,
        o.fulfillment_status,
        o.return_status,
        o.currency,
        o.presentment_currency,
        iif(o.taxes_included, 'true', 'false') AS taxes_included,
        o.customer_id,
        o.email,
        l.id AS line_id,
        l.position,
        l.sku,
        l.title,
        l.variant_title,
        l.vendor,
        l.variant_id,
        l.quantity,
        l.current_quantity,
        l.refunded_quantity,
        l.unit_price,
        l.discount AS line_discount,
        l.tax AS line_tax,
        l.total AS line_total,
        coalesce(r.subtotal, iif(l.id, '0', NULL)) AS line_refunded,
        coalesce(r.tax, iif(l.id, '0', NULL)) AS line_refunded_tax,
        o.subtotal AS order_subtotal,
        o.shipping AS order_shipping,
        o.tax AS order_tax,
        o.discounts AS order_discounts,
        o.total AS order_total,
        o.current_total AS order_current_total,
        o.refunded AS order_refunded,
        o.outstanding AS order_outstanding,
        o.shipping_name,
        o.shipping_address1,
        o.shipping_address2,
        o.shipping_zip,
        o.shipping_city,
        o.shipping_province,
        o.shipping_country,
        o.tags,
        o.note,
        o.source
      FROM picked w
      JOIN orders o ON o.id = w.key
      LEFT JOIN order_lines l ON l.order_id = o.id
      LEFT JOIN (
        SELECT order_line_id, decimal_sum(subtotal) AS subtotal, decimal_sum(tax) AS tax
        FROM refund_lines
        WHERE order_line_id IN (
          SELECT id FROM order_lines WHERE order_id IN (SELECT key FROM picked))
        GROUP BY order_line_id
      ) r ON r.order_line_id = l.id
      """,
    picking: .objects(
      "SELECT id AS key, content FROM orders WHERE created_at < :before ORDER BY id"),
    key: ["order_id"],
    order: "order_id, position, line_id",
    columns: [
      ExportColumn("order_id", .plain, "The order's id, the numeric part of Shopify's."),
      ExportColumn("order_name", .text, "The order's name as the shop shows it, e.g. #1001."),
      ExportColumn(
        "version", .number,
        "1 the first time this job writes the order, one more each time it comes out again."),
      ExportColumn("created_at", .time, "When the order was made."),
      ExportColumn(
        "updated_at", .time,
        "When Shopify last changed the order; returns and holds do not move it."),
      ExportColumn(
        "processed_at", .time, "When the order was processed; the date of imported ones."),
      ExportColumn("cancelled_at", .time, "When it was cancelled; empty where it was not."),
      ExportColumn("closed_at", .time, "When it was archived; empty where it was not."),
      ExportColumn(
        "financial_status", .plain,
        "PENDING, AUTHORIZED, PARTIALLY_PAID, PAID, PARTIALLY_REFUNDED, REFUNDED, VOIDED or EXPIRED."
      ),
      ExportColumn(
        "fulfillment_status", .plain, "UNFULFILLED, PARTIALLY_FULFILLED, FULFILLED and others."),
      ExportColumn(
        "return_status", .plain, "NO_RETURN, RETURN_REQUESTED, IN_PROGRESS, RETURNED and others."),
      ExportColumn("currency", .plain, "The shop's currency; every amount here is in it."),
      ExportColumn("presentment_currency", .plain, "The currency the customer saw."),
      ExportColumn("taxes_included", .plain, "Whether prices include tax: true or false."),
      ExportColumn("customer_id", .plain, "The customer's id; empty where there is none."),
      ExportColumn("email", .text, "The order's e-mail address."),
      ExportColumn("line_id", .plain, "The line item's id.").ofLine,
      ExportColumn("position", .number, "The line item's place in the order, from 1.").ofLine,
      ExportColumn("sku", .text, "The line item's SKU when it was sold.").ofLine,
      ExportColumn("title", .text, "The product's title when it was sold.").ofLine,
      ExportColumn("variant_title", .text, "The variant's title when it was sold.").ofLine,
      ExportColumn("vendor", .text, "The vendor when it was sold.").ofLine,
      ExportColumn("variant_id", .plain, "The variant's id; empty where it is gone.").ofLine,
      ExportColumn("quantity", .number, "How many were ordered.").ofLine,
      ExportColumn("current_quantity", .number, "How many are left after edits and refunds.")
        .ofLine,
      ExportColumn("refunded_quantity", .number, "How many were refunded so far.").ofLine,
      ExportColumn("unit_price", .money, "The price of one before discounts.").ofLine,
      ExportColumn(
        "line_discount", .money, "All discounts on the line, before refunds."
      ).ofLine.summed,
      ExportColumn("line_tax", .money, "The line's tax, before refunds.").ofLine.summed,
      ExportColumn("line_total", .money, "quantity × unit_price − line_discount.").ofLine.summed,
      ExportColumn(
        "line_refunded", .money, "What was refunded for the line so far, without tax added on top."
      ).ofLine.summed,
      ExportColumn("line_refunded_tax", .money, "The tax refunded for the line so far.").ofLine
        .summed,
      ExportColumn(
        "order_subtotal", .money, "The order's lines after discounts; repeated on every row."
      ).summed,
      ExportColumn("order_shipping", .money, "The order's shipping; repeated on every row.").summed,
      ExportColumn("order_tax", .money, "The order's tax; repeated on every row.").summed,
      ExportColumn("order_discounts", .money, "The order's discounts; repeated on every row.")
        .summed,
      ExportColumn(
        "order_total", .money, "The order's total before edits and refunds; repeated on every row."
      ).summed,
      ExportColumn(
        "order_current_total", .money, "The order's total after edits and refunds; repeated."
      ).summed,
      ExportColumn("order_refunded", .money, "What was refunded of the order so far; repeated.")
        .summed,
      ExportColumn("order_outstanding", .money, "What is still to be paid; repeated.").summed,
      ExportColumn("shipping_name", .text, "Who it is sent to."),
      ExportColumn("shipping_address1", .text, "Street and number."),
      ExportColumn("shipping_address2", .text, "The address's second line."),
      ExportColumn("shipping_zip", .text, "The postal code, leading zeros kept."),
      ExportColumn("shipping_city", .text, "The city."),
      ExportColumn("shipping_province", .plain, "The province's code."),
      ExportColumn("shipping_country", .plain, "The country's code, two letters."),
      ExportColumn("tags", .text, "The order's tags, a comma and a space between them."),
      ExportColumn("note", .text, "The order's note."),
      ExportColumn("source", .text, "Where the order came from, e.g. web or pos."),
    ],
    names: XMLTableWriter.Names(root: "orders", record: "order", line: "line"))
}
