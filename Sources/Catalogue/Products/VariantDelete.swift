// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Deletes variants, those of one product in one request.
  package static let variantDelete = Operation(
    name: "variant.delete",
    doc:
      "Deletes variants; a product keeps its last one, so records that name all of a product's variants are rejected.",
    fields: VariantKeys.fields,
    keys: VariantKeys.keys,
    values: .optional([]),
    steps: [RemovalSteps.variants],
    composition: Composition(
      groups: { key in
        let name = key.first ?? "sku"
        // Each record with the variant it names; more than one product for a key is ambiguous.
        return """
          SELECT DISTINCT s.record, CAST(v.product_id AS TEXT) AS grp, v.product_id AS id
          FROM staged s JOIN variants v ON v.\(name == "variant_id" ? "id" : name) = s.\(name)
          """
      },
      current: """
        SELECT json_group_array(json_object('id', v.id, 'sku', v.sku, 'barcode', v.barcode))
        FROM variants v WHERE v.product_id = CAST(:id AS INTEGER)
        """,
      compose: VariantDeletion.compose),
    rereads: Rereads("products") { $0.identity["product_id"] },
    scopes: ["write_products"],
    routes: [.direct, .bulk],
    streams: ["products"],
    objects: "",
    objectName: "variant",
    identity: ["product_id", "variant_id"],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: "product_id",
    readBack: ReadBack(
      document: "query dray_read($ids: [ID!]!) { nodes(ids: $ids) { id } }",
      id: { "gid://shopify/ProductVariant/\($0.identity["variant_id"] ?? "")" },
      values: { _ in [:] }),
    mirrorUpdates: ["DELETE FROM variants WHERE id = CAST(:variant_id AS INTEGER)"],
    quantityFields: [],
    removes: { _ in true },
    undo: { _, _ in
      .never("a deleted variant cannot be brought back; make it anew with variant.set")
    })
}

/// What names a variant.
enum VariantKeys {
  /// The fields.
  static let fields: [Operation.Field] = [
    Operation.Field("sku", .text, "The variant's SKU; one that names two variants is rejected."),
    Operation.Field(
      "barcode", .text, "The variant's barcode; one that names two variants is rejected."),
    Operation.Field(
      "variant_id", .id(type: "ProductVariant"), "The variant's id, as a number or a gid."),
  ]

  /// Each by itself.
  static let keys = [["sku"], ["barcode"], ["variant_id"]]
}

/// Decides which variants of a product go.
enum VariantDeletion {
  /// One change for each variant; none where no variant would be left.
  static func compose(_ group: Composition.Group) -> [Composition.Composed] {
    var variants: [JSON] = []
    do { variants = try JSON(parsing: Array((group.current ?? "[]").utf8)).array ?? [] } catch {
      variants = []
    }
    let name = group.key.first ?? "sku"
    var taken: [String: Int] = [:]
    var outcomes: [Composition.Composed] = []
    for row in group.records {
      let wanted = row.values[name] ?? nil
      let ids = variants.filter {
        ProductState.text($0[name == "variant_id" ? "id" : name]) == wanted
      }.compactMap { ProductState.text($0["id"]) }
      guard ids.count == 1, let id = ids.first else {
        outcomes.append(
          Composition.Composed(
            record: row.record,
            .rejected(
              code: ids.isEmpty ? "unknown-key" : "ambiguous-key",
              message:
                "'\(wanted ?? "")' names \(ids.isEmpty ? "no variant" : "the variants \(ids.joined(separator: " and "))"); name it by id"
            )))
        continue
      }
      if let other = taken[id] {
        outcomes.append(Composition.Composed(record: row.record, .shared(with: other)))
        continue
      }
      taken[id] = row.record
      outcomes.append(
        Composition.Composed(
          record: row.record,
          .change(
            Intent(
              object: id, identity: ["variant_id": id, "product_id": group.name], desired: [:],
              prior: [:]))))
    }
    guard taken.count >= variants.count else { return outcomes }
    return outcomes.map { one in
      if case .rejected = one.outcome { return one }
      return Composition.Composed(
        record: one.record,
        .rejected(
          code: "last-variant",
          message:
            "the file names every variant of the product \(group.name), and Shopify keeps the last one; delete the product with product.delete, or keep one variant"
        ))
    }
  }
}
