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
      ExportColumn("tags", .text, "Its tags, a comma and a space between them."),
      ExportColumn("category", .text, "Its category in Shopify's taxonomy."),
      ExportColumn("description_html", .text, "Its description, in HTML."),
      ExportColumn(
        "seo_title", .text, "The title search engines show, where it has one of its own."),
      ExportColumn("seo_description", .text, "The description search engines show, likewise."),
      ExportColumn("image_url", .text, "The address of its first image."),
      ExportColumn("currency", .plain, "The shop's currency; prices are in it."),
      ExportColumn("variant_id", .plain, "The variant's id.").ofLine,
      ExportColumn("position", .number, "Its place, from 1.").ofLine,
      ExportColumn("variant_title", .text, "Its title.").ofLine,
      ExportColumn("option1", .text, "Its value of the first option.").ofLine,
      ExportColumn("option2", .text, "Of the second; empty where there is none.").ofLine,
      ExportColumn("option3", .text, "Of the third; empty where there is none.").ofLine,
      ExportColumn("sku", .text, "Its SKU.").ofLine,
      ExportColumn("barcode", .text, "Its barcode.").ofLine,
      ExportColumn("price", .money, "Its price.").ofLine,
      ExportColumn("compare_at_price", .money, "Its price before a sale; empty where none.").ofLine,
      ExportColumn("cost", .money, "What one costs the shop.").ofLine,
      ExportColumn("weight", .plain, "Its weight.").ofLine,
      ExportColumn("weight_unit", .plain, "The weight's unit.").ofLine,
      ExportColumn("hs_code", .plain, "Its HS code.").ofLine,
      ExportColumn("country_of_origin", .plain, "Where it was made, two letters.").ofLine,
      ExportColumn(
        "inventory_policy", .plain, "DENY or CONTINUE: whether it is sold when there is none."
      ).ofLine,
    ],
    names: XMLTableWriter.Names(root: "products", record: "product", line: "variant"),
    writesAll: true)
}
