// SPDX-License-Identifier: Apache-2.0

import Tables

/// What is the product's own.
extension ProductComposer {
  /// The value of each product field: the first record's that has one.
  mutating func readProduct() -> [String: String?] {
    var values: [String: String?] = [:]
    var lines: [String: Int] = [:]
    for (index, row) in group.records.enumerated() {
      for (field, value) in row.values where Self.isProduct(field) {
        guard let value else {
          if index == 0 { values.updateValue(nil, forKey: field) }
          continue
        }
        guard let first = values[field] ?? nil else {
          // A later record says what the first leaves open, but does not fill what the first empties.
          if values.keys.contains(field), group.records[0].values.keys.contains(field), index > 0 {
            reject(
              index, code: "conflicting-records",
              "line \(group.records[0].line) leaves \(field) of this product empty and this one asks for '\(value.prefix(60))'; say it on the product's first line"
            )
            continue
          }
          values[field] = value
          lines[field] = row.line
          continue
        }
        if first != value {
          reject(
            index, code: "conflicting-records",
            "line \(lines[field] ?? 0) asks for \(field) '\(first.prefix(60))' of this product and this one for '\(value.prefix(60))'; keep one of them"
          )
        }
      }
    }
    return values
  }

  static let productNames = Set(ProductFields.names(ProductFields.product) + ["handle"])
  static func isProduct(_ field: String) -> Bool {
    productNames.contains(field) || field.hasPrefix("metafield.")
  }

  /// Puts what is the product's on one record; the reason where the product cannot be.
  mutating func addProduct(_ product: [String: String?], to carrier: Int) -> (
    code: String, message: String
  )? {
    guard var piece = pieces[carrier] else { return nil }
    if let state {
      for (field, value) in product where field != "tags" && field != "published" {
        // What names the product is its handle already, however it is written.
        if field == "handle", group.key == ["handle"] { continue }
        guard value != nil || !Metafield.isOne(field) else { continue }
        let current = state.values[Metafield(field: field)?.name ?? field] ?? nil
        guard !SameValue.of(field, Self.plain(field, value), Self.plain(field, current)) else {
          continue
        }
        piece.desired.updateValue(value, forKey: field)
        piece.prior.updateValue(current, forKey: field)
        piece.does.insert("update")
      }
      addTags(product, of: state, to: &piece)
    } else {
      guard let title = product["title"] ?? nil, !title.isEmpty else {
        return (
          "missing-title",
          "the store has no such product, and a new one must have a title; map `title`, or correct the key"
        )
      }
      let takesTags = group.settings["tags"] == "delete"
      for (field, value) in product where field != "published" && !(takesTags && field == "tags") {
        if let value { piece.desired.updateValue(value, forKey: field) }
      }
      if let handle = product["handle"] ?? nil {
        guard !handle.contains(where: { $0.isWhitespace || "/?#".contains($0) }) else {
          return (
            "not-a-handle",
            "'\(handle.prefix(80))' cannot be a new product's handle: no spaces, '/', '?' or '#'"
          )
        }
        piece.desired["handle"] = handle.lowercased()
      }
      piece.does.insert("create")
      if group.key == ["custom_id"], let id = group.records[carrier].values["custom_id"] ?? nil {
        guard let name = group.settings["custom_id"] else {
          return (
            "no-custom-id-name",
            "a new product needs the metafield that holds its custom id; say `custom_id: NAMESPACE.KEY` in the job"
          )
        }
        piece.identity["custom_id"] = id
        piece.identity["custom_id_name"] = name
      }
      piece.identity["options"] = JSON.array(declaredOptions()).text
    }
    if let list = product["published"] ?? nil {
      if let problem = addChannels(FieldType.texts(ofList: list), to: &piece) { return problem }
    }
    for field in ["seo_title", "seo_description"] where piece.desired.keys.contains(field) {
      let other = field == "seo_title" ? "seo_description" : "seo_title"
      if !piece.desired.keys.contains(other), let value = state?.values[other] ?? nil {
        piece.identity[other] = value
      }
    }
    addTypes(of: piece.desired.keys, to: &piece)
    pieces[carrier] = piece
    return nil
  }

  /// A category without what all of them begin with.
  static func plain(_ field: String, _ value: String?) -> String? {
    field == "category"
      ? value?.replacing("gid://shopify/TaxonomyCategory/", with: "") : value
  }

  func addTags(
    _ product: [String: String?], of state: ProductState, to piece: inout Piece
  ) {
    guard let given = product["tags"] else { return }
    let current = FieldType.texts(ofList: state.values["tags"] ?? nil)
    let wanted = FieldType.texts(ofList: given)
    let has = Set(current.map { $0.lowercased() })
    if group.settings["tags"] == "delete" {
      let gone = wanted.filter { has.contains($0.lowercased()) }
      guard !gone.isEmpty else { return }
      let names = Set(gone.map { $0.lowercased() })
      piece.desired["tags"] = FieldType.canonical(
        list: current.filter { !names.contains($0.lowercased()) })
      piece.identity["tags_off"] = FieldType.canonical(list: gone)
      piece.does.insert("tags-remove")
    } else if group.settings["tags"] == "replace" {
      guard has != Set(wanted.map { $0.lowercased() }) else { return }
      piece.desired["tags"] = FieldType.canonical(list: wanted)
      piece.does.insert("update")
    } else {
      let missing = wanted.filter { !has.contains($0.lowercased()) }
      guard !missing.isEmpty else { return }
      piece.desired["tags"] = FieldType.canonical(list: current + missing)
      piece.identity["tags"] = FieldType.canonical(list: missing)
      piece.does.insert("tags")
    }
    piece.prior.updateValue(FieldType.canonical(list: current), forKey: "tags")
  }

  func addChannels(_ names: [String], to piece: inout Piece) -> (
    code: String, message: String
  )? {
    let known = (context?["channels"]?.array ?? []).compactMap { channel in
      ProductState.text(channel["id"]).map {
        (id: $0, name: ProductState.text(channel["name"]) ?? "")
      }
    }
    var missing: [(id: String, name: String)] = []
    var left: [(id: String, name: String)] = []
    for text in names {
      let name = text.hasPrefix("-") ? String(text.dropFirst().drop { $0 == " " }) : text
      guard
        let channel = known.first(where: {
          $0.name.lowercased() == name.lowercased() || $0.id == name
        })
      else {
        let all = known.map { "'\($0.name)'" }.joined(separator: ", ")
        return (
          "unknown-channel",
          "the store has no sales channel '\(name)'; it has \(all.isEmpty ? "none that the app may see" : all)"
        )
      }
      let isOn = state?.channels.contains(channel.id) == true
      if text.hasPrefix("-") {
        if isOn { left.append(channel) }
      } else if !isOn {
        missing.append(channel)
      }
    }
    guard !missing.isEmpty || !left.isEmpty else { return nil }
    let had = known.filter { state?.channels.contains($0.id) == true }.map(\.name)
    let stays = had.filter { name in !left.contains { $0.name == name } }
    piece.desired["published"] = FieldType.canonical(list: stays + missing.map(\.name))
    piece.prior.updateValue(
      state == nil ? nil : FieldType.canonical(list: had), forKey: "published")
    if !missing.isEmpty {
      piece.identity["channels"] = missing.map(\.id).joined(separator: " ")
      piece.does.insert("publish")
    }
    if !left.isEmpty {
      piece.identity["channels_off"] = left.map(\.id).joined(separator: " ")
      piece.does.insert("unpublish")
    }
    return nil
  }

  /// The types of metafields as the store knows them, by field.
  func addTypes(of fields: some Sequence<String>, to piece: inout Piece) {
    for field in fields {
      guard let metafield = Metafield(field: field), metafield.type == nil,
        let type = ProductState.text(context?["metafield_types"]?[metafield.name])
      else { continue }
      piece.identity["type \(field)"] = type
    }
  }
}
