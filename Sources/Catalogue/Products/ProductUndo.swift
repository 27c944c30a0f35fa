// SPDX-License-Identifier: Apache-2.0

/// How what `product.set` did is taken back, and what it does with products a file names no more.
enum ProductUndo {
  /// The steps whose effects are values, which can be put back.
  private static let reversible: Set<String> = ["update", "variants-update"]

  /// Why the other steps cannot be taken back, by step.
  private static let reasons = [
    "create": "it made the product: archive or delete it in the shop, or by a feed",
    "variants-create": "it made a variant: delete it in the shop, or by a feed",
    "replace": "it replaced the list of variants, and what was deleted is gone",
    "images": "it added images: take them out in the shop",
    "tags": "it added tags beside those that were there: take them out in the shop",
    "publish": "it put the product into sales channels: take it out in the shop",
  ]

  /// The inverse of an applied change, by what the mirror has of the product now.
  @Sendable static func inverse(_ applied: Intent, _ current: String?) -> Inverse {
    let does = (applied.identity["does"] ?? "").split(separator: " ").map(String.init)
    if let step = does.first(where: { !reversible.contains($0) }) {
      return .never(reasons[step] ?? "it changed more than values: \(step)")
    }
    guard let state = current.flatMap(ProductState.init) else {
      return .changedSince("the store no longer has the product")
    }
    var inverse = applied
    var differences: [String] = []
    var isBack = true
    for field in applied.desired.keys.sorted() {
      let (set, before) = (applied.desired[field] ?? nil, applied.prior[field] ?? nil)
      let now = value(field, of: applied, in: state)
      isBack = isBack && SameValue.of(field, plain(field, now), plain(field, before))
      if !SameValue.of(field, plain(field, now), plain(field, set)),
        !SameValue.of(field, plain(field, now), plain(field, before))
      {
        differences.append("\(field) was set to \(set ?? "none"), the store has \(now ?? "none")")
      }
      inverse.desired.updateValue(before, forKey: field)
      inverse.prior.updateValue(now, forKey: field)
    }
    if isBack { return .unchanged }
    if !differences.isEmpty { return .changedSince(differences.joined(separator: ", ")) }
    return .change(inverse)
  }

  private static func plain(_ field: String, _ value: String?) -> String? {
    ProductComposer.plain(field, value)
  }

  /// What the store has of a field now: of the change's variant, or of the product.
  private static func value(_ field: String, of applied: Intent, in state: ProductState) -> String?
  {
    let name = Metafield(field: field)?.name ?? field
    if ProductComposer.isProduct(field) { return state.values[name] ?? nil }
    let variant = state.variants.first { $0.id == applied.identity["variant_id"] }
    if field.hasPrefix("option"), field.hasSuffix("_value"),
      let position = Int(field.dropFirst(6).prefix(1)), let options = variant?.options
    {
      return position <= options.count ? options[position - 1] : nil
    }
    return variant?.values[name] ?? nil
  }

  /// Products a file names no more, deleted.
  static let deletion = Absence(
    operation: "product.delete",
    changes: """
      SELECT CAST(p.id AS TEXT) AS object, p.handle AS key,
        json_object('product_id', CAST(p.id AS TEXT)) AS identity, '{}' AS desired, '{}' AS prior,
        0 AS same
      FROM plan_absent a JOIN products p ON p.id = CAST(a.object AS INTEGER)
      """)

  /// Another status for products a file names no more.
  static func absence(_ status: String) -> Absence {
    Absence(
      operation: "product.set",
      changes: """
        SELECT CAST(p.id AS TEXT) AS object, p.handle AS key,
          json_object('product_id', CAST(p.id AS TEXT), 'group', CAST(p.id AS TEXT), 'does', 'update')
            AS identity,
          json_object('status', '\(status)') AS desired, json_object('status', p.status) AS prior,
          p.status IN ('\(status)', 'ARCHIVED') AS same
        FROM plan_absent a JOIN products p ON p.id = CAST(a.object AS INTEGER)
        """)
  }
}
