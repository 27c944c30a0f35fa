// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productVariantsBulkUpdate`: changes variants of one product, all or none unless `allowPartialUpdates`.
/// Texts and codes as recorded; rejected variants are echoed with their old values where the fault lies in
/// a value, and no variants are echoed where one could not be found.
struct VariantsBulkUpdate {
  private struct Change {
    var variant: Int
    var price: Money?
    var compareAtPrice: Money??
    var sku: String?
    var barcode: String?
  }

  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() -> Resolved {
    var errors = UserErrors("ProductVariantsBulkUpdateUserError")
    guard
      let product = GlobalID.index(
        arguments["productId"]?.string, "Product", GlobalID.Base.product),
      store.assortment.products.indices.contains(product)
    else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(nil, nil, errors)
    }
    let inputs = arguments["variants"]?.array ?? []
    let isPartial = arguments["allowPartialUpdates"]?.bool == true
    var named: [Int] = []
    var changes: [Change] = []
    var isUnnamed = false
    for (index, input) in inputs.enumerated() {
      guard let variant = variant(index, input, of: product, &errors) else {
        isUnnamed = true
        continue
      }
      named.append(variant)
      if let change = change(index, input, variant, &errors) { changes.append(change) }
    }
    if errors.isEmpty || isPartial { apply(changes, to: product) }
    return payload(product, isUnnamed && !isPartial ? nil : named, errors)
  }

  private func payload(_ product: Int?, _ variants: [Int]?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "ProductVariantsBulkUpdatePayload",
      [
        "product": product.map { .object(ProductNode(index: $0)) } ?? .null,
        "productVariants": variants.map { .list($0.map { .object(VariantNode(index: $0)) }) }
          ?? .null,
      ])
  }

  /// The variant an input means; nil, with a user error, where it means none or asks for what this mutation
  /// does not do.
  private func variant(
    _ index: Int, _ input: JSON, of product: Int, _ errors: inout UserErrors
  ) -> Int? {
    let path = ["variants", String(index)]
    guard let id = input["id"]?.string else {
      errors.add(
        path + ["id"], "Product variant is missing ID attribute",
        code: "PRODUCT_VARIANT_ID_MISSING")
      return nil
    }
    guard let variant = GlobalID.index(id, "ProductVariant", GlobalID.Base.variant),
      store.assortment.holds(variant), Int(store.assortment.product[variant]) == product
    else {
      errors.add(
        path + ["id"], "Product variant does not exist", code: "PRODUCT_VARIANT_DOES_NOT_EXIST")
      return nil
    }
    if let quantities = input["inventoryQuantities"], !quantities.isNull {
      errors.add(
        path + ["inventoryQuantities"],
        "Inventory quantities can only be provided during create. To update inventory for existing "
          + "variants, use inventoryAdjustQuantities.",
        code: "NO_INVENTORY_QUANTITIES_ON_VARIANTS_UPDATE")
      return nil
    }
    if input["optionValues"]?.array?.isEmpty == false {
      errors.add(
        path + ["optionValues", "0"], "Option does not exist", code: "OPTION_DOES_NOT_EXIST")
      return nil
    }
    return variant
  }

  private func change(
    _ index: Int, _ input: JSON, _ variant: Int, _ errors: inout UserErrors
  ) -> Change? {
    let path = ["variants", String(index)]
    var change = Change(variant: variant)
    let found = errors.list.count
    if let given = input["compareAtPrice"] {
      if given.isNull || given.string == "" {
        change.compareAtPrice = .some(nil)
      } else {
        change.compareAtPrice = .some(
          amount(
            given, path + ["compareAtPrice"], tooLarge: "must be less than 1000000000000000000",
            negative: "must be greater than or equal to 0", &errors))
      }
    }
    if let given = input["price"], !given.isNull {
      change.price = amount(
        given, path + ["price"], tooLarge: "Price must be less than 1000000000000000000",
        negative: "Price must be greater than or equal to 0", &errors)
    }
    if let barcode = input["barcode"] { change.barcode = barcode.string ?? "" }
    if let sku = input["inventoryItem"]?["sku"] { change.sku = sku.string ?? "" }
    return errors.list.count == found ? change : nil
  }

  private func amount(
    _ value: JSON, _ path: [String], tooLarge: String, negative: String, _ errors: inout UserErrors
  ) -> Money? {
    let text: String
    switch value {
    case .string(let string): text = string
    case .number(let number): text = number
    case .null, .bool, .array, .object: text = ""
    }
    switch Money.reading(text) {
    case .amount(let money) where money >= .zero: return money
    case .amount: errors.add(path, negative, code: "GREATER_THAN_OR_EQUAL_TO")
    case .tooLarge: errors.add(path, tooLarge, code: "INVALID_INPUT")
    case nil: errors.add(path, "is not a number", code: "INVALID_INPUT")
    }
    return nil
  }

  private func apply(_ changes: [Change], to product: Int) {
    guard !changes.isEmpty else { return }
    for change in changes {
      let variant = change.variant
      let before = shown(variant)
      if let price = change.price { store.assortment.price[variant] = price.cents }
      if let compareAt = change.compareAtPrice {
        store.assortment.compareAtPrice[variant] = compareAt?.cents ?? -1
      }
      if let sku = change.sku { store.assortment.sku[variant] = sku }
      if let barcode = change.barcode { store.assortment.barcode[variant] = barcode }
      store.assortment.updatedAt[variant] = Int32(context.moment.seconds)
      store.note(VariantNode.id(variant), before: before, after: shown(variant), context)
    }
    store.assortment.products[product].updatedAt = context.moment
  }

  private func shown(_ variant: Int) -> JSON {
    [
      "price": .string(Money(cents: store.assortment.price[variant]).text),
      "compareAtPrice": store.assortment.compareAt(variant).map { .string($0.text) } ?? .null,
      "sku": .string(store.assortment.sku[variant]),
      "barcode": .string(store.assortment.barcode[variant]),
    ]
  }
}
