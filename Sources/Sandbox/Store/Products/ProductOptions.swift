// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productOptionsCreate`, `productOptionUpdate` and `productOptionsDelete`.
struct ProductOptions {
  /// An option as an input declares it.
  struct Declared {
    var name: String
    var values: [String]
  }

  static let most = 3

  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  /// The options of a `productCreate`.
  static func read(_ given: JSON?, _ path: [String], _ errors: inout UserErrors) -> [Declared] {
    let options = (given?.array ?? []).map { option in
      Declared(
        name: option["name"]?.string ?? "",
        values: (option["values"]?.array ?? []).compactMap { $0["name"]?.string })
    }
    if options.count > most { errors.add(path, "Can only specify a maximum of 3 options") }
    for option in options {
      if option.name.contains(" / ") {
        errors.add(path, "Name cannot contain the character sequence \" / \"")
      }
      if option.name.isEmpty { errors.add(path, "Option name can't be blank.") }
      if option.values.isEmpty {
        errors.add(path, "Option '\(option.name)' must specify at least one option value.")
      }
    }
    if Set(options.map { $0.name.lowercased() }).count < options.count {
      errors.add(path, "Duplicated option name.")
    }
    return options
  }

  private func payload(_ type: String, _ product: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      type, ["product": product.map { .object(ProductNode(index: $0)) } ?? .null])
  }

  // MARK: Creating

  /// `productOptionsCreate`: existing variants get each new option's first value. With the strategy `CREATE`
  /// the other values make variants too.
  func create() throws -> Resolved {
    var errors = UserErrors("ProductOptionsCreateUserError")
    let type = "ProductOptionsCreatePayload"
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(type, nil, errors)
    }
    let options = (arguments["options"]?.array ?? []).map { option in
      Declared(
        name: option["name"]?.string ?? "",
        values: (option["values"]?.array ?? []).compactMap { $0["name"]?.string })
    }
    check(options, product, &errors)
    let existing = store.assortment.variants(of: product)
    let makes = arguments["variantStrategy"]?.string == "CREATE"
    let combined = options.reduce(existing.count) { $0 * max(1, $1.values.count) }
    if makes, combined > 2048 {
      errors.add(
        ["options"],
        "The number of created variants would exceed the 2048 variants per product limit",
        code: "TOO_MANY_VARIANTS_CREATED")
    }
    guard errors.isEmpty else { return payload(type, product, errors) }
    if makes {
      try store.variantLimit.take(
        combined - existing.count, having: store.assortment.variantCount, context)
    }
    // A product without options has the one called Title, which goes.
    let isPlain = store.assortment.products[product].options.isEmpty
    let declared = isPlain ? [] : store.assortment.optionValues(product)
    let before = existing.map { isPlain ? [] : store.assortment.values($0) }
    store.change(product: product, context) { row in
      row.options += options.map(\.name)
      row.optionValues = declared + options.map(\.values)
    }
    for (variant, values) in zip(existing, before) {
      store.change(
        variant: variant, VariantChange(), values: values + options.map { $0.values[0] }, context)
    }
    if makes { try combine(options, before, to: product) }
    return payload(type, product, errors)
  }

  private func combine(_ options: [Declared], _ before: [[String]], to product: Int) throws {
    for values in before {
      var rows = [values]
      for option in options { rows = rows.flatMap { row in option.values.map { row + [$0] } } }
      for row in rows.dropFirst() {
        store.add(VariantChange(), values: row, to: product, context)
      }
    }
  }

  private func check(_ options: [Declared], _ product: Int, _ errors: inout UserErrors) {
    let known = store.assortment.products[product].options
    if known.count + options.count > ProductOptions.most {
      errors.add(
        ["options"], "Can only specify a maximum of 3 options", code: "OPTIONS_OVER_LIMIT")
    }
    var seen: Set<String> = []
    for (index, option) in options.enumerated() {
      let path = ["options", String(index)]
      if option.name.isEmpty {
        errors.add(path, "Option name can't be blank.", code: "INVALID_NAME")
      }
      if option.name.contains(" / ") {
        errors.add(
          path + ["name"], "The name contains unsupported sequence ' / '", code: "INVALID_NAME")
      }
      if option.name.unicodeScalars.count > 255 {
        errors.add(path, "Option name is too long.", code: "OPTION_NAME_TOO_LONG")
      }
      if !seen.insert(option.name.lowercased()).inserted {
        errors.add(path, "Duplicated option name.", code: "DUPLICATED_OPTION_NAME")
      }
      if known.contains(where: { $0.lowercased() == option.name.lowercased() }) {
        errors.add(path, "Option '\(option.name)' already exists.", code: "OPTION_ALREADY_EXISTS")
      }
      if option.values.isEmpty {
        errors.add(
          path, "Option '\(option.name)' must specify at least one option value.",
          code: "OPTION_VALUES_MISSING")
      }
    }
  }

  // MARK: Changing

  /// `productOptionUpdate`: renames an option, adds, renames and takes away values.
  func update() -> Resolved {
    var errors = UserErrors("ProductOptionUpdateUserError")
    let type = "ProductOptionUpdatePayload"
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(type, nil, errors)
    }
    var names = store.assortment.optionNames(product)
    let input = arguments["option"] ?? .null
    guard let place = OptionID.position(input["id"]?.string ?? "", of: product),
      names.indices.contains(place)
    else {
      errors.add(["option"], "Option does not exist", code: "OPTION_DOES_NOT_EXIST")
      return payload(type, product, errors)
    }
    var values = store.assortment.optionValues(product)
    if let name = input["name"]?.string {
      if name.contains(" / ") {
        errors.add(
          ["option", "name"], "The name contains unsupported sequence ' / '", code: "INVALID_NAME")
      } else if names.enumerated().contains(where: {
        $0.offset != place && $0.element.lowercased() == name.lowercased()
      }) {
        errors.add(["option"], "Duplicated option name.", code: "OPTION_ALREADY_EXISTS")
      }
      names[place] = name
    }
    var renamed: [String: String] = [:]
    for (index, change) in (arguments["optionValuesToUpdate"]?.array ?? []).enumerated() {
      guard let at = OptionID.place(change["id"]?.string ?? "", of: product), at.option == place,
        values[place].indices.contains(at.value), let name = change["name"]?.string
      else {
        errors.add(
          ["optionValuesToUpdate", String(index)], "Option value does not exist",
          code: "OPTION_VALUE_DOES_NOT_EXIST")
        continue
      }
      renamed[values[place][at.value]] = name
    }
    let gone = deleted(place, product, values, &errors)
    guard errors.isEmpty else { return payload(type, product, errors) }
    values[place] = values[place].filter { !gone.contains($0) }.map { renamed[$0] ?? $0 }
    for value in arguments["optionValuesToAdd"]?.array ?? [] {
      if let name = value["name"]?.string, !values[place].contains(name) {
        values[place].append(name)
      }
    }
    apply(names, values, renamed, at: place, to: product)
    return payload(type, product, errors)
  }

  private func deleted(
    _ place: Int, _ product: Int, _ values: [[String]], _ errors: inout UserErrors
  ) -> Set<String> {
    var gone: Set<String> = []
    for (index, id) in (arguments["optionValuesToDelete"]?.array ?? []).enumerated() {
      guard let at = OptionID.place(id.string ?? "", of: product), at.option == place,
        values[place].indices.contains(at.value)
      else {
        errors.add(
          ["optionValuesToDelete", String(index)], "Option value does not exist",
          code: "OPTION_VALUE_DOES_NOT_EXIST")
        continue
      }
      let value = values[place][at.value]
      if store.assortment.variants(of: product).contains(where: {
        store.assortment.values($0)[place] == value
      }) {
        errors.add(
          ["optionValuesToDelete", String(index)],
          "Cannot delete option value because it has associated variants.",
          code: "CANNOT_DELETE_VARIANT")
      }
      gone.insert(value)
    }
    return gone
  }

  private func apply(
    _ names: [String], _ values: [[String]], _ renamed: [String: String], at place: Int,
    to product: Int
  ) {
    let isPlain = store.assortment.products[product].options.isEmpty
    let variants = store.assortment.variants(of: product)
    let before = variants.map { store.assortment.values($0) }
    store.change(product: product, context) { row in
      if !isPlain || names != ["Title"] { row.options = names }
      row.optionValues = values
    }
    for (variant, old) in zip(variants, before) {
      guard let name = renamed[old[place]] else { continue }
      var new = old
      new[place] = name
      store.change(variant: variant, VariantChange(), values: new, context)
    }
  }

  // MARK: Deleting

  /// `productOptionsDelete`: only options that tell no variants apart.
  func delete() -> Resolved {
    var errors = UserErrors("ProductOptionsDeleteUserError")
    func payload(_ product: Int?, _ deleted: [String]) -> Resolved {
      errors.payload(
        "ProductOptionsDeletePayload",
        [
          "product": product.map { .object(ProductNode(index: $0)) } ?? .null,
          "deletedOptionsIds": .texts(deleted),
        ])
    }
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(nil, [])
    }
    let ids = (arguments["options"]?.array ?? []).compactMap(\.string)
    let names = store.assortment.products[product].options
    var places: Set<Int> = []
    for (index, id) in ids.enumerated() {
      if let place = OptionID.position(id, of: product), names.indices.contains(place) {
        places.insert(place)
      } else {
        errors.add(
          ["options", String(index)], "Option does not exist", code: "OPTION_DOES_NOT_EXIST")
      }
    }
    let variants = store.assortment.variants(of: product)
    let kept = variants.map { variant in
      store.assortment.values(variant).enumerated().filter { !places.contains($0.offset) }
        .map(\.element)
    }
    if errors.isEmpty, Set(kept).count < variants.count {
      errors.add(
        ["options"], "Options with more than one value cannot be deleted",
        code: "CANNOT_DELETE_OPTION_WITH_MULTIPLE_VALUES")
    }
    guard errors.isEmpty else { return payload(product, []) }
    let values = store.assortment.optionValues(product)
    store.change(product: product, context) { row in
      row.options = names.enumerated().filter { !places.contains($0.offset) }.map(\.element)
      row.optionValues =
        row.options.isEmpty
        ? nil : values.enumerated().filter { !places.contains($0.offset) }.map(\.element)
    }
    for (variant, left) in zip(variants, kept) {
      store.change(
        variant: variant, VariantChange(), values: left.isEmpty ? ["Default Title"] : left, context)
    }
    return payload(product, ids)
  }
}
