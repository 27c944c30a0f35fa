// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productCreate`, `productUpdate`, `productDelete`. Their user errors have no code.
struct ProductMutations {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  // MARK: Creating

  /// `productCreate`: a product with one variant, of the first value of each option.
  func create() throws -> Resolved {
    var errors = UserErrors("UserError")
    let input = arguments["product"] ?? arguments["input"] ?? .null
    if input["id"]?.string != nil {
      errors.add(["input"], "id cannot be specified during creation")
      return payload("Create", nil, errors)
    }
    var row = ProductInput.blank(context)
    let fields = ProductInput(input: input, mutation: .create, context: context)
    try fields.read(into: &row, product: nil, &errors)
    let options = ProductOptions.read(input["productOptions"], ["options"], &errors)
    let media = MediaInput.read(arguments["media"], ["media"], code: nil, &errors)
    let metafields = MetafieldReader(context).rows(
      input["metafields"], ["metafields"], code: nil, ownerType: "PRODUCT", &errors)
    guard errors.isEmpty else { return payload("Create", nil, errors) }
    try store.variantLimit.take(1, having: store.assortment.variantCount, context)
    row.options = options.map(\.name)
    if !options.isEmpty { row.optionValues = options.map(\.values) }
    let product = store.add(row, context)
    store.add(
      VariantChange(), values: options.isEmpty ? ["Default Title"] : options.map { $0.values[0] },
      to: product, context)
    store.set(metafields, of: ProductNode.id(product), context)
    store.attach(media, to: product, context)
    return payload("Create", product, errors)
  }

  // MARK: Changing

  /// `productUpdate`.
  func update() throws -> Resolved {
    var errors = UserErrors("UserError")
    let input = arguments["product"] ?? arguments["input"] ?? .null
    let identifier = ProductIdentifier(arguments["identifier"] ?? input, store)
    guard let product = try identifier.product else {
      errors.add(["id"], "Product does not exist")
      return payload("Update", nil, errors)
    }
    var row = store.assortment.products[product]
    let fields = ProductInput(input: input, mutation: .update, context: context)
    try fields.read(into: &row, product: product, &errors)
    let media = MediaInput.read(arguments["media"], ["media"], code: nil, &errors)
    let metafields = MetafieldReader(context).rows(
      input["metafields"], ["metafields"], code: nil, ownerType: "PRODUCT", &errors)
    guard errors.isEmpty else { return payload("Update", product, errors) }
    let changed = row
    store.change(product: product, context) { $0 = changed }
    store.set(metafields, of: ProductNode.id(product), context)
    store.attach(media, to: product, context)
    return payload("Update", product, errors)
  }

  private func payload(_ name: String, _ product: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "Product\(name)Payload",
      [
        "product": product.map { .object(ProductNode(index: $0)) } ?? .null,
        "shop": .object(ShopNode()),
      ])
  }

  // MARK: Deleting

  /// `productDelete`.
  func delete() -> Resolved {
    var errors = UserErrors("UserError")
    let product = store.product(arguments["input"]?["id"]?.string)
    if let product {
      store.delete(product: product, context)
    } else {
      errors.add(["id"], "Product does not exist")
    }
    return errors.payload(
      "ProductDeletePayload",
      [
        "deletedProductId": product.map { .text(ProductNode.id($0)) } ?? .null,
        "shop": .object(ShopNode()),
      ])
  }
}
