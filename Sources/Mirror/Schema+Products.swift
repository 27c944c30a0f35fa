// SPDX-License-Identifier: Apache-2.0

extension Schema {
  /// Products and what belongs to them. Lists are JSON arrays as text.
  static let products = """
    CREATE TABLE products (
      id INTEGER PRIMARY KEY, handle TEXT NOT NULL, title TEXT NOT NULL, status TEXT NOT NULL,
      vendor TEXT, type TEXT, category TEXT, category_name TEXT, tags TEXT NOT NULL DEFAULT '[]',
      seo_title TEXT, seo_description TEXT, template TEXT, created_at TEXT, updated_at TEXT NOT NULL,
      known_at TEXT NOT NULL,
      description_html TEXT             -- last, so that a long one is in nobody's way
    ) STRICT;
    CREATE INDEX products_handle ON products(handle);
    CREATE TABLE product_options (
      product_id INTEGER NOT NULL, position INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL,
      option_values TEXT NOT NULL, known_at TEXT NOT NULL, PRIMARY KEY (product_id, position)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE product_media (
      product_id INTEGER NOT NULL, id INTEGER NOT NULL, position INTEGER NOT NULL, type TEXT NOT NULL,
      status TEXT NOT NULL, url TEXT, alt TEXT, known_at TEXT NOT NULL, PRIMARY KEY (product_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE variants (
      id INTEGER PRIMARY KEY, product_id INTEGER NOT NULL, item_id INTEGER NOT NULL, title TEXT NOT NULL,
      sku TEXT, barcode TEXT, price TEXT NOT NULL, compare_at_price TEXT, position INTEGER NOT NULL,
      option1 TEXT, option2 TEXT, option3 TEXT, media_id INTEGER, taxable INTEGER, tax_code TEXT,
      inventory_policy TEXT, tracked INTEGER, requires_shipping INTEGER, cost TEXT, weight TEXT,
      weight_unit TEXT, hs_code TEXT, country_of_origin TEXT, province_of_origin TEXT,
      updated_at TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX variants_product ON variants(product_id);
    CREATE INDEX variants_item ON variants(item_id, sku, barcode, id);
    CREATE INDEX variants_sku ON variants(sku) WHERE sku IS NOT NULL;
    CREATE INDEX variants_barcode ON variants(barcode) WHERE barcode IS NOT NULL;
    CREATE TABLE metafields (
      owner_type TEXT NOT NULL, owner_id INTEGER NOT NULL, namespace TEXT NOT NULL, key TEXT NOT NULL,
      id INTEGER NOT NULL, type TEXT NOT NULL, value TEXT NOT NULL, compare_digest TEXT NOT NULL,
      known_at TEXT NOT NULL, PRIMARY KEY (owner_type, owner_id, namespace, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX metafields_id ON metafields(value) WHERE type = 'id';
    CREATE TABLE publications (
      id INTEGER PRIMARY KEY, name TEXT NOT NULL, known_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE product_publications (
      product_id INTEGER NOT NULL, publication_id INTEGER NOT NULL, is_published INTEGER NOT NULL,
      published_at TEXT, known_at TEXT NOT NULL, PRIMARY KEY (product_id, publication_id)
    ) STRICT, WITHOUT ROWID;
    """
}
