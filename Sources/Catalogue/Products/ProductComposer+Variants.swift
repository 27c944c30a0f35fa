// SPDX-License-Identifier: Apache-2.0

import Tables

/// What each record asks of a variant.
extension ProductComposer {
  static let optionLimit = 2_048

  /// The options' names and, for a new product, each with the values of the file in their order.
  var optionNames: [String] {
    (1...3).compactMap { number in
      group.records.lazy.compactMap { $0.values["option\(number)_name"] ?? nil }.first
    }
  }

  func optionValues(_ row: Row) -> [String] {
    (1...3).compactMap { row.values["option\($0)_value"] ?? nil }
  }

  /// `Title` with `Default Title` is how a file says that a product has no options.
  func isDefault(_ values: [String]) -> Bool {
    values.isEmpty || values == ["Default Title"]
  }

  func isVariant(_ row: Row, at index: Int) -> Bool {
    if [.delete, .ignore].contains(ProductCommand.ofVariant(row)) { return false }
    if !optionValues(row).isEmpty { return true }
    if ["sku", "barcode", "price", "variant_id"].contains(where: { row.values[$0] ?? nil != nil }) {
      return true
    }
    // The first record of a product without options tells of its one variant.
    guard index == 0, row.values.keys.contains(where: Self.isVariantField) else { return false }
    if row.values.contains(where: { Self.isVariantField($0.key) && $0.value != nil }) {
      return true
    }
    // Nothing but empty cells: they empty the one variant of a product, and mean none of several.
    return (state?.variants.count ?? 1) <= 1
      && !group.records.dropFirst().contains { !optionValues($0).isEmpty }
  }

  static let variantNames = Set(ProductFields.names(ProductFields.variant))
  static func isVariantField(_ field: String) -> Bool {
    variantNames.contains(field) || field.hasPrefix("variant_metafield.")
  }

  /// The options a new product is made with: `[{name, values: […]}]`.
  func declaredOptions() -> [JSON] {
    var values: [[String]] = []
    for (index, row) in group.records.enumerated() where pieces[index] != nil {
      let row = optionValues(row)
      guard !isDefault(row) else { continue }
      for (position, value) in row.enumerated() {
        if values.count <= position { values.append([]) }
        if !values[position].contains(value) { values[position].append(value) }
      }
    }
    let names = optionNames
    return values.enumerated().map { position, values in
      [
        "name": .string(position < names.count ? names[position] : "Option \(position + 1)"),
        "values": .array(values.map(JSON.string)),
      ]
    }
  }

  mutating func addVariants() {
    var taken: [String: Int] = [:]
    var made: [[String]: Int] = [:]
    var isFirst = true
    var fresh = 0
    for (index, row) in group.records.enumerated()
    where pieces[index] != nil && isVariant(row, at: index) {
      let values = optionValues(row)
      if let problem = optionProblem(values) ?? keyProblem(row, values) {
        reject(index, code: problem.code, problem.message)
        continue
      }
      let found = match(row, values)
      if let problem = commandProblem(row, found) {
        reject(index, code: problem.code, problem.message)
        continue
      }
      if let variant = found {
        if let other = taken[variant.id] {
          settle(index, like: other)
          continue
        }
        taken[variant.id] = index
        update(index, row, variant, values)
      } else {
        let key = values.map { $0.lowercased() }
        if let other = made[key] {
          settle(index, like: other)
          continue
        }
        if let problem = newcomerProblem(row, values) {
          reject(index, code: problem.code, problem.message)
          continue
        }
        made[key] = index
        fresh += 1
        guard (state?.variants.count ?? 0) + fresh <= Self.optionLimit else {
          reject(
            index, code: "too-many-variants",
            "a product has at most \(Self.optionLimit) variants, and this would be one more")
          continue
        }
        create(index, row, values, isInitial: state == nil && isFirst)
      }
      isFirst = false
    }
  }

  /// Why a record that names none of the product's variants cannot be a new one; nil where it can.
  private func newcomerProblem(_ row: Row, _ values: [String]) -> (code: String, message: String)? {
    if let id = row.values["variant_id"] ?? nil {
      return (
        "unknown-key", "the product has no variant \(id); take the record out, or correct the id"
      )
    }
    guard let state, !replaces, isDefault(values) else { return nil }
    return (
      "no-options",
      "none of the product's \(state.variants.count) variants is meant, and a new one needs its options; give option1_value and so on, or correct the key"
    )
  }

  /// Why a record's key does not tell which variant it means; nil where it does.
  private func keyProblem(_ row: Row, _ values: [String]) -> (code: String, message: String)? {
    guard let state, let field = group.key.first, ["sku", "barcode"].contains(field),
      let key = row.values[field] ?? nil
    else { return nil }
    let found = state.variants.filter { ($0.values[field] ?? nil) == key }
    guard found.count > 1 else { return nil }
    return (
      "ambiguous-key",
      "\(field) '\(key)' names the variants \(found.map(\.id).joined(separator: " and ")); make it unique in the store, or name the variant by id"
    )
  }

  /// Why a record's options do not fit the product's; nil where they do.
  func optionProblem(_ values: [String]) -> (code: String, message: String)? {
    guard let state, !replaces, !values.isEmpty else { return nil }
    let has = state.options.isEmpty ? ["Title"] : state.options
    let names = optionNames
    let isPlain = has == ["Title"] && state.variants.allSatisfy { isDefault($0.options) }
    if isPlain, isDefault(values) { return nil }
    let fits =
      values.count == has.count && !isPlain
      && zip(names, has).allSatisfy { $0.lowercased() == $1.lowercased() }
    guard !fits else { return nil }
    let found = names.isEmpty ? "\(values.count) of them" : names.joined(separator: ", ")
    return (
      "other-options",
      "the product has the options \(isPlain ? "none" : has.joined(separator: ", ")) and the file gives \(found); give it the same ones, or say `variants: replace`"
    )
  }

  func match(_ row: Row, _ values: [String]) -> ProductState.Variant? {
    guard let state else { return nil }
    if let id = row.values["variant_id"] ?? nil { return state.variants.first { $0.id == id } }
    let wanted = values.map { $0.lowercased() }
    if !isDefault(values),
      let variant = state.variants.first(where: { $0.options.map { $0.lowercased() } == wanted })
    {
      return variant
    }
    for field in ["sku", "barcode"] {
      guard let key = row.values[field] ?? nil else { continue }
      let found = state.variants.filter { ($0.values[field] ?? nil) == key }
      guard found.count == 1, let variant = found.first else { continue }
      // Its own options may be another record's.
      let isAnothers =
        !isDefault(values)
        && group.records.contains {
          optionValues($0).map { $0.lowercased() } == variant.options.map { $0.lowercased() }
        }
      if !isAnothers { return variant }
    }
    if isDefault(values), state.variants.count == 1 { return state.variants.first }
    return nil
  }

  /// A further record of a variant: the same, or a contradiction.
  mutating func settle(_ index: Int, like other: Int) {
    let (mine, first) = (group.records[index], group.records[other])
    let differs = mine.values.first { field, value in
      Self.isVariantField(field) && first.values.keys.contains(field)
        && !SameValue.of(field, value, first.values[field] ?? nil)
    }
    if let differs {
      reject(
        index, code: "conflicting-records",
        "line \(first.line) asks for \(differs.key) '\((first.values[differs.key] ?? nil) ?? "")' of this variant and this one for '\(differs.value ?? "")'; keep one of them"
      )
    } else if mine.values["image_url"] ?? nil == nil {
      outcomes[index] = .shared(with: first.record)
      pieces[index] = nil
    }
  }

  mutating func update(
    _ index: Int, _ row: Row, _ variant: ProductState.Variant, _ values: [String]
  ) {
    guard var piece = pieces[index] else { return }
    piece.identity["variant_id"] = variant.id
    piece.part = variant.id
    for (field, value) in row.values where Self.isVariantField(field) {
      guard value != nil || Metafield(field: field) == nil else { continue }
      let current = variant.values[Metafield(field: field)?.name ?? field] ?? nil
      if field == "weight" || field == "weight_unit" {
        addWeight(row, variant, to: &piece)
      } else if !SameValue.of(field, value, current) {
        piece.desired.updateValue(value, forKey: field)
        piece.prior.updateValue(current, forKey: field)
      }
    }
    if !isDefault(values), values != variant.options {
      for (position, value) in values.enumerated() {
        piece.desired["option\(position + 1)_value"] = value
        piece.prior["option\(position + 1)_value"] =
          position < variant.options.count ? variant.options[position] : nil
      }
      piece.identity["option_names"] =
        JSON.array(
          (state?.options ?? optionNames).map(JSON.string)
        ).text
    }
    addTypes(of: piece.desired.keys, to: &piece)
    if !piece.desired.isEmpty { piece.does.insert("variants-update") }
    pieces[index] = piece
  }

  func addWeight(_ row: Row, _ variant: ProductState.Variant, to piece: inout Piece) {
    let (had, hadUnit) = (
      variant.values["weight"] ?? nil, variant.values["weight_unit"] ?? nil
    )
    let value = (row.values["weight"] ?? nil) ?? had
    let unit = (row.values["weight_unit"] ?? nil) ?? hadUnit
    guard let value, Weight.grams(value, unit) != Weight.grams(had, hadUnit) else { return }
    piece.desired["weight"] = value
    piece.desired["weight_unit"] = unit ?? "kg"
    piece.prior.updateValue(had, forKey: "weight")
    piece.prior.updateValue(hadUnit, forKey: "weight_unit")
  }

  mutating func create(_ index: Int, _ row: Row, _ values: [String], isInitial: Bool) {
    guard var piece = pieces[index] else { return }
    for (field, value) in row.values where Self.isVariantField(field) {
      if let value { piece.desired[field] = value }
    }
    if piece.desired["weight"] == nil { piece.desired["weight_unit"] = nil }
    addTypes(of: piece.desired.keys, to: &piece)
    piece.part = "new " + values.joined(separator: " / ")
    if isInitial {
      // Made with the product; what else it has is set after that.
      if !piece.desired.isEmpty { piece.does.insert("variants-update") }
    } else {
      let names = state?.options ?? optionNames
      for (position, value) in values.enumerated() {
        piece.desired["option\(position + 1)_value"] = value
      }
      piece.identity["option_names"] = JSON.array(names.map(JSON.string)).text
      piece.does.insert("variants-create")
    }
    pieces[index] = piece
  }
}
