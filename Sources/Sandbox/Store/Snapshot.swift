// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// What `--state` keeps: how the store differs from its seed. Every change leaves an effect, so the objects
/// that the effects name are all that differ.
private struct Snapshot: Codable {
  struct Level: Codable {
    var item: Int
    var location: Int
    var available: Int
    var onHand: Int
    var updatedAt: Moment
  }

  struct Product: Codable {
    var index: Int
    var row: ProductRow
  }

  struct Variant: Codable {
    var index: Int
    var product: Int
    var title: String
    var price: Money
    var compareAtPrice: Money?
    var sku: String
    var barcode: String
    var isDeleted: Bool
    var updatedAt: Moment
    var detail: VariantDetail?
  }

  struct Entry: Codable {
    var time: String
    var root: String
    var object: String
    /// JSON texts.
    var before: String
    var after: String
    var key: String?
    var requestSHA256: String
  }

  var startedAt: Moment
  var effects: [Entry] = []
  var levels: [Level] = []
  var products: [Product] = []
  var deletedProducts: [DeletedProduct] = []
  var media = MediaLibrary()
  var metafields = Metafields()
  var variantLimit: VariantLimit
  var variants: [Variant] = []
  var orders: [OrderRow] = []
  /// nil in what an earlier version saved.
  var customers: [CustomerAccount]? = []
  var adjustments: [AdjustmentGroup]
  var keys: IdempotencyKeys
  var uploads: StagedUploads
  var operations: [BulkOperation]
  var results: [String: Data]
}

extension Store {
  /// A staged upload arrived at `/staged/PATH` (POST: `fields` are the form's fields before the file; PUT:
  /// none). The answer's status (201, or 200 for PUT) and body.
  func receiveUpload(path: String, fields: [String: String], file: [UInt8]) -> (Int, String) {
    uploads.receive(path: path, fields: fields, file: file)
  }

  /// The bytes behind `/bulk-results/PATH`; nil where there are none (any more).
  func bulkResult(path: String) -> [UInt8]? { bulk.results[path] }

  /// All that differs from the seed, for `--state DIR`.
  func snapshot() throws -> JSON {
    var saved = Snapshot(
      startedAt: startedAt, deletedProducts: deletedProducts, media: media, metafields: metafields,
      variantLimit: variantLimit, adjustments: adjustments, keys: idempotency, uploads: uploads,
      operations: bulk.operations, results: bulk.results.mapValues { Data($0) })
    // What was made since the seed is kept whole.
    var products = Set(seeded.products..<assortment.products.count)
    for variant in seeded.variants..<assortment.variantCount {
      add(variant: variant, to: &saved)
      for location in stock.locations.indices { add(variant, location, to: &saved) }
    }
    var seen: Set<String> = []
    for effect in effects {
      saved.effects.append(
        Snapshot.Entry(
          time: effect.time, root: effect.root, object: effect.object, before: effect.before.text,
          after: effect.after.text, key: effect.key, requestSHA256: effect.requestSHA256))
      if seen.insert(effect.object).inserted { add(effect.object, to: &saved, &products) }
    }
    saved.products = products.sorted().map {
      Snapshot.Product(index: $0, row: assortment.products[$0])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    return try JSON(parsing: try encoder.encode(saved))
  }

  private func add(_ item: Int, _ location: Int, to saved: inout Snapshot) {
    let place = stock.place(item, location)
    guard stock.isStocked[place] else { return }
    saved.levels.append(
      Snapshot.Level(
        item: item, location: location, available: Int(stock.available[place]),
        onHand: Int(stock.onHand[place]), updatedAt: Moment(seconds: Int(stock.updatedAt[place]))))
  }

  private func add(variant index: Int, to saved: inout Snapshot) {
    saved.variants.append(
      Snapshot.Variant(
        index: index, product: Int(assortment.product[index]), title: assortment.title[index],
        price: Money(cents: assortment.price[index]), compareAtPrice: assortment.compareAt(index),
        sku: assortment.sku[index], barcode: assortment.barcode[index],
        isDeleted: assortment.isDeleted[index],
        updatedAt: Moment(seconds: Int(assortment.updatedAt[index])),
        detail: assortment.details[index]))
  }

  private func add(_ object: String, to saved: inout Snapshot, _ products: inout Set<Int>) {
    guard let id = GlobalID(object) else { return }
    switch id.type {
    case "InventoryLevel":
      guard let item = id.item.map({ $0 - GlobalID.Base.item }), item < seeded.variants else {
        return
      }
      add(item, id.number - GlobalID.Base.level, to: &saved)
    case "Product":
      let product = id.number - GlobalID.Base.product
      products.insert(product)
      // A product that is gone took its variants along without a word of theirs.
      guard assortment.products[product].isDeleted else { return }
      for variant in 0..<seeded.variants where assortment.product[variant] == Int32(product) {
        add(variant: variant, to: &saved)
      }
    case "ProductVariant":
      let index = id.number - GlobalID.Base.variant
      products.insert(Int(assortment.product[index]))
      if index < seeded.variants { add(variant: index, to: &saved) }
    case "Customer":
      saved.customers? += customers.rows.filter { $0.number == id.number }
    case "Order", "Fulfillment", "FulfillmentOrder", "FulfillmentEvent":
      guard let index = OrderNodes.index(of: id, self) else { return }
      if !saved.orders.contains(where: { $0.number == orders[index].number }) {
        saved.orders.append(orders[index])
      }
    default: return
    }
  }

  /// Takes a snapshot's state back; bulk operations that were under way have failed.
  func restore(_ snapshot: JSON) throws {
    let saved = try JSONDecoder().decode(Snapshot.self, from: Data(snapshot.bytes))
    try reseed(from: saved.startedAt)
    for product in saved.products where product.index >= assortment.products.count {
      assortment.products.append(product.row)
      assortment.products[product.index].isDeleted = false
    }
    for variant in saved.variants {
      if variant.index >= assortment.variantCount {
        assortment.add(
          sku: "", barcode: "", title: "", price: .zero, compareAtPrice: nil, to: variant.product)
        for _ in stock.locations { stock.add(available: nil, at: saved.startedAt) }
      }
      assortment.title[variant.index] = variant.title
      assortment.price[variant.index] = variant.price.cents
      assortment.compareAtPrice[variant.index] = variant.compareAtPrice?.cents ?? -1
      assortment.sku[variant.index] = variant.sku
      assortment.barcode[variant.index] = variant.barcode
      assortment.updatedAt[variant.index] = Int32(variant.updatedAt.seconds)
      assortment.details[variant.index] = variant.detail
      if variant.isDeleted { assortment.delete(variant.index) }
    }
    for product in saved.products {
      if product.row.isDeleted { assortment.delete(product: product.index) }
      assortment.products[product.index] = product.row
    }
    handles = Handles(assortment.products)
    (deletedProducts, media, metafields) = (saved.deletedProducts, saved.media, saved.metafields)
    variantLimit = saved.variantLimit
    for level in saved.levels {
      let place = stock.place(level.item, level.location)
      stock.activate(place, quantity: 0, at: level.updatedAt)
      stock.set(place, available: level.available, onHand: level.onHand, at: level.updatedAt)
    }
    for order in saved.orders {
      if let index = orders.firstIndex(where: { $0.number == order.number }) {
        orders[index] = order
      } else {
        orders.append(order)
      }
      meet(order.customer, at: order.createdAt)
    }
    for customer in saved.customers ?? [] { customers.put(customer) }
    adjustments = saved.adjustments
    idempotency = saved.keys
    uploads = saved.uploads
    bulk.restore(saved.operations, results: saved.results.mapValues { [UInt8]($0) })
    effects = try saved.effects.enumerated().map { index, entry in
      Effect(
        seq: index + 1, time: entry.time, root: entry.root, object: entry.object,
        before: try JSON(parsing: entry.before), after: try JSON(parsing: entry.after),
        key: entry.key, requestSHA256: entry.requestSHA256)
    }
  }
}
