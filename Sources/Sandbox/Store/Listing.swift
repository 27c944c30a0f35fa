// SPDX-License-Identifier: Apache-2.0

import Tables

/// A connection's rows: which there are, how they are searched and sorted, and the node of each.
struct Listing {
  /// The nodes' type.
  let type: String
  /// The rows in the order of their ids.
  let count: Int
  /// Whether a row exists; nil where all do.
  var exists: ((Int) -> Bool)?
  let fields: SearchFields
  /// By the sort key's name: whether one row stands before another. `ID` is the rows' own order.
  var orders: [String: (Int, Int) -> Bool] = [:]
  let node: (Int) -> any Resolvable

  /// The rows that pass a search.
  func rows(
    _ search: String?, _ context: ExecutionContext, also passes: ((Int) -> Bool)? = nil
  ) throws -> Rows {
    let tests = [exists, passes, try fields.test(search, context)].compactMap { $0 }
    guard !tests.isEmpty else { return .all(count) }
    return .some((0..<count).filter { row in tests.allSatisfy { $0(row) } })
  }

  /// The nodes that pass, sorted as asked.
  func nodes(
    _ arguments: Arguments, _ context: ExecutionContext, also passes: ((Int) -> Bool)? = nil
  ) throws -> NodeList {
    var rows = try rows(arguments["query"]?.string, context, also: passes)
    if let key = arguments["sortKey"]?.string, let before = orders[key] {
      rows = .some(
        rows.indices.sorted { before($0, $1) || (!before($1, $0) && $0 < $1) })
    }
    let isReversed = arguments["reverse"]?.bool == true
    let sorted = rows
    let total = sorted.count
    let node = node
    return NodeList(count: total) { node(sorted[isReversed ? total - 1 - $0 : $0]) }
  }
}

/// Rows of a listing: all of them, without a list, or some.
enum Rows {
  case all(Int)
  case some([Int])

  var count: Int {
    switch self {
    case .all(let count): count
    case .some(let rows): rows.count
    }
  }

  subscript(_ position: Int) -> Int {
    switch self {
    case .all: position
    case .some(let rows): rows[position]
    }
  }

  var indices: [Int] {
    switch self {
    case .all(let count): Array(0..<count)
    case .some(let rows): rows
    }
  }
}

extension Listing {
  static func locations(_ store: Store) -> Listing {
    let rows = store.stock.locations
    return Listing(
      type: "Location", count: rows.count,
      fields: SearchFields(
        [
          "id": .id { GlobalID.Base.location + $0 },
          "location_id": .id { GlobalID.Base.location + $0 },
          "name": .text { [rows[$0].name] }, "city": .text { [rows[$0].name] },
          "active": .flag { rows[$0].isActive },
        ], bare: { [rows[$0].name] }),
      orders: ["NAME": { rows[$0].name < rows[$1].name }],
      node: { LocationNode(index: $0) })
  }

  static func products(_ store: Store) -> Listing {
    // Read through the store, not a copy: the columns may be large.
    let row: (Int) -> ProductRow = { store.assortment.products[$0] }
    let variantTexts: (KeyPath<Assortment, [String]>) -> SearchFields.Field = { column in
      .text { product in
        store.assortment.variants(of: product).map { store.assortment[keyPath: column][$0] }
      }
    }
    return Listing(
      type: "Product", count: store.assortment.products.count,
      exists: found(store.assortment.productDeletions, store) {
        store.assortment.holds(product: $0) && !store.isUnseen(row($0).createdAt)
      },
      fields: SearchFields(
        [
          "id": .id { GlobalID.Base.product + $0 },
          "created_at": .time { row($0).createdAt }, "updated_at": .time { row($0).updatedAt },
          "handle": .text { [row($0).handle] }, "title": .text { [row($0).title] },
          "status": .text { [row($0).status] }, "vendor": .text { [row($0).vendor] },
          "product_type": .text { [row($0).type] }, "tag": .text { row($0).tags },
          "sku": variantTexts(\.sku), "barcode": variantTexts(\.barcode),
        ], bare: { [row($0).title, row($0).vendor, row($0).type] }),
      orders: [
        "CREATED_AT": { row($0).createdAt < row($1).createdAt },
        "UPDATED_AT": { row($0).updatedAt < row($1).updatedAt },
        "TITLE": { row($0).title < row($1).title },
        "VENDOR": { row($0).vendor < row($1).vendor },
        "PRODUCT_TYPE": { row($0).type < row($1).type },
      ],
      node: { ProductNode(index: $0) })
  }

  static func variants(_ store: Store) -> Listing {
    let product: (Int) -> ProductRow = {
      store.assortment.products[Int(store.assortment.product[$0])]
    }
    return Listing(
      type: "ProductVariant", count: store.assortment.variantCount,
      exists: existing(store),
      fields: SearchFields(
        [
          "id": .id { GlobalID.Base.variant + $0 },
          "product_id": .id { GlobalID.Base.product + Int(store.assortment.product[$0]) },
          "sku": .text { [store.assortment.sku[$0]] },
          "barcode": .text { [store.assortment.barcode[$0]] },
          "title": .text { [store.assortment.title[$0]] },
          "updated_at": .time { Moment(seconds: Int(store.assortment.updatedAt[$0])) },
          "product_status": .text { [product($0).status] },
          "vendor": .text { [product($0).vendor] },
          "product_type": .text { [product($0).type] }, "tag": .text { product($0).tags },
          "inventory_quantity": .number { store.stock.available(of: $0) },
        ], bare: { [store.assortment.sku[$0], store.assortment.title[$0], product($0).title] }),
      orders: [
        "SKU": { store.assortment.sku[$0] < store.assortment.sku[$1] },
        "TITLE": { store.assortment.title[$0] < store.assortment.title[$1] },
        "INVENTORY_QUANTITY": { store.stock.available(of: $0) < store.stock.available(of: $1) },
      ],
      node: { VariantNode(index: $0) })
  }

  static func items(_ store: Store) -> Listing {
    Listing(
      type: "InventoryItem", count: store.assortment.variantCount,
      exists: existing(store),
      fields: SearchFields([
        "id": .id { GlobalID.Base.item + $0 },
        "sku": .text { [store.assortment.sku[$0]] },
        "created_at": .time {
          store.assortment.products[Int(store.assortment.product[$0])].createdAt
        },
        "updated_at": .time { Moment(seconds: Int(store.assortment.updatedAt[$0])) },
        "tracked": .flag { store.assortment.detail($0).tracked },
      ]),
      node: { InventoryItemNode(index: $0) })
  }

  /// Whether a variant is left and searches show it.
  private static func existing(_ store: Store) -> ((Int) -> Bool)? {
    found(store.assortment.deletions, store) {
      !store.assortment.isDeleted[$0]
        && !store.isUnseen(store.assortment.details[$0]?.createdAt ?? store.startedAt)
    }
  }

  /// The test; nil while every row passes it: nothing was deleted, and searches do not lag.
  private static func found(
    _ deletions: Int, _ store: Store, _ test: @escaping (Int) -> Bool
  ) -> ((Int) -> Bool)? {
    deletions == 0 && store.options.searchLag == 0 ? nil : test
  }

  /// The levels of one location, by item.
  static func levels(at location: Int, _ store: Store) -> Listing {
    let place: (Int) -> Int = { store.stock.place($0, location) }
    return Listing(
      type: "InventoryLevel", count: store.assortment.variantCount,
      exists: { store.stock.isStocked[place($0)] && !store.assortment.isDeleted[$0] },
      fields: SearchFields([
        "id": .id { _ in GlobalID.Base.level + location },
        "inventory_item_id": .id { GlobalID.Base.item + $0 },
        "created_at": .time { item in
          store.assortment.products[Int(store.assortment.product[item])].createdAt
        },
        "updated_at": .time { Moment(seconds: Int(store.stock.updatedAt[place($0)])) },
      ]),
      node: { InventoryLevelNode(item: $0, location: location) })
  }

  /// The levels of one item, by location.
  static func levels(of item: Int, _ store: Store) -> Listing {
    let place: (Int) -> Int = { store.stock.place(item, $0) }
    return Listing(
      type: "InventoryLevel", count: store.stock.locations.count,
      exists: { store.stock.isStocked[place($0)] },
      fields: SearchFields([
        "id": .id { GlobalID.Base.level + $0 },
        "inventory_item_id": .id { _ in GlobalID.Base.item + item },
        "created_at": .time { _ in
          store.assortment.products[Int(store.assortment.product[item])].createdAt
        },
        "updated_at": .time { Moment(seconds: Int(store.stock.updatedAt[place($0)])) },
      ]),
      node: { InventoryLevelNode(item: item, location: $0) })
  }
}
