// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Deletes products.
  package static let productDelete = Operation(
    name: "product.delete",
    doc: "Deletes products with their variants and images; `undo` cannot bring them back.",
    fields: [
      Field("product_id", .id(type: "Product"), "The product's id, as a number or a gid."),
      Field("handle", .text, "The product's handle."),
    ],
    keys: [["product_id"], ["handle"]],
    values: .optional([]),
    steps: [RemovalSteps.product],
    scopes: ["write_products"],
    routes: [.direct, .bulk],
    streams: ["products"],
    objects:
      "SELECT CAST(p.id AS TEXT) AS object, p.id AS product_id, p.handle AS handle FROM products p",
    objectName: "product",
    identity: ["product_id"],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: nil,
    readBack: ReadBack(
      document: "query dray_read($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      id: { "gid://shopify/Product/\($0.identity["product_id"] ?? "")" }, values: { _ in [:] }),
    mirrorUpdates: [
      "DELETE FROM inventory_levels WHERE item_id IN (SELECT item_id FROM variants WHERE product_id = CAST(:product_id AS INTEGER))",
      "DELETE FROM variants WHERE product_id = CAST(:product_id AS INTEGER)",
      "DELETE FROM products WHERE id = CAST(:product_id AS INTEGER)",
    ],
    quantityFields: [],
    removes: { _ in true },
    undo: { _, _ in
      .never("a deleted product cannot be brought back; make it anew with product.set")
    })

  /// Takes products off sale without deleting them.
  package static let productArchive = Operation(
    name: "product.archive",
    doc: "Archives products: they stay, with their orders and reports, and are sold no more.",
    fields: [
      Field("product_id", .id(type: "Product"), "The product's id, as a number or a gid."),
      Field("handle", .text, "The product's handle."),
    ],
    keys: [["product_id"], ["handle"]],
    values: .optional([]),
    steps: [ProductSteps.update],
    composition: Composition(
      groups: { key in
        key.first == "handle"
          ? "SELECT s.record, CAST(p.id AS TEXT) AS grp, p.id AS id FROM staged s JOIN products p ON p.handle = s.handle"
          : "SELECT s.record, CAST(p.id AS TEXT) AS grp, p.id AS id FROM staged s JOIN products p ON p.id = s.product_id"
      },
      current: "SELECT p.status FROM products p WHERE p.id = CAST(:id AS INTEGER)",
      compose: { group in
        guard let first = group.records.first else { return [] }
        return group.records.map { row in
          if group.current == "ARCHIVED" {
            return Composition.Composed(record: row.record, .unchanged)
          }
          if row.record != first.record {
            return Composition.Composed(record: row.record, .shared(with: first.record))
          }
          return Composition.Composed(
            record: row.record,
            .change(
              Intent(
                object: group.name, identity: ["product_id": group.name],
                desired: ["status": "ARCHIVED"], prior: ["status": group.current])))
        }
      }),
    rereads: Rereads("products") { $0.identity["product_id"] },
    scopes: ["write_products"],
    routes: [.direct, .bulk],
    streams: ["products"],
    objects: "",
    objectName: "product",
    identity: [],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: nil,
    readBack: ReadBack(
      document:
        "query dray_read($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id status } } }",
      id: { "gid://shopify/Product/\($0.identity["product_id"] ?? "")" },
      values: { node in node["status"]?.string.map { ["status": $0] } }),
    mirrorUpdates: [],
    quantityFields: [],
    undo: { applied, current in
      guard let prior = applied.prior["status"] ?? nil, let set = applied.desired["status"] ?? nil
      else {
        return .never("its status before is not known")
      }
      guard let current else { return .changedSince("the store no longer has the product") }
      if current == prior { return .unchanged }
      guard current == set else {
        return .changedSince("status was set to \(set), the store has \(current)")
      }
      return .change(
        Intent(
          object: applied.object, identity: applied.identity, desired: ["status": prior],
          prior: ["status": current]))
    })
}
