// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Orders and all below them. Amounts are in the shop's currency unless a column is called presentment:
  /// what the customer saw. Lists of Shopify's that nobody joins are JSON in one column.
  static let orders: String = """
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, phone TEXT, created_at TEXT NOT NULL,
      processed_at TEXT, updated_at TEXT NOT NULL, cancelled_at TEXT, cancel_reason TEXT, closed_at TEXT,
      is_test INTEGER NOT NULL, currency TEXT NOT NULL, presentment_currency TEXT NOT NULL,
      taxes_included INTEGER NOT NULL,
      financial_status TEXT, fulfillment_status TEXT NOT NULL, return_status TEXT NOT NULL,
      subtotal TEXT NOT NULL, shipping TEXT NOT NULL, tax TEXT NOT NULL, discounts TEXT NOT NULL,
      total TEXT NOT NULL,              -- these five: as ordered, before edits and refunds
      current_subtotal TEXT NOT NULL, current_shipping TEXT NOT NULL, current_tax TEXT NOT NULL,
      current_discounts TEXT NOT NULL, current_total TEXT NOT NULL,
      received TEXT NOT NULL, refunded TEXT NOT NULL, refunded_shipping TEXT NOT NULL,
      outstanding TEXT NOT NULL,
      presentment_subtotal TEXT NOT NULL, presentment_shipping TEXT NOT NULL, presentment_tax TEXT NOT NULL,
      presentment_discounts TEXT NOT NULL, presentment_total TEXT NOT NULL,
      presentment_current_total TEXT NOT NULL, presentment_refunded TEXT NOT NULL,
      customer_id INTEGER, customer_name TEXT,
      billing_name TEXT, billing_company TEXT, billing_address1 TEXT, billing_address2 TEXT,
      billing_city TEXT, billing_zip TEXT, billing_province TEXT, billing_province_name TEXT,
      billing_country TEXT, billing_phone TEXT,
      shipping_name TEXT, shipping_company TEXT, shipping_address1 TEXT, shipping_address2 TEXT,
      shipping_city TEXT, shipping_zip TEXT, shipping_province TEXT, shipping_province_name TEXT,
      shipping_country TEXT, shipping_phone TEXT,
      discount_codes TEXT NOT NULL,     -- like tags and payment_gateways: a comma and a space between them
      payment_gateways TEXT NOT NULL, note TEXT,
      attributes TEXT NOT NULL,         -- note attributes: JSON, [{"key", "value"}]
      tags TEXT NOT NULL, source TEXT, source_id TEXT, po_number TEXT,
      risk TEXT,                        -- the highest level assessed
      content TEXT NOT NULL,            -- the version: equal where nothing above or below it differs;
                                        -- empty until all below a new order is here too
      returns_read INTEGER NOT NULL,    -- 0: its returns are to be read
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX orders_name ON orders(name);
    CREATE INDEX orders_updated ON orders(updated_at);
    CREATE INDEX orders_return ON orders(return_status) WHERE return_status <> 'NO_RETURN';
    CREATE INDEX orders_returns_unread ON orders(id) WHERE returns_read = 0;
    CREATE TABLE orders_unread (id INTEGER PRIMARY KEY) STRICT;   -- whose content is to be taken anew
    CREATE TABLE order_lines (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, position INTEGER NOT NULL, product_id INTEGER,
      variant_id INTEGER, sku TEXT, title TEXT NOT NULL, variant_title TEXT, vendor TEXT,
      quantity INTEGER NOT NULL, current_quantity INTEGER NOT NULL, refunded_quantity INTEGER NOT NULL,
      fulfilled_quantity INTEGER NOT NULL, unfulfilled_quantity INTEGER NOT NULL,
      fulfillment_status TEXT NOT NULL, -- UNFULFILLED, PARTIALLY_FULFILLED, FULFILLED
      unit_price TEXT NOT NULL,
      discount TEXT NOT NULL,           -- all of it: line and order discounts, before refunds
      tax TEXT NOT NULL,
      tax_lines TEXT NOT NULL,          -- JSON, [{"title", "rate", "amount"}]
      total TEXT NOT NULL,              -- quantity × unit price less discount
      is_taxable INTEGER NOT NULL, requires_shipping INTEGER NOT NULL, is_gift_card INTEGER NOT NULL,
      attributes TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX order_lines_order ON order_lines(order_id, position);
    CREATE TABLE order_tax_lines (
      order_id INTEGER NOT NULL, position INTEGER NOT NULL, title TEXT NOT NULL, rate TEXT,
      amount TEXT NOT NULL, PRIMARY KEY (order_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE shipping_lines (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, title TEXT NOT NULL, code TEXT, source TEXT,
      price TEXT NOT NULL, discounted_price TEXT NOT NULL, tax TEXT NOT NULL, tax_lines TEXT NOT NULL,
      is_removed INTEGER NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX shipping_lines_order ON shipping_lines(order_id);
    CREATE TABLE transactions (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, parent_id INTEGER, refund_id INTEGER,
      kind TEXT NOT NULL, status TEXT NOT NULL, gateway TEXT, payment_id TEXT, amount TEXT NOT NULL,
      currency TEXT NOT NULL, presentment_amount TEXT NOT NULL, presentment_currency TEXT NOT NULL,
      is_test INTEGER NOT NULL, created_at TEXT NOT NULL, processed_at TEXT
    ) STRICT;
    CREATE INDEX transactions_order ON transactions(order_id);
    CREATE TABLE refunds (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, return_id INTEGER, created_at TEXT,
      processed_at TEXT, updated_at TEXT NOT NULL, total TEXT NOT NULL, currency TEXT NOT NULL,
      presentment_total TEXT NOT NULL, presentment_currency TEXT NOT NULL, note TEXT,
      lines_read INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX refunds_order ON refunds(order_id);
    CREATE INDEX refunds_unread ON refunds(id) WHERE lines_read = 0;
    CREATE TABLE refund_lines (
      id INTEGER PRIMARY KEY, refund_id INTEGER NOT NULL, order_line_id INTEGER NOT NULL,
      quantity INTEGER NOT NULL, subtotal TEXT NOT NULL, tax TEXT NOT NULL, restock TEXT NOT NULL,
      location_id INTEGER
    ) STRICT;
    CREATE INDEX refund_lines_refund ON refund_lines(refund_id);
    CREATE INDEX refund_lines_line ON refund_lines(order_line_id);
    CREATE TABLE refund_shipping_lines (
      id INTEGER PRIMARY KEY, refund_id INTEGER NOT NULL, shipping_line_id INTEGER,
      subtotal TEXT NOT NULL, tax TEXT NOT NULL
    ) STRICT;
    CREATE INDEX refund_shipping_lines_refund ON refund_shipping_lines(refund_id);
    CREATE TABLE order_adjustments (
      id INTEGER PRIMARY KEY, refund_id INTEGER NOT NULL, reason TEXT, amount TEXT NOT NULL,
      tax TEXT NOT NULL
    ) STRICT;
    CREATE INDEX order_adjustments_refund ON order_adjustments(refund_id);
    CREATE TABLE fulfillments (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, name TEXT NOT NULL, location_id INTEGER,
      status TEXT NOT NULL, display_status TEXT, quantity INTEGER NOT NULL, tracking_company TEXT,
      tracking_numbers TEXT NOT NULL,   -- JSON, in Shopify's order
      tracking_urls TEXT NOT NULL,      -- JSON, beside the numbers; null where there is none
      created_at TEXT NOT NULL, updated_at TEXT NOT NULL, delivered_at TEXT,
      lines_read INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX fulfillments_order ON fulfillments(order_id);
    CREATE INDEX fulfillments_unread ON fulfillments(id) WHERE lines_read = 0;
    CREATE TABLE fulfillment_lines (
      id INTEGER PRIMARY KEY, fulfillment_id INTEGER NOT NULL, order_line_id INTEGER NOT NULL,
      quantity INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX fulfillment_lines_fulfillment ON fulfillment_lines(fulfillment_id);
    CREATE INDEX fulfillment_lines_line ON fulfillment_lines(order_line_id);
    CREATE TABLE returns (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL,
      quantity INTEGER NOT NULL, created_at TEXT NOT NULL, approved_at TEXT, closed_at TEXT,
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX returns_order ON returns(order_id);
    CREATE INDEX returns_open ON returns(order_id) WHERE status IN ('REQUESTED', 'OPEN');
    CREATE TABLE return_lines (
      id INTEGER PRIMARY KEY, return_id INTEGER NOT NULL, order_line_id INTEGER, quantity INTEGER NOT NULL,
      processed_quantity INTEGER NOT NULL, refunded_quantity INTEGER NOT NULL, reason TEXT, note TEXT,
      customer_note TEXT, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX return_lines_return ON return_lines(return_id);
    CREATE TABLE agreements (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, happened_at TEXT NOT NULL,
      reason TEXT NOT NULL,             -- ORDER, ORDER_EDIT, REFUND, RETURN
      refund_id INTEGER, return_id INTEGER, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX agreements_order ON agreements(order_id);
    CREATE INDEX agreements_happened ON agreements(happened_at);
    CREATE TABLE sales (
      agreement_id INTEGER NOT NULL, id INTEGER NOT NULL, order_id INTEGER NOT NULL,
      happened_at TEXT NOT NULL, reason TEXT NOT NULL,
      action_type TEXT NOT NULL,        -- ORDER, RETURN, UPDATE
      line_type TEXT NOT NULL,          -- PRODUCT, SHIPPING, GIFT_CARD, ADJUSTMENT, …
      order_line_id INTEGER, shipping_line_id INTEGER, quantity INTEGER,
      total TEXT NOT NULL,              -- after discounts, with tax; below zero where taken back
      discount TEXT NOT NULL,           -- as Shopify's totalDiscountAmountBeforeTaxes
      discount_after_tax TEXT NOT NULL, -- as Shopify's totalDiscountAmountAfterTaxes
      tax TEXT NOT NULL,
      taxes TEXT NOT NULL,              -- JSON, [{"title", "rate", "amount"}]
      known_at TEXT NOT NULL, PRIMARY KEY (agreement_id, id, line_type)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sales_order ON sales(order_id);
    CREATE INDEX sales_happened ON sales(happened_at);
    CREATE TABLE fulfillment_orders (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, order_name TEXT NOT NULL, status TEXT NOT NULL,
      request_status TEXT NOT NULL, location_id INTEGER, location_name TEXT NOT NULL,
      supported_actions TEXT NOT NULL,  -- JSON, ["CREATE_FULFILLMENT", …]
      fulfill_at TEXT, created_at TEXT NOT NULL, updated_at TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fulfillment_orders_order ON fulfillment_orders(order_id);
    CREATE TABLE fulfillment_order_lines (
      id INTEGER PRIMARY KEY, fulfillment_order_id INTEGER NOT NULL, order_line_id INTEGER NOT NULL,
      variant_id INTEGER, item_id INTEGER, sku TEXT, quantity INTEGER NOT NULL,
      remaining_quantity INTEGER NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX fulfillment_order_lines_order ON fulfillment_order_lines(fulfillment_order_id);
    CREATE INDEX fulfillment_order_lines_line ON fulfillment_order_lines(order_line_id);
    CREATE TABLE fulfillment_holds (
      id INTEGER PRIMARY KEY, fulfillment_order_id INTEGER NOT NULL, reason TEXT NOT NULL, notes TEXT,
      display_reason TEXT NOT NULL, handle TEXT
    ) STRICT;
    CREATE INDEX fulfillment_holds_order ON fulfillment_holds(fulfillment_order_id);
    """
}
