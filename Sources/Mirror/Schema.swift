// SPDX-License-Identifier: Apache-2.0

/// The mirror's tables: what admins query and exports read. Ids are the numeric part of Shopify's gids;
/// times are RFC 3339 in UTC as Shopify gives them; money is text with the currency beside it.
/// `known_at` is when we knew the row: a refresh that began earlier does not overwrite it.
enum Schema {
  /// In order; a mirror of another version is thrown away and filled anew.
  static let statements: String = """
    CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE streams (
      name TEXT PRIMARY KEY,
      watermark TEXT,                   -- updated_at up to which it is complete
      full_at TEXT,                     -- when it was last filled whole
      refreshed_at TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE shop (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, domain TEXT NOT NULL, currency TEXT NOT NULL,
      zone TEXT NOT NULL, plan TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE locations (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, is_active INTEGER NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE products (
      id INTEGER PRIMARY KEY, handle TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,
      vendor TEXT, type TEXT, updated_at TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX products_handle ON products(handle);
    CREATE TABLE variants (
      id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, item_id INTEGER NOT NULL, title TEXT NOT NULL,
      sku TEXT, barcode TEXT, price TEXT NOT NULL, compare_at_price TEXT, position INTEGER NOT NULL,
      updated_at TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX variants_product ON variants(product_id);
    CREATE INDEX variants_item ON variants(item_id, sku, barcode, id);
    CREATE INDEX variants_sku ON variants(sku) WHERE sku IS NOT NULL;
    CREATE INDEX variants_barcode ON variants(barcode) WHERE barcode IS NOT NULL;
    CREATE TABLE inventory_levels (
      item_id INTEGER NOT NULL, location_id INTEGER NOT NULL, level_id TEXT NOT NULL,
      available INTEGER NOT NULL, on_hand INTEGER NOT NULL, updated_at TEXT NOT NULL,
      known_at TEXT NOT NULL, PRIMARY KEY (item_id, location_id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, created_at TEXT NOT NULL,
      processed_at TEXT, updated_at TEXT NOT NULL, cancelled_at TEXT, closed_at TEXT,
      currency TEXT NOT NULL, presentment_currency TEXT NOT NULL, taxes_included INTEGER NOT NULL,
      financial_status TEXT, fulfillment_status TEXT NOT NULL, return_status TEXT NOT NULL,
      subtotal TEXT NOT NULL, shipping TEXT NOT NULL, tax TEXT NOT NULL, discounts TEXT NOT NULL,
      total TEXT NOT NULL, current_total TEXT NOT NULL, refunded TEXT NOT NULL, outstanding TEXT NOT NULL,
      customer_id INTEGER, shipping_name TEXT, shipping_address1 TEXT, shipping_address2 TEXT,
      shipping_city TEXT, shipping_zip TEXT, shipping_province TEXT, shipping_country TEXT,
      note TEXT, tags TEXT NOT NULL, source TEXT,
      content TEXT NOT NULL,            -- the version: equal where nothing above or below it differs;
                                        -- empty until lines and refunds of a new order are here too
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX orders_name ON orders(name);
    CREATE INDEX orders_updated ON orders(updated_at);
    CREATE INDEX orders_return ON orders(return_status) WHERE return_status <> 'NO_RETURN';
    CREATE TABLE orders_unread (id INTEGER PRIMARY KEY) STRICT;   -- whose content is to be taken anew
    CREATE TABLE order_lines (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, position INTEGER NOT NULL, variant_id INTEGER,
      sku TEXT, title TEXT NOT NULL, variant_title TEXT, vendor TEXT, quantity INTEGER NOT NULL,
      current_quantity INTEGER NOT NULL, refunded_quantity INTEGER NOT NULL,
      unit_price TEXT NOT NULL,
      discount TEXT NOT NULL,           -- all of it: line and order discounts, before refunds
      tax TEXT NOT NULL,
      total TEXT NOT NULL,              -- quantity × unit price less discount
      known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX order_lines_order ON order_lines(order_id, position);
    CREATE TABLE transactions (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, parent_id INTEGER, kind TEXT NOT NULL,
      status TEXT NOT NULL, gateway TEXT, amount TEXT NOT NULL, currency TEXT NOT NULL,
      created_at TEXT NOT NULL, processed_at TEXT
    ) STRICT;
    CREATE INDEX transactions_order ON transactions(order_id);
    CREATE TABLE refunds (
      id INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, created_at TEXT, updated_at TEXT NOT NULL,
      total TEXT NOT NULL, currency TEXT NOT NULL, note TEXT, lines_read INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX refunds_order ON refunds(order_id);
    CREATE INDEX refunds_unread ON refunds(id) WHERE lines_read = 0;
    CREATE TABLE refund_lines (
      id INTEGER PRIMARY KEY, refund_id INTEGER NOT NULL, order_line_id INTEGER NOT NULL,
      quantity INTEGER NOT NULL, subtotal TEXT NOT NULL, tax TEXT NOT NULL, restock TEXT NOT NULL
    ) STRICT;
    CREATE INDEX refund_lines_refund ON refund_lines(refund_id);
    CREATE INDEX refund_lines_line ON refund_lines(order_line_id);
    """
}
