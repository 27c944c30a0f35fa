// SPDX-License-Identifier: Apache-2.0

import Tables

@testable import Catalogue

extension Catalogue.Operation {
  /// Two steps on the variants of one product, who depend on each other: prices first, then the prices before a
  /// reduction, which are refused without what the first step taught.
  static let trial: Catalogue.Operation = {
    var operation = Catalogue.Operation.priceSet
    operation.name = "trial.set"
    operation.dependency = { $0.identity["product_id"] }
    operation.dependencyName = "product"
    operation.phase = { intent, from in
      if from <= 0, intent.desired.keys.contains("price") { return 0 }
      return from <= 1 && intent.desired.keys.contains("compare_at_price") ? 1 : nil
    }
    var first = operation.steps[0]
    first.name = "price"
    first.document = first.document.replacing("userErrors", with: "product { id } userErrors")
    first.gates = true
    first.item = { intent in
      [
        "id": .string(id(intent)),
        "price": (intent.desired["price"] ?? nil).map(JSON.string) ?? .null,
      ]
    }
    first.learn = { payload, _ in ["taught": payload["product"]?["id"]?.string ?? ""] }
    first.learnEach = { _, intents in intents.map { Learned(result: $0.object) } }
    var second = operation.steps[0]
    second.name = "compare"
    second.gates = false
    second.item = { intent in
      let known = intent.identity["taught"] != nil
      return [
        "id": .string(known ? id(intent) : "gid://shopify/ProductVariant/1"),
        "compareAtPrice": (intent.desired["compare_at_price"] ?? nil).map(JSON.string) ?? .null,
      ]
    }
    operation.steps = [first, second]
    return operation
  }()

  /// The same, each record a line `product;sku;price;was`, composed by product: `price` belongs to the product's first
  /// record.
  static let composedTrial: Catalogue.Operation = {
    var operation = Catalogue.Operation.trial
    operation.composition = Composition(
      groups: { _ in
        """
        SELECT s.record, coalesce(v.product_id, 'new-' || s.sku) AS grp, v.product_id AS id
        FROM staged s LEFT JOIN variants v ON v.sku = s.sku
        WHERE s.sku <> 'NOWHERE'
        """
      },
      current: """
        SELECT json_group_object(sku, json_object('id', id, 'price', price)) FROM variants
        WHERE product_id = CAST(:id AS INTEGER)
        """,
      compose: compose)
    return operation
  }()

  private static func id(_ intent: Intent) -> String {
    "gid://shopify/ProductVariant/\(intent.identity["variant_id"] ?? "")"
  }

  /// A record whose price is the variant's is unchanged; one whose price is 0 is rejected; a repeated SKU is shared.
  @Sendable private static func compose(_ group: Composition.Group) -> [Composition.Composed] {
    var first: [String: Int] = [:]
    let current: JSON?
    do { current = try group.current.map { try JSON(parsing: Array($0.utf8)) } } catch {
      return []
    }
    return group.records.map { row in
      let sku = (row.values["sku"] ?? nil) ?? ""
      guard let variant = current?[sku], !variant.isNull else {
        return .init(record: row.record, .rejected(code: "new", message: "\(sku) is new"))
      }
      let price = row.values["price"] ?? nil
      if price == "0.00" || group.faulty > 0 {
        return .init(
          record: row.record, .rejected(code: "zero", message: "of \(group.records.count)"))
      }
      if let other = first[sku] { return .init(record: row.record, .shared(with: other)) }
      first[sku] = row.record
      if price == variant["price"]?.string { return .init(record: row.record, .unchanged) }
      return .init(
        record: row.record,
        .change(
          Intent(
            object: variant["id"].map { $0.text } ?? "",
            identity: [
              "variant_id": variant["id"].map { $0.text } ?? "", "product_id": group.name,
            ], desired: ["price": price], prior: ["price": variant["price"]?.string])))
    }
  }
}
