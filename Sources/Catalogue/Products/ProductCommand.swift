// SPDX-License-Identifier: Apache-2.0

/// What a sheet says becomes of a product or of a variant.
enum ProductCommand: String, CaseIterable {
  case merge = "MERGE"
  case new = "NEW"
  case update = "UPDATE"
  case replace = "REPLACE"
  case delete = "DELETE"
  case ignore = "IGNORE"

  /// What a record says of its variant; nil where it says nothing.
  static func ofVariant(_ row: Composition.Row) -> ProductCommand? {
    (row.values["variant_command"] ?? nil).flatMap(ProductCommand.init)
  }
}

extension ProductComposer {
  /// Does what the product's command says besides what its records ask for anyway: all there is to do for DELETE and
  /// IGNORE, and for what cannot be obeyed; nil where the records count.
  mutating func obeyed() -> [Composed]? {
    for field in ["command", "tags_command", "image_command"] {
      if let problem = contradiction(in: field) {
        rejectAll(code: "conflicting-records", problem)
        return finish()
      }
    }
    if let word = word("tags_command") { choose("tags", word.lowercased()) }
    if group.records.contains(where: { ProductCommand.ofVariant($0) == .replace }) {
      choose("variants", "replace")
    }
    switch word("command").flatMap(ProductCommand.init) {
    case .merge, nil: return nil
    case .new:
      guard state != nil else { return nil }
      rejectAll(
        code: "exists", "the store has this product already, and its command is NEW; say MERGE")
    case .update:
      guard state == nil else { return nil }
      rejectAll(
        code: "unknown-key",
        "the store has no such product, and its command is UPDATE; correct the key, or say MERGE")
    case .replace:
      for setting in ["variants", "tags", "images"] { choose(setting, "replace") }
      return nil
    case .ignore:
      for index in pieces.indices { pieces[index] = nil }
      return group.records.map { Composed(record: $0.record, .unchanged) }
    case .delete: delete()
    }
    return finish()
  }

  /// The first record's word that has one.
  func word(_ field: String) -> String? {
    group.records.lazy.compactMap { $0.values[field] ?? nil }.first
  }

  /// Two records of the product that say different things of all of it.
  private func contradiction(in field: String) -> String? {
    let said = group.records.compactMap { row in (row.values[field] ?? nil).map { (row.line, $0) } }
    guard let first = said.first, let other = said.first(where: { $0.1 != first.1 }),
      // Each image has its own.
      field != "image_command"
    else { return nil }
    return
      "line \(first.0) says \(field) \(first.1) of this product and line \(other.0) says \(other.1); keep one of them"
  }

  /// The first record carries the deletion, the others share it.
  private mutating func delete() {
    guard state != nil, let first = group.records.first else {
      rejectAll(code: "unknown-key", "the store has no such product to be deleted")
      return
    }
    pieces[0]?.does = ["delete"]
    pieces[0]?.identity["deletes"] = "1"
    for index in group.records.indices.dropFirst() {
      outcomes[index] = .shared(with: first.record)
      pieces[index] = nil
    }
  }

  // MARK: - Variants

  /// Why a record's variant is not as its command says; nil where it is.
  func commandProblem(_ row: Row, _ found: ProductState.Variant?) -> (
    code: String, message: String
  )? {
    switch ProductCommand.ofVariant(row) {
    case .new where found != nil:
      (
        "exists",
        "the product has this variant already (\(found?.id ?? "")), and its command is NEW; say MERGE"
      )
    case .update where found == nil:
      (
        "unknown-key",
        "the product has no such variant, and its command is UPDATE; correct the options or the SKU, or say MERGE"
      )
    case .merge, .new, .update, .replace, .delete, .ignore, nil: nil
    }
  }

  /// Deletes the variants whose records say so.
  mutating func removeVariants() {
    let marked = group.records.indices.filter {
      ProductCommand.ofVariant(group.records[$0]) == .delete && pieces[$0] != nil
    }
    if replaces {
      // A whole list has no part that is left alone.
      for index in group.records.indices
      where ProductCommand.ofVariant(group.records[index]) == .ignore {
        reject(
          index, code: "incomplete-list",
          "the product's variants are replaced by the file's, so that one of them cannot be ignored"
        )
      }
      return
    }
    var gone: [String: Int] = [:]
    for index in marked {
      let row = group.records[index]
      guard let variant = match(row, optionValues(row)) else {
        reject(index, code: "unknown-key", "the product has no such variant to be deleted")
        continue
      }
      if let other = gone[variant.id] {
        outcomes[index] = .shared(with: group.records[other].record)
        pieces[index] = nil
        continue
      }
      gone[variant.id] = index
      pieces[index]?.identity["variant_id"] = variant.id
      pieces[index]?.identity["deletes"] = "1"
      pieces[index]?.part = variant.id
      pieces[index]?.does.insert("variants-delete")
    }
    guard let state, !gone.isEmpty, gone.count >= state.variants.count else { return }
    for index in gone.values {
      reject(
        index, code: "last-variant",
        "the file deletes every variant of the product, and Shopify keeps the last one; delete the product, or keep one variant"
      )
    }
  }

  // MARK: - Images

  /// Whether a record takes its image away.
  func takesImage(_ row: Row) -> Bool { row.values["image_command"] ?? nil == "DELETE" }

  /// Takes away the images whose records say so, and where the list is replaced all that it does not hold.
  mutating func removeImages() {
    guard let state else { return }
    for (index, row) in group.records.enumerated() where takesImage(row) && pieces[index] != nil {
      guard let url = row.values["image_url"] ?? nil,
        let medium = state.media.first(where: { ImageName.same(url, $0) })
      else { continue }
      takeOff([medium.id], at: index)
    }
    let replaces =
      group.settings["images"] == "replace"
      || group.records.contains { $0.values["image_command"] ?? nil == "REPLACE" }
    let named = group.records.flatMap { row in
      ["image_url", "variant_image_url"].compactMap { row.values[$0] ?? nil }
    }
    guard replaces, !named.isEmpty, group.faulty == 0,
      let index = pieces.firstIndex(where: { $0 != nil })
    else { return }
    let rest = state.media.filter { medium in !named.contains { ImageName.same($0, medium) } }
    if !rest.isEmpty { takeOff(rest.map(\.id), at: index) }
  }

  private mutating func takeOff(_ media: [String], at index: Int) {
    let known = (pieces[index]?.identity["images_off"] ?? "").split(separator: " ").map(String.init)
    pieces[index]?.identity["images_off"] = (known + media.filter { !known.contains($0) })
      .joined(separator: " ")
    pieces[index]?.desired.updateValue(nil, forKey: "images")
    pieces[index]?.prior["images"] = state.map { String($0.media.count) }
    pieces[index]?.does.insert("images-delete")
  }
}
