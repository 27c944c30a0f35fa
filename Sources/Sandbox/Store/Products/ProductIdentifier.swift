// SPDX-License-Identifier: Apache-2.0

import Tables

/// What names a product: its id, its handle, or the value of a metafield of type `id`.
struct ProductIdentifier {
  private let identifier: JSON
  private let store: Store

  init(_ identifier: JSON, _ store: Store) {
    self.identifier = identifier
    self.store = store
  }

  var id: String? { identifier["id"]?.string }
  var handle: String? { identifier["handle"]?.string }
  /// The metafield an upsert by it would write.
  var customID: (namespace: String, key: String, value: String)? {
    guard let custom = identifier["customId"], !custom.isNull, let key = custom["key"]?.string
    else {
      return nil
    }
    return (custom["namespace"]?.string ?? "$app", key, custom["value"]?.string ?? "")
  }

  /// The product it names; nil where there is none. Throws where a custom id has no definition of type `id`.
  var product: Int? {
    get throws {
      if let id { return store.product(id) }
      if let handle { return store.handles.product(handle) }
      guard let customID else { return nil }
      guard store.metafields.isUnique("PRODUCT", customID.namespace, customID.key) else {
        throw TopLevelError(
          message: "Metafield definition of type 'id' is required when using custom ids.",
          code: "NOT_FOUND")
      }
      return store.metafields.owner(
        "Product", customID.namespace, customID.key, customID.value
      ).flatMap { store.product($0) }
    }
  }
}

extension Store {
  /// The product of a gid; nil where there is none.
  func product(_ id: String?) -> Int? {
    GlobalID.index(id, "Product", GlobalID.Base.product)
      .flatMap { assortment.holds(product: $0) ? $0 : nil }
  }

  /// The variant of a gid; nil where there is none.
  func variant(_ id: String?) -> Int? {
    GlobalID.index(id, "ProductVariant", GlobalID.Base.variant)
      .flatMap { assortment.holds($0) ? $0 : nil }
  }
}
