// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Orders in the layout of the file Shopify's own admin exports, which many tools read.
  package static let shopifyOrders = ExportKind(
    name: "shopify-orders",
    title: "Orders",
    streams: ["shop", "orders"],
    sql: shopifyOrdersSQL,
    picking: .objects(
      "SELECT id AS key, content FROM orders WHERE created_at < :before ORDER BY id"),
    key: ["_order"],
    order: "_order, _position",
    columns: shopifyOrdersColumns,
    names: XMLTableWriter.Names(root: "orders", record: "order", line: "line"))

  /// What stands on the first row of an order only comes from `f`.
  private static let shopifyOrdersSQL = """
    -- shopify-orders: the layout of the file Shopify's admin exports, one row a line item. Name, Email and Created at stand on every
    -- row, the other values of an order on its first. What the API does not give stays empty.
    SELECT
      o.id AS "_order",
      l.position AS "_position",
      o.name AS "Name",
      coalesce(o.email, '') AS "Email",
      lower(f.financial_status) AS "Financial Status",
      shopify_time((SELECT min(coalesce(t.processed_at, t.created_at)) FROM transactions t WHERE t.order_id = f.id
        AND t.status = 'SUCCESS' AND t.kind IN ('SALE', 'CAPTURE')), :zone) AS "Paid at",
      CASE f.fulfillment_status WHEN 'PARTIALLY_FULFILLED' THEN 'partial' ELSE lower(f.fulfillment_status) END
        AS "Fulfillment Status",
      iif(f.fulfillment_status = 'FULFILLED', shopify_time((SELECT max(s.created_at) FROM fulfillments s
        WHERE s.order_id = f.id AND s.status = 'SUCCESS'), :zone), NULL) AS "Fulfilled at",
      NULL AS "Accepts Marketing",
      f.currency AS "Currency",
      f.subtotal AS "Subtotal",
      f.shipping AS "Shipping",
      f.tax AS "Taxes",
      f.total AS "Total",
      f.discount_codes AS "Discount Code",
      f.discounts AS "Discount Amount",
      (SELECT title FROM shipping_lines s WHERE s.order_id = f.id AND s.is_removed = 0 ORDER BY s.id LIMIT 1)
        AS "Shipping Method",
      shopify_time(o.created_at, :zone) AS "Created at",
      l.quantity AS "Lineitem quantity",
      l.title || coalesce(' - ' || nullif(l.variant_title, ''), '') AS "Lineitem name",
      l.unit_price AS "Lineitem price",
      NULL AS "Lineitem compare at price",
      l.sku AS "Lineitem sku",
      iif(l.requires_shipping, 'true', 'false') AS "Lineitem requires shipping",
      iif(l.is_taxable, 'true', 'false') AS "Lineitem taxable",
      CASE l.fulfillment_status WHEN 'FULFILLED' THEN 'fulfilled' WHEN 'PARTIALLY_FULFILLED' THEN 'partial'
        WHEN 'UNFULFILLED' THEN 'pending' END AS "Lineitem fulfillment status",
      f.billing_name AS "Billing Name",
      f.billing_address1 || coalesce(', ' || nullif(f.billing_address2, ''), '') AS "Billing Street",
      f.billing_address1 AS "Billing Address1",
      f.billing_address2 AS "Billing Address2",
      f.billing_company AS "Billing Company",
      f.billing_city AS "Billing City",
      iif(f.billing_zip GLOB '[0-9]*', '''' || f.billing_zip, f.billing_zip) AS "Billing Zip",
      f.billing_province AS "Billing Province",
      f.billing_country AS "Billing Country",
      f.billing_phone AS "Billing Phone",
      f.shipping_name AS "Shipping Name",
      f.shipping_address1 || coalesce(', ' || nullif(f.shipping_address2, ''), '') AS "Shipping Street",
      f.shipping_address1 AS "Shipping Address1",
      f.shipping_address2 AS "Shipping Address2",
      f.shipping_company AS "Shipping Company",
      f.shipping_city AS "Shipping City",
      iif(f.shipping_zip GLOB '[0-9]*', '''' || f.shipping_zip, f.shipping_zip) AS "Shipping Zip",
      f.shipping_province AS "Shipping Province",
      f.shipping_country AS "Shipping Country",
      f.shipping_phone AS "Shipping Phone",
      f.note AS "Notes",
      (SELECT group_concat((value ->> 'key') || ': ' || coalesce(value ->> 'value', ''), char(10))
        FROM json_each(f.attributes)) AS "Note Attributes",
      shopify_time(f.cancelled_at, :zone) AS "Cancelled at",
      f.payment_gateways AS "Payment Method",
      (SELECT t.payment_id FROM transactions t WHERE t.order_id = f.id ORDER BY t.id LIMIT 1) AS "Payment Reference",
      f.refunded AS "Refunded Amount",
      l.vendor AS "Vendor",
      f.outstanding AS "Outstanding Balance",
      NULL AS "Employee",
      NULL AS "Location",
      NULL AS "Device ID",
      f.id AS "Id",
      f.tags AS "Tags",
      CASE f.risk WHEN 'HIGH' THEN 'High' WHEN 'MEDIUM' THEN 'Medium' WHEN 'LOW' THEN 'Low' END AS "Risk Level",
      f.source AS "Source",
      l.discount AS "Lineitem discount",
    \((1...5).map { number in
      """
        (SELECT title || coalesce(' ' || decimal_mul(rate, '100') || '%', '') FROM order_tax_lines t
          WHERE t.order_id = f.id ORDER BY t.position LIMIT 1 OFFSET \(number - 1)) AS "Tax \(number) Name",
        (SELECT amount FROM order_tax_lines t WHERE t.order_id = f.id ORDER BY t.position LIMIT 1 OFFSET \(number - 1))
          AS "Tax \(number) Value",
      """
    }.joined(separator: "\n"))
      f.phone AS "Phone",
      NULL AS "Receipt Number",
      NULL AS "Duties",
      f.billing_province_name AS "Billing Province Name",
      f.shipping_province_name AS "Shipping Province Name",
      (SELECT t.payment_id FROM transactions t WHERE t.order_id = f.id ORDER BY t.id LIMIT 1) AS "Payment ID",
      NULL AS "Payment Terms Name",
      NULL AS "Next Payment Due At",
      (SELECT group_concat(t.payment_id, ' + ') FROM transactions t WHERE t.order_id = f.id AND t.payment_id IS NOT NULL)
        AS "Payment References"
    FROM picked p
    JOIN orders o ON o.id = p.key
    LEFT JOIN order_lines l ON l.order_id = o.id
    LEFT JOIN orders f ON f.id = o.id AND coalesce(l.position, 1) = 1
    """

  private static let shopifyOrdersColumns: [ExportColumn] = {
    let money: Set<String> = [
      "Subtotal", "Shipping", "Taxes", "Total", "Discount Amount", "Lineitem price",
      "Refunded Amount", "Outstanding Balance", "Lineitem discount", "Tax 1 Value", "Tax 2 Value",
      "Tax 3 Value", "Tax 4 Value", "Tax 5 Value",
    ]
    let text: Set<String> = [
      "Name", "Email", "Discount Code", "Shipping Method", "Lineitem name", "Lineitem sku", "Notes",
      "Note Attributes", "Payment Method", "Payment Reference", "Vendor", "Tags", "Source",
      "Payment ID", "Payment References",
    ]
    let summed: Set<String> = ["Total", "Refunded Amount"]
    return shopifyOrdersNames.map { name in
      var column = ExportColumn(
        name,
        money.contains(name)
          ? .money
          : name == "Lineitem quantity"
            ? .number
            : text.contains(name) || name.hasPrefix("Billing") || name.hasPrefix("Shipping ")
              ? .text : .plain, shopifyOrdersDoc(name))
      column.isSummed = summed.contains(name)
      return column
    }
  }()

  private static func shopifyOrdersDoc(_ name: String) -> String {
    switch name {
    case "_order", "_position": "Not written."
    case "Name": "The order's name, on every row."
    case "Email", "Created at": "On every row."
    case _ where name.hasPrefix("Lineitem"): "Of the line item."
    case "Vendor": "Of the line item."
    case "Billing Zip", "Shipping Zip":
      "Digits have an apostrophe before them, as in Shopify's own file."
    case "Total": "The order's total before edits and refunds, in the shop's currency."
    case "Accepts Marketing", "Lineitem compare at price", "Employee", "Location", "Device ID",
      "Receipt Number", "Duties", "Payment Terms Name", "Next Payment Due At":
      "Always empty."
    default: "On the order's first row."
    }
  }

  private static let shopifyOrdersNames =
    ["_order", "_position"]
    + "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,Lineitem compare at price,Lineitem sku,Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,Billing Name,Billing Street,Billing Address1,Billing Address2,Billing Company,Billing City,Billing Zip,Billing Province,Billing Country,Billing Phone,Shipping Name,Shipping Street,Shipping Address1,Shipping Address2,Shipping Company,Shipping City,Shipping Zip,Shipping Province,Shipping Country,Shipping Phone,Notes,Note Attributes,Cancelled at,Payment Method,Payment Reference,Refunded Amount,Vendor,Outstanding Balance,Employee,Location,Device ID,Id,Tags,Risk Level,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Tax 2 Name,Tax 2 Value,Tax 3 Name,Tax 3 Value,Tax 4 Name,Tax 4 Value,Tax 5 Name,Tax 5 Value,Phone,Receipt Number,Duties,Billing Province Name,Shipping Province Name,Payment ID,Payment Terms Name,Next Payment Due At,Payment References"
    .split(separator: ",").map(String.init)
}
