-- sales-journal: double entry, a row a day and account, from sales agreements; cash from transactions.
-- `picked` holds what no file has yet: agreements (a and the id), refunds (r and the id, where returns count at the refund)
-- and transactions (t and the id). Each is in one file, under its own day: what shows late is a further row of that day
-- in a later file.
WITH sold AS (
  SELECT s.*, decimal_sub(s.total, s.tax) AS net
  FROM picked p JOIN sales s ON s.agreement_id = CAST(substr(p.key, 2) AS INTEGER)
  WHERE p.key GLOB 'a*' AND (:returns = 'at-return' OR s.reason IN ('ORDER', 'ORDER_EDIT')
    -- Differences between what a refund is worth and what was paid.
    OR (s.reason = 'REFUND' AND s.order_line_id IS NULL AND s.shipping_line_id IS NULL))
),
refunded AS (
  SELECT r.id AS refund_id, r.order_id, coalesce(r.created_at, r.processed_at, r.updated_at) AS at,
    iif(l.is_gift_card, 'gift-cards', 'returns') AS name,
    'tax' || coalesce(' ' || (l.tax_lines ->> '$[0].rate'), '') AS tax_name,
    decimal_sub(f.subtotal, iif(o.taxes_included, f.tax, '0')) AS net, f.tax
  FROM picked p
  JOIN refunds r ON r.id = CAST(substr(p.key, 2) AS INTEGER)
  JOIN orders o ON o.id = r.order_id
  JOIN refund_lines f ON f.refund_id = r.id
  LEFT JOIN order_lines l ON l.id = f.order_line_id
  WHERE p.key GLOB 'r*'
  UNION ALL
  SELECT r.id, r.order_id, coalesce(r.created_at, r.processed_at, r.updated_at), 'shipping',
    'tax' || coalesce(' ' || (l.tax_lines ->> '$[0].rate'), ''),
    decimal_sub(f.subtotal, iif(o.taxes_included, f.tax, '0')), f.tax
  FROM picked p
  JOIN refunds r ON r.id = CAST(substr(p.key, 2) AS INTEGER)
  JOIN orders o ON o.id = r.order_id
  JOIN refund_shipping_lines f ON f.refund_id = r.id
  LEFT JOIN shipping_lines l ON l.id = f.shipping_line_id
  WHERE p.key GLOB 'r*'
),
paid AS (
  SELECT coalesce(t.processed_at, t.created_at) AS at, t.order_id, coalesce(t.gateway, '') AS gateway,
    iif(t.kind IN ('SALE', 'CAPTURE'), t.amount, decimal_sub('0', t.amount)) AS amount
  FROM picked p JOIN transactions t ON t.id = CAST(substr(p.key, 2) AS INTEGER)
  WHERE p.key GLOB 't*'
),
-- An amount above zero is a credit, one below a debit; those of one agreement, refund or transaction add up to zero.
posted(at, order_id, name, amount) AS (
  SELECT happened_at, order_id,
    CASE line_type WHEN 'PRODUCT' THEN iif(action_type = 'RETURN', 'returns', 'sales') WHEN 'SHIPPING' THEN 'shipping'
      WHEN 'GIFT_CARD' THEN 'gift-cards' WHEN 'TIP' THEN 'tips' WHEN 'DUTY' THEN 'duties' WHEN 'FEE' THEN 'fees'
      WHEN 'ADDITIONAL_FEE' THEN 'fees' ELSE 'adjustments' END,
    iif(line_type = 'PRODUCT' AND action_type <> 'RETURN', decimal_add(net, discount), net)
  FROM sold
  UNION ALL
  SELECT happened_at, order_id, 'discounts', decimal_sub('0', discount)
  FROM sold WHERE line_type = 'PRODUCT' AND action_type <> 'RETURN'
  UNION ALL
  SELECT happened_at, order_id, 'tax' || coalesce(' ' || (t.value ->> 'rate'), ''), t.value ->> 'amount'
  FROM sold, json_each(sold.taxes) t
  UNION ALL
  -- Tax that no rate accounts for.
  SELECT happened_at, order_id, 'tax',
    decimal_sub(tax, coalesce((SELECT decimal_sum(value ->> 'amount') FROM json_each(sold.taxes)), '0'))
  FROM sold
  UNION ALL
  SELECT happened_at, order_id, 'receivable', decimal_sub('0', total) FROM sold
  UNION ALL
  SELECT at, order_id, name, decimal_sub('0', net) FROM refunded
  UNION ALL
  SELECT at, order_id, tax_name, decimal_sub('0', tax) FROM refunded
  UNION ALL
  SELECT at, order_id, 'receivable', decimal_add(net, tax) FROM refunded
  UNION ALL
  SELECT at, order_id, trim('cash ' || gateway), decimal_sub('0', amount) FROM paid
  UNION ALL
  SELECT at, order_id, 'receivable', amount FROM paid
),
summed AS (
  SELECT local_day(p.at, :zone) AS day, p.name, o.currency, count(*) AS postings,
    coalesce(decimal_sum(iif(decimal_cmp(p.amount, '0') < 0, decimal_sub('0', p.amount), NULL)), '0') AS debit,
    coalesce(decimal_sum(iif(decimal_cmp(p.amount, '0') > 0, p.amount, NULL)), '0') AS credit
  FROM posted p JOIN orders o ON o.id = p.order_id
  WHERE decimal_cmp(p.amount, '0') <> 0
  GROUP BY 1, 2, 3
)
SELECT
  day,
  -- The account of the whole name, such as tax 0.19, else of its first word, else the name.
  coalesce((SELECT account FROM accounts a WHERE a.name = s.name),
    (SELECT account FROM accounts a WHERE a.name = substr(s.name, 1, instr(s.name || ' ', ' ') - 1)), s.name) AS account,
  name,
  currency,
  debit,
  credit,
  postings
FROM summed s
