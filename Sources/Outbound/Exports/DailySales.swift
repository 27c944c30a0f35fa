// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// What was sold, taken back and paid, a row a day.
  package static let dailySales = ExportKind(
    name: "daily-sales",
    title: "Daily sales",
    streams: ["shop", "orders"],
    sql: """
      -- daily-sales: one row a day of the zone, from sales agreements; cash from transactions. Test orders are left out.
      -- Amounts but the total and the cash are before tax. A day comes out again, with the next version, where it changed.
      WITH booked AS (
        -- As the admin's reports count: a return on the day it was made.
        SELECT s.order_id, s.happened_at AS at, s.reason, s.action_type, s.line_type,
          decimal_sub(s.total, s.tax) AS net, s.discount, s.tax, s.total
        FROM sales s
        WHERE :returns = 'at-return' OR s.reason IN ('ORDER', 'ORDER_EDIT')
          -- Differences between what a refund is worth and what was paid.
          OR (s.reason = 'REFUND' AND s.order_line_id IS NULL AND s.shipping_line_id IS NULL)
        UNION ALL
        -- Or on the day it was refunded: what the refund's lines are worth.
        SELECT r.order_id, coalesce(r.created_at, r.processed_at, r.updated_at), 'REFUND', 'RETURN',
          iif(l.is_gift_card, 'GIFT_CARD', 'PRODUCT'),
          decimal_sub(iif(o.taxes_included, p.tax, '0'), p.subtotal), '0', decimal_sub('0', p.tax),
          decimal_sub(iif(o.taxes_included, '0', decimal_sub('0', p.tax)), p.subtotal)
        FROM refunds r
        JOIN orders o ON o.id = r.order_id
        JOIN refund_lines p ON p.refund_id = r.id
        LEFT JOIN order_lines l ON l.id = p.order_line_id
        WHERE :returns = 'at-refund'
        UNION ALL
        SELECT r.order_id, coalesce(r.created_at, r.processed_at, r.updated_at), 'REFUND', 'RETURN', 'SHIPPING',
          decimal_sub(iif(o.taxes_included, p.tax, '0'), p.subtotal), '0', decimal_sub('0', p.tax),
          decimal_sub(iif(o.taxes_included, '0', decimal_sub('0', p.tax)), p.subtotal)
        FROM refunds r
        JOIN orders o ON o.id = r.order_id
        JOIN refund_shipping_lines p ON p.refund_id = r.id
        WHERE :returns = 'at-refund'
      ),
      moved AS (
        SELECT local_day(b.at, :zone) AS day, o.currency, iif(b.reason = 'ORDER', b.order_id, NULL) AS ordered,
          iif(b.line_type = 'PRODUCT' AND b.action_type <> 'RETURN', decimal_add(b.net, b.discount), NULL) AS gross,
          iif(b.line_type = 'PRODUCT' AND b.action_type <> 'RETURN', decimal_sub('0', b.discount), NULL) AS discounts,
          iif(b.line_type = 'PRODUCT' AND b.action_type = 'RETURN', b.net, NULL) AS returns,
          iif(b.line_type = 'SHIPPING', b.net, NULL) AS shipping,
          iif(b.line_type = 'GIFT_CARD', b.net, NULL) AS gift_cards,
          iif(b.line_type IN ('TIP', 'DUTY', 'FEE', 'ADDITIONAL_FEE'), b.net, NULL) AS fees,
          iif(b.line_type IN ('PRODUCT', 'SHIPPING', 'GIFT_CARD', 'TIP', 'DUTY', 'FEE', 'ADDITIONAL_FEE'), NULL, b.net)
            AS adjustments,
          b.tax, b.total, NULL AS received, NULL AS repaid
        FROM booked b
        JOIN orders o ON o.id = b.order_id AND o.content <> '' AND o.is_test = 0
        WHERE b.at < :until
        UNION ALL
        SELECT local_day(coalesce(t.processed_at, t.created_at), :zone), o.currency, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
          NULL, NULL, NULL, iif(t.kind IN ('SALE', 'CAPTURE'), t.amount, NULL),
          iif(t.kind IN ('REFUND', 'CHANGE'), t.amount, NULL)
        FROM transactions t
        JOIN orders o ON o.id = t.order_id AND o.content <> '' AND o.is_test = 0
        WHERE t.status = 'SUCCESS' AND t.kind IN ('SALE', 'CAPTURE', 'REFUND', 'CHANGE')
          AND coalesce(t.processed_at, t.created_at) < :until
      )
      SELECT
        day,
        0 AS version,
        currency,
        count(DISTINCT ordered) AS orders,
        coalesce(decimal_sum(gross), '0') AS gross,
        coalesce(decimal_sum(discounts), '0') AS discounts,
        coalesce(decimal_sum(returns), '0') AS returns,
        decimal_add(decimal_add(coalesce(decimal_sum(gross), '0'), coalesce(decimal_sum(discounts), '0')),
          coalesce(decimal_sum(returns), '0')) AS net,
        coalesce(decimal_sum(shipping), '0') AS shipping,
        coalesce(decimal_sum(gift_cards), '0') AS gift_cards,
        coalesce(decimal_sum(fees), '0') AS fees,
        coalesce(decimal_sum(adjustments), '0') AS adjustments,
        coalesce(decimal_sum(tax), '0') AS tax,
        coalesce(decimal_sum(total), '0') AS total,
        coalesce(decimal_sum(received), '0') AS received,
        coalesce(decimal_sum(repaid), '0') AS repaid
      FROM moved
      GROUP BY day, currency
      """,
    picking: .rows,
    key: ["day", "currency"],
    order: "day, currency",
    columns: [
      ExportColumn("day", .day, "The day in the export's zone."),
      ExportColumn(
        "version", .number,
        "1 the first time; a later version replaces the day, for something of it showed late."),
      ExportColumn("currency", .plain, "The shop's currency."),
      ExportColumn("orders", .number, "Orders placed.").summed,
      ExportColumn("gross", .money, "Products sold, before discounts and tax.").summed,
      ExportColumn("discounts", .money, "Their discounts, below zero.").summed,
      ExportColumn(
        "returns", .money,
        "Products taken back, after discounts, before tax; below zero. Removals by edits count here too."
      ).summed,
      ExportColumn("net", .money, "gross + discounts + returns.").summed,
      ExportColumn("shipping", .money, "Shipping, after discounts and refunds, before tax.")
        .summed,
      ExportColumn("gift_cards", .money, "Gift cards sold; they are owed, not earned.").summed,
      ExportColumn("fees", .money, "Tips, duties and fees.").summed,
      ExportColumn(
        "adjustments", .money,
        "Differences between what refunds are worth and what was paid, and what Shopify does not name."
      ).summed,
      ExportColumn("tax", .money, "All tax.").summed,
      ExportColumn("total", .money, "net + shipping + gift_cards + fees + adjustments + tax.")
        .summed,
      ExportColumn("received", .money, "What was paid: successful sales and captures.").summed,
      ExportColumn("repaid", .money, "What was paid back.").summed,
    ],
    names: XMLTableWriter.Names(root: "daily_sales", record: "day", line: "line"), isReport: true,
    charts: ["net", "total"])
}
