// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productVariantsBulkCreate`: makes variants of one product, all or none.
///
/// The standalone variant goes with the strategy `REMOVE_STANDALONE_VARIANT` where it is the only one, and with
/// `DEFAULT` where it is the one a product without options has; as recorded.
struct VariantsBulkCreate {
  static let most = 2048
  static let mostQuantities = 50_000

  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() throws -> Resolved {
    var errors = UserErrors("ProductVariantsBulkCreateUserError")
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(nil, [], errors)
    }
    let inputs = arguments["variants"]?.array ?? []
    let removed = standalone(product)
    let names = store.assortment.optionNames(product)
    var taken = Set(
      store.assortment.variants(of: product).filter { !removed.contains($0) }
        .map { store.assortment.values($0) })
    if taken.count + inputs.count > VariantsBulkCreate.most {
      errors.add(
        ["variants"], "Product cannot have more than 2048 variants", code: "INVALID_INPUT")
      return payload(product, [], errors)
    }
    let quantities = inputs.reduce(0) { $0 + ($1["inventoryQuantities"]?.array?.count ?? 0) }
    if quantities > VariantsBulkCreate.mostQuantities {
      errors.add(
        ["variants"],
        "Inventory quantity input exceeds the limit of 50000. Consider using separate "
          + "`inventorySetQuantities` mutations.", code: "INVENTORY_QUANTITIES_LIMIT_EXCEEDED")
    }
    let media = MediaInput.read(arguments["media"], ["media"], code: "INVALID_INPUT", &errors)
    var changes: [(change: VariantChange, values: [String])] = []
    for (index, input) in inputs.enumerated() {
      let path = ["variants", String(index)]
      guard var change = read(input, path, product, &errors),
        let values = values(input, path, names, product, &taken, &errors)
      else { continue }
      change.stock = stock(input, path, values, &errors)
      changes.append((change, values))
    }
    guard errors.isEmpty else { return payload(product, [], errors) }
    try store.variantLimit.take(
      changes.count, having: store.assortment.variantCount - store.assortment.deletions, context)
    store.attach(media, to: product, context)
    let created = apply(changes, removing: removed, to: product)
    return payload(product, created, errors)
  }

  private func payload(_ product: Int?, _ variants: [Int], _ errors: UserErrors) -> Resolved {
    errors.payload(
      "ProductVariantsBulkCreatePayload",
      [
        "product": product.map { .object(ProductNode(index: $0)) } ?? .null,
        "productVariants": .list(variants.map { .object(VariantNode(index: $0)) }),
      ])
  }

  private func standalone(_ product: Int) -> [Int] {
    let variants = store.assortment.variants(of: product)
    guard variants.count == 1 else { return [] }
    switch arguments["strategy"]?.string {
    case "REMOVE_STANDALONE_VARIANT": return variants
    case "PRESERVE_STANDALONE_VARIANT": return []
    default: return store.assortment.products[product].options.isEmpty ? variants : []
    }
  }

  private func read(
    _ input: JSON, _ path: [String], _ product: Int, _ errors: inout UserErrors
  ) -> VariantChange? {
    if input["id"]?.string != nil {
      errors.add(
        path + ["id"], "id cannot be specified during creation", code: "NO_KEY_ON_CREATE")
      return nil
    }
    guard
      var change = VariantReader(mutation: .create, context: context).change(input, path, &errors)
    else { return nil }
    if let id = input["mediaId"]?.string {
      guard let media = store.attachable(id, to: product, path + ["mediaId"], &errors) else {
        return nil
      }
      change.media = .some(Int32(media))
    }
    return change
  }

  /// The option values of a new variant, one for each option, unlike any other variant's.
  private func values(
    _ input: JSON, _ path: [String], _ names: [String], _ product: Int,
    _ taken: inout Set<[String]>, _ errors: inout UserErrors
  ) -> [String]? {
    let reader = VariantReader(mutation: .create, context: context)
    guard
      let given = reader.values(
        input["optionValues"], of: names, product: product, path, &errors)
    else { return nil }
    let missing = names.indices.filter { given[$0] == nil }
    guard missing.isEmpty else {
      errors.add(
        path,
        "You need to add option values for \(missing.map { names[$0] }.joined(separator: ", "))",
        code: "NEED_TO_ADD_OPTION_VALUES")
      return nil
    }
    let values = names.indices.compactMap { given[$0] }
    guard taken.insert(values).inserted else {
      errors.add(
        path,
        "The variant '\(values.joined(separator: " / "))' already exists. Please change at least one option value.",
        code: "VARIANT_ALREADY_EXISTS_CHANGE_OPTION_VALUE")
      return nil
    }
    return values
  }

  private func stock(
    _ input: JSON, _ path: [String], _ values: [String], _ errors: inout UserErrors
  ) -> [(location: Int, available: Int)]? {
    guard let given = input["inventoryQuantities"]?.array, !given.isEmpty else { return nil }
    return given.compactMap { quantity in
      guard
        let location = GlobalID.index(
          quantity["locationId"]?.string, "Location", GlobalID.Base.location),
        store.stock.locations.indices.contains(location)
      else {
        errors.add(
          path + ["inventoryQuantities"],
          "Quantity for \(values.joined(separator: " / ")) couldn't be set because the location was deleted.",
          code: "TRACKED_VARIANT_LOCATION_NOT_FOUND")
        return nil
      }
      return (location, quantity["availableQuantity"]?.int ?? 0)
    }
  }

  private func apply(
    _ changes: [(change: VariantChange, values: [String])], removing removed: [Int],
    to product: Int
  ) -> [Int] {
    if store.assortment.products[product].options.isEmpty {
      store.assortment.products[product].options = ["Title"]
    }
    store.delete(variants: removed, of: product, context)
    // New values are declared behind those the option has.
    if var declared = store.assortment.products[product].optionValues {
      for change in changes {
        for (place, value) in change.values.enumerated() where declared.indices.contains(place) {
          if !declared[place].contains(value) { declared[place].append(value) }
        }
      }
      store.assortment.products[product].optionValues = declared
    }
    store.assortment.products[product].updatedAt = context.moment
    return changes.map { store.add($0.change, values: $0.values, to: product, context) }
  }
}
