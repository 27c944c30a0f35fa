-- products: one row a variant, everything each time.
-- With `rows: changes` a product comes out, all its variants, where anything in its rows differs.
SELECT
  p.id AS product_id,
  0 AS version,
  p.handle,
  p.title,
  p.status,
  p.vendor,
  p.type,
  s.currency,
  v.id AS variant_id,
  v.position,
  v.title AS variant_title,
  v.sku,
  v.barcode,
  v.price,
  v.compare_at_price
FROM products p
JOIN shop s
LEFT JOIN variants v ON v.product_id = p.id
