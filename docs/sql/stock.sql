-- stock: one row a variant and location, everything each time. Variants that share one inventory item have a row each.
-- With `rows: changes` an item and location come out where anything in their rows differs.
SELECT
  v.item_id,
  i.location_id,
  0 AS version,
  p.name AS location,
  v.sku,
  v.barcode,
  r.handle,
  r.title AS product,
  v.title AS variant,
  v.id AS variant_id,
  i.available,
  i.on_hand
FROM inventory_levels i
JOIN locations p ON p.id = i.location_id AND p.is_active = 1
JOIN variants v ON v.item_id = i.item_id
JOIN products r ON r.id = v.product_id
