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
