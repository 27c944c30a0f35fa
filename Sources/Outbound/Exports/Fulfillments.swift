// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Shipments with their lines and tracking numbers.
  package static let fulfillments = ExportKind(
    name: "fulfillments",
    title: "Shipments",
    streams: ["shop", "locations", "orders"],
    sql: """
      -- fulfillments: one row a line item of a shipment.
      SELECT
        f.id AS fulfillment_id,
        0 AS version,
        o.id AS order_id,
        o.name AS order_name,
        f.name AS fulfillment_name,
        f.status,
        f.display_status,
        f.location_id,
        p.name AS location,
        f.tracking_company,
        (SELECT group_concat(value, ', ') FROM json_each(f.tracking_numbers)) AS tracking_numbers,
        (SELECT group_concat(value, ' ') FROM json_each(f.tracking_urls)) AS tracking_urls,
        f.created_at AS shipped_at,
        local_day(f.created_at, :zone) AS ship_day,
        f.delivered_at,
        i.order_line_id AS line_id,
        l.sku,
        l.title,
        l.variant_title,
        i.quantity
      FROM fulfillments f
      JOIN orders o ON o.id = f.order_id AND o.content <> ''
      LEFT JOIN locations p ON p.id = f.location_id
      LEFT JOIN fulfillment_lines i ON i.fulfillment_id = f.id
      LEFT JOIN order_lines l ON l.id = i.order_line_id
      WHERE f.created_at < :before
      """,
    picking: .rows,
    key: ["fulfillment_id"],
    order: "fulfillment_id, line_id",
    columns: [
      ExportColumn("fulfillment_id", .plain, "The shipment's id."),
      ExportColumn("version", .number, "1 the first time, one more each time it comes out again."),
      ExportColumn("order_id", .plain, "The order's id."),
      ExportColumn("order_name", .text, "The order's name, e.g. #1001."),
      ExportColumn("fulfillment_name", .text, "The shipment's name, e.g. #1001-F1."),
      ExportColumn("status", .plain, "SUCCESS, CANCELLED, PENDING, OPEN, ERROR or FAILURE."),
      ExportColumn("display_status", .plain, "How far it is, e.g. IN_TRANSIT or DELIVERED."),
      ExportColumn("location_id", .plain, "Where it was shipped from."),
      ExportColumn("location", .text, "That location's name."),
      ExportColumn("tracking_company", .text, "The carrier."),
      ExportColumn(
        "tracking_numbers", .text, "Its numbers, a comma and a space between them."),
      ExportColumn("tracking_urls", .text, "Their addresses, a space between them."),
      ExportColumn("shipped_at", .time, "When it was made."),
      ExportColumn("ship_day", .day, "Its day in the export's zone."),
      ExportColumn("delivered_at", .time, "When it was delivered; empty before."),
      ExportColumn("line_id", .plain, "The line item's id.").ofLine,
      ExportColumn("sku", .text, "The line item's SKU when it was sold.").ofLine,
      ExportColumn("title", .text, "The line item's title when it was sold.").ofLine,
      ExportColumn("variant_title", .text, "Its variant when it was sold.").ofLine,
      ExportColumn("quantity", .number, "How many were shipped.").ofLine.summed,
    ],
    names: XMLTableWriter.Names(root: "fulfillments", record: "fulfillment", line: "line"))
}
