// SPDX-License-Identifier: Apache-2.0

import Tables

/// How what `product.set` and `variant.set` did is taken back.
///
/// Values get back what they had, what was added (tags, metafields, variants, images, channels) is taken away, a
/// product that was made is archived. What has changed in the shop since is left as it is.
struct ProductUndo {
  private let applied: Intent
  private let state: ProductState
  private let does: Set<String>
  private let variant: ProductState.Variant?
  private var inverse: Intent
  private var steps: Set<String> = []
  /// What has changed since, in words.
  private var differences: [String] = []

  /// The inverse of an applied change, by what the mirror has of the product now.
  @Sendable static func inverse(_ applied: Intent, _ current: String?) -> Inverse {
    if applied.identity["does"] == "delete" {
      return .never("a deleted product cannot be brought back; make it anew with product.set")
    }
    guard let state = current.flatMap(ProductState.init) else {
      return .changedSince("the store no longer has the product")
    }
    var undo = ProductUndo(applied, state)
    return undo.run()
  }

  private init(_ applied: Intent, _ state: ProductState) {
    self.applied = applied
    self.state = state
    does = Set((applied.identity["does"] ?? "").split(separator: " ").map(String.init))
    let id = VariantSteps.id(applied)
    variant = state.variants.first { $0.id == id }
    inverse = Intent(object: applied.object, identity: [:], desired: [:], prior: [:])
    let kept = ["product_id", "variant_id", "group", "seo_title", "seo_description"]
    inverse.identity = applied.identity.filter { name, _ in
      kept.contains(name) || name.hasPrefix("type ")
    }
    if let id { inverse.identity["variant_id"] = id }
  }

  private mutating func run() -> Inverse {
    if applied.identity["adopted"] != nil {
      return .never(
        "the product was in the shop already when it was to be made, and what it had is not known")
    }
    if does.contains("create") { return archived() }
    if applied.identity["made"] != nil { return .unchanged }
    if does.contains("replace") {
      return .never("it replaced the list of variants, and what was deleted is gone")
    }
    if does.contains("variants-delete") {
      return .never("a deleted variant cannot be brought back; make it anew with variant.set")
    }
    if does.contains("images-delete") {
      return .never("a deleted image cannot be brought back; drop the file that brought it again")
    }
    let problem = takeValues() ?? takeTags() ?? takeVariant() ?? takeImages()
    if let problem { return .never(problem) }
    takeChannels()
    if !differences.isEmpty { return .changedSince(differences.joined(separator: ", ")) }
    return steps.isEmpty ? .unchanged : .change(finished())
  }

  private func finished() -> Intent {
    var inverse = inverse
    inverse.identity["does"] = ProductSteps.order.filter(steps.contains).joined(separator: " ")
    return inverse
  }

  /// A product that was made is archived, if it still is as it was made: archiving is what can be taken back.
  private mutating func archived() -> Inverse {
    let status = state.values["status"] ?? nil
    if status == "ARCHIVED" { return .unchanged }
    for field in applied.desired.keys.sorted() where Self.isValue(field) { compare(field) }
    if !differences.isEmpty { return .changedSince(differences.joined(separator: ", ")) }
    inverse.identity = ["product_id": state.id, "group": applied.identity["group"] ?? state.id]
    inverse.desired = ["status": "ARCHIVED"]
    inverse.prior = ["status": status]
    steps = ["update"]
    return .change(finished())
  }

  // MARK: - Parts

  /// Values, which get back what they had; the reason where one cannot.
  private mutating func takeValues() -> String? {
    let isNew = does.contains("variants-create")
    for field in applied.desired.keys.sorted() where Self.isValue(field) {
      if field == "tags", applied.identity["tags"] ?? applied.identity["tags_off"] != nil {
        continue
      }
      let isProducts = ProductComposer.isProduct(field)
      if isNew, !isProducts { continue }
      if !isProducts, variant == nil {
        differences.append("the store no longer has the variant")
        return nil
      }
      let before = applied.prior[field] ?? nil
      let now = value(field)
      if same(field, now, before) { continue }
      compare(field)
      inverse.desired.updateValue(before, forKey: field)
      inverse.prior.updateValue(now, forKey: field)
      if before == nil, Metafield.isOne(field) {
        steps.insert("metafields-delete")
      } else if before == nil, field == "category" {
        return "category had no value before, and cannot be left without one"
      } else {
        steps.insert(isProducts ? "update" : "variants-update")
      }
      if field.hasPrefix("option") {
        inverse.identity["option_names"] = JSON.array(state.options.map(JSON.string)).text
      }
    }
    return nil
  }

  /// Tags that were added are taken away, and the other way round; the product's other tags stay.
  private mutating func takeTags() -> String? {
    let has = Set(FieldType.texts(ofList: state.values["tags"] ?? nil).map { $0.lowercased() })
    let (added, removed) = (
      FieldType.texts(ofList: applied.identity["tags"]),
      FieldType.texts(ofList: applied.identity["tags_off"])
    )
    let off = added.filter { has.contains($0.lowercased()) }
    let on = removed.filter { !has.contains($0.lowercased()) }
    guard !off.isEmpty || !on.isEmpty else { return nil }
    inverse.identity[off.isEmpty ? "tags" : "tags_off"] =
      FieldType.canonical(list: off.isEmpty ? on : off)
    steps.insert(off.isEmpty ? "tags" : "tags-remove")
    inverse.desired.updateValue(applied.prior["tags"] ?? nil, forKey: "tags")
    inverse.prior.updateValue(state.values["tags"] ?? nil, forKey: "tags")
    return nil
  }

  /// A variant that was made is deleted, if it still is as it was made.
  private mutating func takeVariant() -> String? {
    guard does.contains("variants-create"), variant != nil else { return nil }
    for field in applied.desired.keys.sorted()
    where Self.isValue(field) && !ProductComposer.isProduct(field) { compare(field) }
    guard state.variants.count > 1 else {
      return "the variant it made is the product's last one; archive or delete the product"
    }
    inverse.identity["deletes"] = "1"
    steps.insert("variants-delete")
    return nil
  }

  /// Images that were added go with their files; what a variant showed before, it shows again.
  private mutating func takeImages() -> String? {
    if does.contains("images"), let id = applied.identity["image_id"],
      state.media.contains(where: { $0.id == id })
    {
      inverse.identity["image_id"] = id
      inverse.desired.updateValue(nil, forKey: "image_url")
      inverse.prior.updateValue(applied.desired["image_url"] ?? nil, forKey: "image_url")
      steps.insert("images-delete")
    }
    guard does.contains("variant-images"), !does.contains("variants-create"), let variant,
      let shown = VariantSteps.media(applied), variant.media.contains(shown)
    else { return nil }
    guard let before = applied.identity["showed"] else {
      return steps.contains("images-delete") || applied.identity["media_id"] == nil
        ? nil : "the variant showed no image before: take it off in the shop"
    }
    guard state.media.contains(where: { $0.id == before }) else {
      return "the image the variant showed before is gone"
    }
    inverse.identity["media_id"] = before
    inverse.identity["showed"] = shown
    steps.insert("variant-images")
    return nil
  }

  /// Channels it was put on are left, and the other way round.
  private mutating func takeChannels() {
    let off = RemovalSteps.ids(applied.identity["channels"]).filter(state.channels.contains)
    let on = RemovalSteps.ids(applied.identity["channels_off"]).filter {
      !state.channels.contains($0)
    }
    if !off.isEmpty {
      inverse.identity["channels_off"] = off.joined(separator: " ")
      steps.insert("unpublish")
    }
    if !on.isEmpty {
      inverse.identity["channels"] = on.joined(separator: " ")
      steps.insert("publish")
    }
    guard !off.isEmpty || !on.isEmpty else { return }
    inverse.desired.updateValue(applied.prior["published"] ?? nil, forKey: "published")
    inverse.prior.updateValue(applied.desired["published"] ?? nil, forKey: "published")
  }

  // MARK: - Comparing

  /// Whether a field is a value the mirror holds, and not an image or a list of channels.
  private static func isValue(_ field: String) -> Bool {
    !["published", "image_url", "image_alt", "variant_image_url"].contains(field)
  }

  /// Notes where the store has another value than the one that was set.
  private mutating func compare(_ field: String) {
    let (set, now) = (applied.desired[field] ?? nil, value(field))
    if same(field, now, set) { return }
    differences.append("\(field) was set to \(set ?? "none"), the store has \(now ?? "none")")
  }

  private func same(_ field: String, _ one: String?, _ other: String?) -> Bool {
    if field == "tags" {
      func words(_ list: String?) -> Set<String> {
        Set(FieldType.texts(ofList: list).map { $0.lowercased() })
      }
      return words(one) == words(other)
    }
    return SameValue.of(
      field, ProductComposer.plain(field, one), ProductComposer.plain(field, other))
  }

  /// What the store has of a field now: of the change's variant, or of the product.
  private func value(_ field: String) -> String? {
    let name = Metafield(field: field)?.name ?? field
    if ProductComposer.isProduct(field) { return state.values[name] ?? nil }
    if field.hasPrefix("option"), field.hasSuffix("_value"),
      let position = Int(field.dropFirst(6).prefix(1)), let options = variant?.options
    {
      return position <= options.count ? options[position - 1] : nil
    }
    return variant?.values[name] ?? nil
  }
}
