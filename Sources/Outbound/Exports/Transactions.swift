// SPDX-License-Identifier: Apache-2.0

import Tables

extension ExportKind {
  /// Transactions: the cash.
  package static let transactions = ExportKind(
    name: "transactions",
    title: "Transactions",
    streams: ["shop", "orders"],
    sql: """
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
      """,
    picking: .rows,
    key: ["transaction_id"],
    order: "transaction_id",
    columns: [
      ExportColumn("transaction_id", .plain, "The transaction's id."),
      ExportColumn("version", .number, "1 the first time, one more each time it comes out again."),
      ExportColumn("order_id", .plain, "The order's id."),
      ExportColumn("order_name", .text, "The order's name, e.g. #1001."),
      ExportColumn("refund_id", .plain, "The refund it belongs to; empty where there is none."),
      ExportColumn(
        "parent_id", .plain, "The transaction it captures, voids or refunds; empty where none."),
      ExportColumn("kind", .plain, "SALE, AUTHORIZATION, CAPTURE, VOID, REFUND or CHANGE."),
      ExportColumn("status", .plain, "SUCCESS, PENDING, FAILURE, ERROR and others."),
      ExportColumn("gateway", .text, "The payment provider."),
      ExportColumn("payment_id", .text, "The provider's number for it."),
      ExportColumn("amount", .money, "The amount, in the shop's currency; never below zero."),
      ExportColumn("currency", .plain, "The shop's currency."),
      ExportColumn("presentment_amount", .money, "The amount in the currency the customer saw."),
      ExportColumn("presentment_currency", .plain, "That currency."),
      ExportColumn("processed_at", .time, "When it was processed."),
      ExportColumn("day", .day, "Its day in the export's zone."),
      ExportColumn("test", .plain, "Whether it was a test: true or false."),
    ],
    names: XMLTableWriter.Names(root: "transactions", record: "transaction", line: "line"))
}
