// SPDX-License-Identifier: Apache-2.0

extension Operation {
  /// Brings variants up to date, and makes those that a product lacks.
  package static let variantSet = Operation(
    name: "variant.set",
    doc:
      "Brings variants up to date, and makes those a product lacks: `handle` and the options say where a new one belongs.",
    fields: VariantKeys.fields.filter { $0.name == "variant_id" } + [
      Field(
        "handle", .text, "The handle of the product it belongs to; needed where it is new.",
        empty: .nothing, maxLength: 255)
    ] + ProductFields.options
      + ProductFields.variant + ProductFields.images.filter { $0.name == "variant_image_url" },
    openFields: ProductFields.metafields.filter { $0.prefix == "variant_metafield." },
    keys: [["variant_id"], ["sku"], ["barcode"], ["handle"]],
    values: .atLeastOne(
      ["handle"] + ProductFields.names(ProductFields.options + ProductFields.variant)
        + ["variant_image_url"]),
    steps: [
      VariantSteps.update, VariantSteps.create, VariantSteps.images, VariantSteps.imagesReady,
      VariantSteps.shownImages, RemovalSteps.metafields, RemovalSteps.variants, RemovalSteps.images,
    ],
    phase: { ProductSteps.phase($0, from: $1, order: VariantGroups.order) },
    dependency: { $0.identity["group"] },
    dependencyName: "product",
    composition: Composition(
      groups: VariantGroups.sql, current: ProductGroups.current, context: ProductGroups.context,
      compose: { group in
        // The handle says which product is meant; it is not to be set.
        var group = group
        for index in group.records.indices {
          group.records[index].values.removeValue(forKey: "handle")
        }
        return ProductComposer.compose(group)
      }),
    rereads: Rereads("products") { $0.identity["product_id"] },
    scopes: ["write_products", "write_inventory"],
    routes: [.direct, .bulk],
    streams: ProductGroups.streams,
    objects: "",
    objectName: "variant",
    identity: ["group", "product_id"],
    unknownHint:
      "to make it, map `handle` and the options; if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: "group",
    readBack: productSet.readBack,
    mirrorUpdates: [],
    quantityFields: [],
    undo: { ProductUndo.inverse($0, $1) })
}

/// How records become variants of a product.
enum VariantGroups {
  /// The steps of `variant.set`.
  static let order = [
    "variants-update", "variants-create", "images", "images-ready", "variant-images",
    "metafields-delete", "variants-delete", "images-delete",
  ]

  /// The product whose variant each record names, else the one its handle names.
  static func sql(_ key: [String]) -> String {
    let name = key.first ?? "sku"
    switch name {
    case "handle":
      return """
        SELECT s.record, CAST(p.id AS TEXT) AS grp, p.id AS id FROM staged s
        JOIN products p ON p.handle = lower(s.handle)
        """
    case "variant_id":
      return """
        SELECT s.record, CAST(v.product_id AS TEXT) AS grp, v.product_id AS id FROM staged s
        JOIN variants v ON v.id = s.variant_id
        """
    default:
      return """
        SELECT DISTINCT s.record, CAST(coalesce(v.product_id, p.id) AS TEXT) AS grp,
          coalesce(v.product_id, p.id) AS id
        FROM staged s LEFT JOIN variants v ON v.\(name) = s.\(name)
        LEFT JOIN products p ON v.id IS NULL AND p.handle = lower(s.handle)
        WHERE coalesce(v.product_id, p.id) IS NOT NULL
        """
    }
  }
}
