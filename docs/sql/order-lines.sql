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
