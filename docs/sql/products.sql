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
  (SELECT group_concat(value, ', ') FROM json_each(p.tags)) AS tags,
  p.category_name AS category,
  p.description_html,
  p.seo_title,
  p.seo_description,
  (SELECT m.url FROM product_media m WHERE m.product_id = p.id AND m.type = 'IMAGE' ORDER BY m.position LIMIT 1) AS image_url,
  s.currency,
  v.id AS variant_id,
  v.position,
  v.title AS variant_title,
  v.option1,
  v.option2,
  v.option3,
  v.sku,
  v.barcode,
  v.price,
  v.compare_at_price,
  v.cost,
  v.weight,
  v.weight_unit,
  v.hs_code,
  v.country_of_origin,
  v.inventory_policy
FROM products p
JOIN shop s
LEFT JOIN variants v ON v.product_id = p.id
