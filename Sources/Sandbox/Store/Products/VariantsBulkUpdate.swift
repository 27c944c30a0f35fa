// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productVariantsBulkUpdate`: changes variants of one product, all or none unless `allowPartialUpdates`.
/// Texts and codes as recorded; rejected variants are echoed with their old values where the fault lies in
/// a value, and no variants are echoed where one could not be found.
struct VariantsBulkUpdate {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() -> Resolved {
    var errors = UserErrors("ProductVariantsBulkUpdateUserError")
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(nil, nil, errors)
    }
    let inputs = arguments["variants"]?.array ?? []
    let isPartial = arguments["allowPartialUpdates"]?.bool == true
    var named: [Int] = []
    var changes: [(variant: Int, change: VariantChange, values: [String]?)] = []
    let media = MediaInput.read(arguments["media"], ["media"], code: "INVALID_INPUT", &errors)
    var isUnnamed = false
    for (index, input) in inputs.enumerated() {
      guard let variant = variant(index, input, of: product, &errors) else {
        isUnnamed = true
        continue
      }
      named.append(variant)
      if let change = change(index, input, variant, product, &errors) {
        changes.append((variant, change.change, change.values))
      }
    }
    if errors.isEmpty || isPartial {
      store.attach(media, to: product, context)
      apply(changes, to: product)
    }
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
    return variant
  }

  private func change(
    _ index: Int, _ input: JSON, _ variant: Int, _ product: Int, _ errors: inout UserErrors
  ) -> (change: VariantChange, values: [String]?)? {
    let path = ["variants", String(index)]
    let reader = VariantReader(mutation: .update, context: context)
    guard var change = reader.change(input, path, &errors) else { return nil }
    if let id = input["mediaId"] {
      change.media = .some(nil)
      if let text = id.string {
        guard let media = store.attachable(text, to: product, path + ["mediaId"], &errors) else {
          return nil
        }
        change.media = .some(Int32(media))
      }
    }
    guard input["optionValues"]?.array?.isEmpty == false else { return (change, nil) }
    let names = store.assortment.optionNames(product)
    guard
      let given = reader.values(
        input["optionValues"], of: names, product: product, path, &errors)
    else { return nil }
    var values = store.assortment.values(variant)
    for (place, value) in given { values[place] = value }
    let isTaken = store.assortment.variants(of: product).contains {
      $0 != variant && store.assortment.values($0) == values
    }
    if isTaken {
      errors.add(
        path,
        "The variant '\(values.joined(separator: " / "))' already exists. Please change at least one option value.",
        code: "VARIANT_ALREADY_EXISTS")
      return nil
    }
    return (change, values)
  }

  private func apply(
    _ changes: [(variant: Int, change: VariantChange, values: [String]?)], to product: Int
  ) {
    guard !changes.isEmpty else { return }
    for change in changes {
      store.change(variant: change.variant, change.change, values: change.values, context)
      guard let values = change.values else { continue }
      for (place, value) in values.enumerated()
      where store.assortment.products[product].optionValues?[place].contains(value) == false {
        store.assortment.products[product].optionValues?[place].append(value)
      }
    }
    store.assortment.products[product].updatedAt = context.moment
  }
}
