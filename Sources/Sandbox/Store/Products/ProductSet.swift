// SPDX-License-Identifier: Apache-2.0

import Tables

/// `productSet`: makes or changes a product, named by id, handle or custom id. A list that is given replaces the
/// one there is: options, variants, metafields and files; what is left out stays.
struct ProductSet {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }
  private let input: JSON

  /// A variant as it is to be.
  private struct Wanted {
    var existing: Int?
    var values: [String]
    var change: VariantChange
    var file: FileReference?
  }

  /// An image by id or by address.
  private enum FileReference {
    case known(Int)
    case new(MediaInput)
  }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
    input = arguments["input"] ?? .null
  }

  func run() throws -> Resolved {
    var errors = UserErrors("ProductSetUserError")
    let identifier = ProductIdentifier(
      arguments["identifier"] ?? .object(input["id"].map { [.init("id", $0)] } ?? []), store)
    if arguments["identifier"]?.isNull == false, input["id"]?.string != nil {
      errors.add(
        ["input"], "The id field is not allowed if identifier is provided.", code: "ID_NOT_ALLOWED")
      return payload(nil, errors)
    }
    let product = try identifier.product
    if identifier.id != nil, product == nil {
      let isNamed = arguments["identifier"]?.isNull == false
      errors.add(
        isNamed ? ["identifier", "id"] : ["input", "id"], "Product does not exist",
        code: "PRODUCT_DOES_NOT_EXIST")
      return payload(nil, errors)
    }
    var row = product.map { store.assortment.products[$0] } ?? ProductInput.blank(context)
    if product == nil, let handle = identifier.handle { row.handle = Handles.normal(handle) }
    let isHandled = product == nil && identifier.handle != nil && input["handle"] == nil
    let handle = row.handle
    try ProductInput(input: input, mutation: .set, context: context)
      .read(into: &row, product: product, &errors)
    if isHandled { row.handle = handle }
    readOptions(into: &row, product, &errors)
    let files = files(input["files"], ["input", "files"], &errors)
    let wanted = try variants(row, product, &errors)
    var metafields = MetafieldReader(context).rows(
      input["metafields"], ["input", "metafields"], code: "INVALID_METAFIELD",
      ownerType: "PRODUCT", &errors)
    if let custom = identifier.customID, product == nil {
      metafields.append(
        MetafieldRow(
          namespace: custom.namespace, key: custom.key, type: "id", value: custom.value,
          createdAt: context.moment, updatedAt: context.moment))
    }
    guard errors.isEmpty else { return payload(nil, errors) }
    let made = wanted?.filter { $0.existing == nil }.count ?? (product == nil ? 1 : 0)
    try store.variantLimit.take(
      made, having: store.assortment.variantCount - store.assortment.deletions, context)
    let target = write(row, to: product)
    if let files { replace(files, of: target) }
    if input["metafields"] != nil { replaceMetafields(metafields, of: target) }
    store.set(metafields, of: ProductNode.id(target), context)
    apply(wanted, to: target, isNew: product == nil)
    return payload(target, errors)
  }

  private func payload(_ product: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload(
      "ProductSetPayload",
      ["product": product.map { .object(ProductNode(index: $0)) } ?? .null])
  }

  private func write(_ row: ProductRow, to product: Int?) -> Int {
    guard let product else { return store.add(row, context) }
    store.change(product: product, context) { $0 = row }
    return product
  }

  // MARK: Options

  private func readOptions(
    into row: inout ProductRow, _ product: Int?, _ errors: inout UserErrors
  ) {
    guard let given = input["productOptions"]?.array else { return }
    let path = ["input", "productOptions"]
    if given.count > ProductOptions.most {
      errors.add(path, "Options are limited to 3 per product", code: "OPTIONS_OVER_LIMIT")
    }
    if product != nil, input["variants"]?.array == nil {
      errors.add(
        ["input", "variants"], "Variants input is required when updating product options",
        code: "VARIANTS_INPUT_MISSING")
    }
    let known = product.map { store.assortment.optionNames($0) } ?? []
    var names: [String] = []
    var values: [[String]] = []
    for (index, option) in given.enumerated() {
      let here = path + [String(index)]
      let named = product.flatMap { OptionID.position(option["id"]?.string ?? "", of: $0) }
      let name =
        option["name"]?.string
        ?? named.flatMap { known.indices.contains($0) ? known[$0] : nil } ?? ""
      if name.isEmpty {
        errors.add(here, "Option name can't be blank.", code: "INVALID_INPUT")
      }
      if name.contains(" / ") {
        errors.add(
          here + ["name"], "The name contains unsupported sequence ' / '", code: "INVALID_INPUT")
      }
      if names.contains(where: { $0.lowercased() == name.lowercased() }) {
        errors.add(here, "Duplicated option name.", code: "DUPLICATED_OPTION_NAME")
      }
      names.append(name)
      values.append(
        (option["values"]?.array ?? []).compactMap { value in
          value["name"]?.string
            ?? value["id"]?.string.flatMap { OptionID.value($0, in: product, store.assortment) }
        })
      if Set(values[index]).count < values[index].count {
        errors.add(here, "Duplicated option value.", code: "DUPLICATED_OPTION_VALUE")
      }
    }
    row.options = names == ["Title"] && values == [["Default Title"]] ? [] : names
    row.optionValues = row.options.isEmpty ? nil : values
  }

  // MARK: Variants

  /// The variants that are to be; nil where the input says nothing of them.
  private func variants(
    _ row: ProductRow, _ product: Int?, _ errors: inout UserErrors
  ) throws -> [Wanted]? {
    guard let given = input["variants"]?.array else { return nil }
    let path = ["input", "variants"]
    if product == nil, input["productOptions"] == nil {
      errors.add(
        ["input"], "Product options input is required when updating variants",
        code: "PRODUCT_OPTIONS_INPUT_MISSING")
      return nil
    }
    let names = row.options.isEmpty ? ["Title"] : row.options
    let existing = product.map { store.assortment.variants(of: $0) } ?? []
    let reader = VariantReader(mutation: .set, context: context)
    var taken: Set<[String]> = []
    return given.enumerated().compactMap { index, input -> Wanted? in
      let here = path + [String(index)]
      guard var change = reader.change(input, here, &errors),
        let named = reader.values(
          input["optionValues"], of: names, product: product, here, &errors)
      else { return nil }
      let missing = names.indices.filter { named[$0] == nil }
      guard missing.isEmpty else {
        errors.add(
          here,
          "You need to add option values for \(missing.map { names[$0] }.joined(separator: ", "))",
          code: "INVALID_VARIANT")
        return nil
      }
      let values = names.indices.compactMap { named[$0] }
      guard taken.insert(values).inserted else {
        errors.add(
          here,
          "The variant '\(values.joined(separator: " / "))' already exists. Please change at least one option value.",
          code: "INVALID_VARIANT")
        return nil
      }
      var match = existing.first { store.assortment.values($0) == values }
      if let id = input["id"]?.string {
        match = store.variant(id).flatMap { existing.contains($0) ? $0 : nil }
        if match == nil {
          errors.add(
            here + ["id"], "Product variant does not exist", code: "PRODUCT_VARIANT_DOES_NOT_EXIST")
          return nil
        }
      }
      change.stock = stock(input, here, &errors)
      let file = input["file"].flatMap { file in
        file.isNull ? nil : files([file], here, &errors)?.first
      }
      return Wanted(existing: match, values: values, change: change, file: file)
    }
  }

  private func stock(_ input: JSON, _ path: [String], _ errors: inout UserErrors) -> [(
    location: Int, available: Int
  )]? {
    guard let given = input["inventoryQuantities"]?.array, !given.isEmpty else { return nil }
    return given.enumerated().compactMap { index, quantity in
      guard
        let location = GlobalID.index(
          quantity["locationId"]?.string, "Location", GlobalID.Base.location),
        store.stock.locations.indices.contains(location)
      else {
        errors.add(
          path + ["inventoryQuantities", String(index), "locationId"],
          "The specified location could not be found.", code: "INVALID_VARIANT")
        return nil
      }
      return (location, quantity["quantity"]?.int ?? 0)
    }
  }

  private func apply(_ wanted: [Wanted]?, to product: Int, isNew: Bool) {
    guard let wanted else {
      guard isNew else { return }
      let values = store.assortment.products[product].optionValues?.map { $0.first ?? "" }
      store.add(VariantChange(), values: values ?? ["Default Title"], to: product, context)
      return
    }
    let kept = Set(wanted.compactMap(\.existing))
    let gone = store.assortment.variants(of: product).filter { !kept.contains($0) }
    if !gone.isEmpty { store.delete(variants: gone, of: product, context) }
    var order: [Int32] = []
    for var variant in wanted {
      if let file = variant.file { variant.change.media = .some(Int32(attach(file, to: product))) }
      if let existing = variant.existing {
        store.change(
          variant: existing, variant.change, values: variant.values, context)
        for place in variant.change.stock ?? [] {
          store.setStock(
            existing, place.location, available: place.available, onHand: place.available, context)
        }
        order.append(Int32(existing))
      } else {
        order.append(
          Int32(store.add(variant.change, values: variant.values, to: product, context)))
      }
    }
    store.assortment.products[product].variants = order
  }

  // MARK: Files and metafields

  private func files(_ given: JSON?, _ path: [String], _ errors: inout UserErrors)
    -> [FileReference]?
  {
    given?.array.flatMap { files($0, path, &errors) }
  }

  private func files(_ given: [JSON], _ path: [String], _ errors: inout UserErrors)
    -> [FileReference]?
  {
    given.enumerated().compactMap { index, input -> FileReference? in
      if let id = input["id"]?.string {
        guard let media = store.media.index(id) else {
          errors.add(
            path + [String(index), "id"], "File does not exist", code: "INVALID_INPUT")
          return nil
        }
        return .known(media)
      }
      let source = input["originalSource"]?.string ?? ""
      guard MediaInput.isAddress(source) else {
        errors.add(
          path + [String(index), "originalSource"], "Image URL is invalid", code: "INVALID_INPUT")
        return nil
      }
      return .new(
        MediaInput(
          source: source, alt: input["alt"]?.string ?? "", name: input["filename"]?.string))
    }
  }

  private func attach(_ file: FileReference, to product: Int) -> Int {
    switch file {
    case .known(let media):
      store.attach(media: media, to: product, context)
      return media
    case .new(let image):
      // The same address in `files` and at several variants is one image.
      let known = store.assortment.products[product].media.map(Int.init)
        .first { store.media.rows[$0].source == image.source }
      return known ?? store.attach([image], to: product, context)[0]
    }
  }

  private func replace(_ files: [FileReference], of product: Int) {
    let kept = Set(
      files.compactMap { file -> Int? in
        if case .known(let media) = file { media } else { nil }
      })
    for media in store.assortment.products[product].media where !kept.contains(Int(media)) {
      store.detach(media: Int(media), from: product, context)
    }
    for file in files { _ = attach(file, to: product) }
  }

  private func replaceMetafields(_ metafields: [MetafieldRow], of product: Int) {
    let owner = ProductNode.id(product)
    for row in store.metafields.rows(of: owner)
    where !metafields.contains(where: { $0.namespace == row.namespace && $0.key == row.key }) {
      guard let gone = store.metafields.remove(row.namespace, row.key, of: owner) else { continue }
      store.note(MetafieldNode.id(gone.number), before: gone.json, after: .null, context)
    }
  }
}
