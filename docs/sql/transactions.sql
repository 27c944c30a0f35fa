-- transactions: one row a payment, authorisation, void or repayment. Only those whose status is SUCCESS moved money.
SELECT
  t.id AS transaction_id,
  0 AS version,
  o.id AS order_id,
  o.name AS order_name,
  t.refund_id,
  t.parent_id,
  t.kind,
  t.status,
  t.gateway,
  t.payment_id,
  t.amount,
  t.currency,
  t.presentment_amount,
  t.presentment_currency,
  coalesce(t.processed_at, t.created_at) AS processed_at,
  local_day(coalesce(t.processed_at, t.created_at), :zone) AS day,
  iif(t.is_test, 'true', 'false') AS test
FROM transactions t
JOIN orders o ON o.id = t.order_id AND o.content <> ''
WHERE coalesce(t.processed_at, t.created_at) < :before
