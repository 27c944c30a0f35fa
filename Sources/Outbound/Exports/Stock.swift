// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Stock by location: a snapshot.
  package static let stock = ExportKind(
    name: "stock",
    title: "Stock",
    streams: ["shop", "locations", "products", "inventory"],
    sql: """
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
      """,
    picking: .rows,
    key: ["item_id", "location_id"],
    order: "item_id, location_id, variant_id",
    columns: [
      ExportColumn("item_id", .plain, "The inventory item's id."),
      ExportColumn("location_id", .plain, "The location's id."),
      ExportColumn("version", .number, "0, or with `rows: changes` how often it came out."),
      ExportColumn("location", .text, "The location's name."),
      ExportColumn("sku", .text, "The variant's SKU."),
      ExportColumn("barcode", .text, "The variant's barcode."),
      ExportColumn("handle", .plain, "The product's handle."),
      ExportColumn("product", .text, "The product's title."),
      ExportColumn("variant", .text, "The variant's title."),
      ExportColumn("variant_id", .plain, "The variant's id."),
      ExportColumn("available", .number, "How many can be sold there.").summed,
      ExportColumn("on_hand", .number, "How many are there.").summed,
    ],
    names: XMLTableWriter.Names(root: "stock", record: "level", line: "line"), writesAll: true)
}
