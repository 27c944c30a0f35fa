-- fulfillments: one row a line item of a shipment.
SELECT
  f.id AS fulfillment_id,
  0 AS version,
  o.id AS order_id,
  o.name AS order_name,
  f.name AS fulfillment_name,
  f.status,
  f.display_status,
  f.location_id,
  p.name AS location,
  f.tracking_company,
  (SELECT group_concat(value, ', ') FROM json_each(f.tracking_numbers)) AS tracking_numbers,
  (SELECT group_concat(value, ' ') FROM json_each(f.tracking_urls)) AS tracking_urls,
  f.created_at AS shipped_at,
  local_day(f.created_at, :zone) AS ship_day,
  f.delivered_at,
  i.order_line_id AS line_id,
  l.sku,
  l.title,
  l.variant_title,
  i.quantity
FROM fulfillments f
JOIN orders o ON o.id = f.order_id AND o.content <> ''
LEFT JOIN locations p ON p.id = f.location_id
LEFT JOIN fulfillment_lines i ON i.fulfillment_id = f.id
LEFT JOIN order_lines l ON l.id = i.order_line_id
WHERE f.created_at < :before
