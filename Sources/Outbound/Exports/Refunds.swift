// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Refunds with what each was for: line items, shipping, differences.
  package static let refunds = ExportKind(
    name: "refunds",
    title: "Refunds",
    streams: ["shop", "orders"],
    sql: """
      -- refunds: one row for each line item, shipping line and difference of a refund; a refund of nothing but money has one row.
      -- A refund comes out once, and again, with the next version, only where it changed.
      SELECT
        r.id AS refund_id,
        0 AS version,
        o.id AS order_id,
        o.name AS order_name,
        r.created_at AS refunded_at,
        local_day(coalesce(r.created_at, r.processed_at, r.updated_at), :zone) AS refund_day,
        o.created_at AS ordered_at,
        local_day(o.created_at, :zone) AS order_day,
        r.return_id,
        r.currency,
        r.total AS refund_total,
        r.presentment_currency,
        r.presentment_total,
        r.note,
        p.kind,
        p.line_id,
        l.sku,
        l.title,
        l.variant_title,
        p.quantity,
        p.restock,
        p.amount,
        p.tax,
        p.reason
      FROM refunds r
      JOIN orders o ON o.id = r.order_id AND o.content <> ''
      LEFT JOIN (
        SELECT refund_id, 'line' AS kind, id AS part_id, order_line_id AS line_id, quantity, restock, subtotal AS amount, tax,
          NULL AS reason FROM refund_lines
        UNION ALL
        SELECT refund_id, 'shipping', id, shipping_line_id, NULL, NULL, subtotal, tax, NULL FROM refund_shipping_lines
        UNION ALL
        SELECT refund_id, 'difference', id, NULL, NULL, NULL, amount, tax, reason FROM order_adjustments
      ) p ON p.refund_id = r.id
      LEFT JOIN order_lines l ON l.id = p.line_id AND p.kind = 'line'
      WHERE coalesce(r.created_at, r.processed_at, r.updated_at) < :before
      """,
    picking: .rows,
    key: ["refund_id"],
    order: "refund_id, kind, line_id, amount",
    columns: [
      ExportColumn("refund_id", .plain, "The refund's id."),
      ExportColumn("version", .number, "1 the first time, one more each time it comes out again."),
      ExportColumn("order_id", .plain, "The order's id."),
      ExportColumn("order_name", .text, "The order's name, e.g. #1001."),
      ExportColumn("refunded_at", .time, "When the refund was made."),
      ExportColumn("refund_day", .day, "The refund's day in the export's zone."),
      ExportColumn("ordered_at", .time, "When the order was made."),
      ExportColumn("order_day", .day, "The order's day in the export's zone."),
      ExportColumn("return_id", .plain, "The return it was made for; empty where there is none."),
      ExportColumn("currency", .plain, "The shop's currency."),
      ExportColumn(
        "refund_total", .money,
        "What was paid back, in the shop's currency; can differ from the sum of its rows. Repeated on every row."
      ).summed,
      ExportColumn("presentment_currency", .plain, "The currency the customer saw."),
      ExportColumn("presentment_total", .money, "What was paid back, in that currency."),
      ExportColumn("note", .text, "The refund's note."),
      ExportColumn(
        "kind", .plain,
        "line, shipping or difference; empty where the refund is nothing but money."
      ).ofLine,
      ExportColumn("line_id", .plain, "The id of the line item or the shipping line.").ofLine,
      ExportColumn("sku", .text, "The line item's SKU.").ofLine,
      ExportColumn("title", .text, "The line item's title.").ofLine,
      ExportColumn("variant_title", .text, "The line item's variant.").ofLine,
      ExportColumn("quantity", .number, "How many were refunded.").ofLine,
      ExportColumn("restock", .plain, "RETURN, CANCEL, NO_RESTOCK or LEGACY_RESTOCK.").ofLine,
      ExportColumn(
        "amount", .money,
        "After discounts, in the shop's currency; with the tax where prices include it. A difference as Shopify gives it."
      ).ofLine,
      ExportColumn("tax", .money, "Its tax.").ofLine,
      ExportColumn("reason", .plain, "Of a difference, e.g. REFUND_DISCREPANCY.").ofLine,
    ],
    names: XMLTableWriter.Names(root: "refunds", record: "refund", line: "part"))
}
