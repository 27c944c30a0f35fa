// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productVariantsBulkDelete`: all or none. The last variant of a product stays.
struct VariantsBulkDelete {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() -> Resolved {
    var errors = UserErrors("ProductVariantsBulkDeleteUserError")
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(nil, errors)
    }
    var variants: [Int] = []
    for (index, id) in (arguments["variantsIds"]?.array ?? []).enumerated() {
      if let variant = store.variant(id.string), Int(store.assortment.product[variant]) == product {
        if !variants.contains(variant) { variants.append(variant) }
      } else {
        errors.add(
          ["variantsIds", String(index)], "At least one variant does not belong to the product",
          code: "AT_LEAST_ONE_VARIANT_DOES_NOT_BELONG_TO_THE_PRODUCT")
      }
    }
    if errors.isEmpty, !variants.isEmpty,
      variants.count == store.assortment.variants(of: product).count
    {
      errors.add(
        ["variantsIds"], "Cannot delete the last variant of a product",
        code: "CANNOT_DELETE_LAST_VARIANT")
    }
    if errors.isEmpty { store.delete(variants: variants, of: product, context) }
    return payload(product, errors)
  }

  private func payload(_ product: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "ProductVariantsBulkDeletePayload",
      ["product": product.map { .object(ProductNode(index: $0)) } ?? .null])
  }
}
