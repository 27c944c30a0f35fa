// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Products with their variants: a snapshot.
  package static let products = ExportKind(
    name: "products",
    title: "Products",
    streams: ["shop", "products"],
    sql: """
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
      """,
    picking: .rows,
    key: ["product_id"],
    order: "product_id, position, variant_id",
    columns: [
      ExportColumn("product_id", .plain, "The product's id."),
      ExportColumn("version", .number, "0, or with `rows: changes` how often it came out."),
      ExportColumn("handle", .plain, "Its handle."),
      ExportColumn("title", .text, "Its title."),
      ExportColumn("status", .plain, "ACTIVE, DRAFT, ARCHIVED or UNLISTED."),
      ExportColumn("vendor", .text, "Its vendor."),
      ExportColumn("type", .text, "Its type."),
      ExportColumn("currency", .plain, "The shop's currency; prices are in it."),
      ExportColumn("variant_id", .plain, "The variant's id.").ofLine,
      ExportColumn("position", .number, "Its place, from 1.").ofLine,
      ExportColumn("variant_title", .text, "Its title.").ofLine,
      ExportColumn("sku", .text, "Its SKU.").ofLine,
      ExportColumn("barcode", .text, "Its barcode.").ofLine,
      ExportColumn("price", .money, "Its price.").ofLine,
      ExportColumn("compare_at_price", .money, "Its price before a sale; empty where none.").ofLine,
    ],
    names: XMLTableWriter.Names(root: "products", record: "product", line: "variant"),
    writesAll: true)
}
