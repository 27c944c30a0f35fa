// SPDX-License-Identifier: Apache-2.0

import Tables

extension Operation {
  /// Makes products and brings them up to date: what is the product's, its variants, images and channels.
  package static let productSet = Operation(
    name: "product.set",
    doc:
      "Makes products and brings them up to date, with variants, images, metafields and channels; several records make up one product, as in Shopify's own product CSV.",
    fields: ProductFields.keys + ProductFields.product + ProductFields.options
      + ProductFields.variant + ProductFields.images + ProductFields.commands,
    openFields: ProductFields.metafields,
    keys: [["product_id"], ["custom_id"], ["handle"], ["sku"]],
    values: .atLeastOne(
      ["handle"]
        + ProductFields.names(
          ProductFields.product + ProductFields.options + ProductFields.variant
            + ProductFields.images)),
    asides: Set(ProductFields.names(ProductFields.commands)),
    steps: [
      ProductSteps.create, ProductSteps.update, ProductSteps.replace, ProductSteps.tags,
      VariantSteps.update, VariantSteps.create, VariantSteps.images, VariantSteps.imagesReady,
      VariantSteps.shownImages, ProductSteps.publish,
      // What follows is what `dray undo` asks for; steps are known by their place, so new ones come last.
      RemovalSteps.tags, RemovalSteps.metafields, RemovalSteps.variants, RemovalSteps.images,
      RemovalSteps.channels, RemovalSteps.product,
    ],
    phase: { ProductSteps.phase($0, from: $1) },
    dependency: { $0.identity["group"] },
    dependencyName: "product",
    composition: Composition(
      groups: ProductGroups.sql, current: ProductGroups.current, context: ProductGroups.context,
      compose: ProductComposer.compose),
    settings: [
      Setting(
        "variants", ["merge", "replace"],
        "What becomes of variants the file does not name: they stay (merge), or the file's list is the whole list (replace)."
      ),
      Setting(
        "tags", ["merge", "replace"],
        "Whether the file's tags are added to a product's (merge), or are all it has then (replace)."
      ),
      Setting(
        "custom_id", [],
        "The metafield of type id that `custom_id` in `fields` is the value of, as NAMESPACE.KEY."),
    ],
    rereads: Rereads("products") { $0.identity["product_id"] },
    scopes: ["write_products", "write_inventory", "write_publications"],
    routes: [.direct, .bulk],
    streams: ProductGroups.streams,
    objects: "",
    objectName: "product",
    identity: ["group", "product_id"],
    unknownHint: "if it was made in the store just now, `dray refresh products` fetches it",
    groupColumn: "group",
    readBack: ReadBack(
      document:
        "query dray_read($ids: [ID!]!) { nodes(ids: $ids) { ... on Product { id title } } }",
      id: { "gid://shopify/Product/\($0.identity["product_id"] ?? "")" },
      values: { _ in nil }),
    mirrorUpdates: [],
    quantityFields: [],
    removes: { intent in
      if intent.identity["deletes"].flatMap(Int.init) ?? 0 > 0 { return true }
      let gone: Set<String> = ["ARCHIVED", "DRAFT"]
      guard let status = intent.desired["status"] ?? nil, gone.contains(status) else {
        return false
      }
      return !gone.contains((intent.prior["status"] ?? nil) ?? "DRAFT")
    },
    undo: ProductUndo.inverse,
    absences: [
      "draft": ProductAbsence.change(to: "DRAFT"), "archive": ProductAbsence.change(to: "ARCHIVED"),
      "delete": ProductAbsence.deletion,
    ])
}
