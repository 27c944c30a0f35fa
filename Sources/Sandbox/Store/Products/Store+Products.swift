// SPDX-License-Identifier: Apache-2.0

import Tables

/// What becomes of products and variants; each change leaves its effect.
extension Store {
  /// Adds a product without variants.
  func add(_ row: ProductRow, _ context: ExecutionContext) -> Int {
    assortment.products.append(row)
    let product = assortment.products.count - 1
    handles.take(row.handle, for: product)
    note(ProductNode.id(product), before: .null, after: summary(product: product), context)
    return product
  }

  /// Changes a product; its effect is left also where nothing differs.
  func change(
    product: Int, _ context: ExecutionContext, _ change: (inout ProductRow) -> Void
  ) {
    let before = summary(product: product)
    let handle = assortment.products[product].handle
    change(&assortment.products[product])
    assortment.products[product].updatedAt = context.moment
    if assortment.products[product].handle != handle {
      handles.release(handle)
      handles.take(assortment.products[product].handle, for: product)
    }
    note(ProductNode.id(product), before: before, after: summary(product: product), context)
  }

  /// Takes a product out, with its variants, media and metafields.
  func delete(product: Int, _ context: ExecutionContext) {
    let before = summary(product: product)
    for variant in assortment.variants(of: product) {
      metafields.removeAll(of: VariantNode.id(variant))
    }
    metafields.removeAll(of: ProductNode.id(product))
    handles.release(assortment.products[product].handle)
    assortment.delete(product: product)
    assortment.products[product].updatedAt = context.moment
    deletedProducts.append(DeletedProduct(product: product, at: context.moment))
    note(ProductNode.id(product), before: before, after: .null, context)
  }

  /// Adds a variant at the end of a product's. Without a word on stock it is stocked at the first location,
  /// with nothing.
  @discardableResult
  func add(
    _ change: VariantChange, values: [String], to product: Int, _ context: ExecutionContext
  ) -> Int {
    assortment.add(
      sku: "", barcode: "", title: values.joined(separator: " / "), price: .zero,
      compareAtPrice: nil, to: product)
    let variant = assortment.variantCount - 1
    // A new variant is not tracked unless the input says so.
    assortment.details[variant] = VariantDetail(tracked: false, createdAt: context.moment)
    assortment.set(values, of: variant)
    change.write(to: variant, &assortment)
    assortment.updatedAt[variant] = Int32(context.moment.seconds)
    var quantities = [Int: Int](minimumCapacity: 1)
    for place in change.stock ?? [(0, 0)] { quantities[place.location] = place.available }
    for location in stock.locations.indices {
      stock.add(available: quantities[location], at: context.moment)
    }
    note(VariantNode.id(variant), before: .null, after: summary(variant: variant), context)
    set(change.metafields, of: VariantNode.id(variant), context)
    return variant
  }

  /// Changes a variant; its effect is left also where nothing differs.
  func change(
    variant: Int, _ change: VariantChange, values: [String]? = nil, _ context: ExecutionContext
  ) {
    let before = summary(variant: variant)
    change.write(to: variant, &assortment)
    if let values { assortment.set(values, of: variant) }
    assortment.updatedAt[variant] = Int32(context.moment.seconds)
    note(VariantNode.id(variant), before: before, after: summary(variant: variant), context)
    set(change.metafields, of: VariantNode.id(variant), context)
  }

  /// Takes variants of a product out.
  func delete(variants: [Int], of product: Int, _ context: ExecutionContext) {
    var gone: [Set<String>] = Array(
      repeating: [], count: assortment.optionNames(product).count)
    for variant in variants {
      for (position, value) in assortment.values(variant).enumerated() {
        gone[position].insert(value)
      }
      let before = summary(variant: variant)
      metafields.removeAll(of: VariantNode.id(variant))
      assortment.delete(variant)
      note(VariantNode.id(variant), before: before, after: .null, context)
    }
    // A value that lost its last variant goes.
    if let declared = assortment.products[product].optionValues {
      assortment.products[product].optionValues = declared.enumerated().map { position, values in
        values.filter { !gone[position].contains($0) }
      }
    }
    assortment.products[product].updatedAt = context.moment
  }

  /// Whether searches do not show yet what was made then.
  func isUnseen(_ created: Moment) -> Bool {
    options.searchLag > 0 && created > startedAt
      && created.seconds + options.searchLag > today.seconds
  }

  // MARK: As effects show them

  /// A product as effects show it.
  func summary(product: Int) -> JSON {
    let row = assortment.products[product]
    var members: [JSON.Member] = [
      .init("title", .string(row.title)), .init("handle", .string(row.handle)),
      .init("status", .string(row.status)), .init("vendor", .string(row.vendor)),
      .init("productType", .string(row.type)), .init("tags", .array(row.tags.map(JSON.string))),
    ]
    let optional = [
      ("descriptionHtml", row.html), ("seoTitle", row.seoTitle),
      ("seoDescription", row.seoDescription), ("category", row.category),
      ("templateSuffix", row.templateSuffix),
    ]
    members += optional.compactMap { name, value in value.map { .init(name, .string($0)) } }
    if !row.options.isEmpty {
      members.append(.init("options", .array(row.options.map(JSON.string))))
    }
    return .object(members)
  }

  /// A variant as effects show it.
  func summary(variant: Int) -> JSON {
    var members: [JSON.Member] = [
      .init("price", .string(Money(cents: assortment.price[variant]).text)),
      .init("compareAtPrice", assortment.compareAt(variant).map { .string($0.text) } ?? .null),
      .init("sku", .string(assortment.sku[variant])),
      .init("barcode", .string(assortment.barcode[variant])),
    ]
    guard let detail = assortment.details[variant] else { return .object(members) }
    members += [
      .init("product", .string(ProductNode.id(Int(assortment.product[variant])))),
      .init("title", .string(assortment.title[variant])),
      .init("tracked", .bool(detail.tracked)),
    ]
    let optional = [
      ("cost", detail.cost?.text), ("harmonizedSystemCode", detail.hsCode),
      ("countryCodeOfOrigin", detail.country), ("provinceCodeOfOrigin", detail.province),
      ("taxCode", detail.taxCode), ("media", detail.media.map { MediaNode.id(Int($0)) }),
      ("weight", detail.weight == "0.0" ? nil : "\(detail.weight) \(detail.weightUnit)"),
      ("inventoryPolicy", detail.policy == "DENY" ? nil : detail.policy),
      ("requiresShipping", detail.requiresShipping ? nil : "false"),
      ("taxable", detail.taxable ? nil : "false"),
    ]
    members += optional.compactMap { name, value in value.map { .init(name, .string($0)) } }
    return .object(members)
  }
}

/// A product that was there once.
struct DeletedProduct: Codable {
  var product: Int
  var at: Moment
}
