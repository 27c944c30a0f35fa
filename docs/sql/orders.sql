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
