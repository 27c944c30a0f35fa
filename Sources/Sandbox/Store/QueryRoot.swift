// SPDX-License-Identifier: Apache-2.0

import Tables

/// The root fields of `QueryRoot`.
struct QueryRoot: Resolvable {
  let typeName = "QueryRoot"

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let search = arguments["query"]?.string
    switch field {
    case "shop": return .object(ShopNode())
    case "currentAppInstallation", "appInstallation": return .object(AppInstallationNode())
    case "location":
      guard let id = arguments["id"]?.string else { return .object(LocationNode(index: 0)) }
      return Nodes.resolved(id, "Location", store)
    case "product", "productVariant", "inventoryItem", "inventoryLevel", "order", "bulkOperation",
      "fulfillment", "fulfillmentOrder", "return", "refund", "customer":
      return Nodes.resolved(arguments["id"]?.string ?? "", Nodes.type(ofRoot: field), store)
    case "node": return Nodes.resolved(arguments["id"]?.string ?? "", nil, store)
    case "nodes":
      return .list(
        (arguments["ids"]?.array ?? []).map { Nodes.resolved($0.string ?? "", nil, store) })
    case "locations":
      let all = arguments["includeInactive"]?.bool == true
      let isActive: (Int) -> Bool = { all || store.stock.locations[$0].isActive }
      return try listing(.locations(store), arguments, context, also: all ? nil : isActive)
    case "products": return try listing(.products(store), arguments, context)
    case "productVariants": return try listing(.variants(store), arguments, context)
    case "inventoryItems": return try listing(.items(store), arguments, context)
    case "orders": return try listing(.orders(store, context), arguments, context)
    case "fulfillmentOrders":
      let all = arguments["includeClosed"]?.bool == true
      let list = Listing.fulfillmentOrders(store)
      return try listing(
        list, arguments, context, also: all ? nil : { list.isOpen(at: $0, context) })
    case "bulkOperations": return try listing(.bulkOperations(store), arguments, context)
    case "productsCount": return .count(try Listing.products(store).rows(search, context).count)
    case "productVariantsCount":
      return .count(try Listing.variants(store).rows(search, context).count)
    case "ordersCount":
      return .count(try Listing.orders(store, context).rows(search, context).count)
    case "currentBulkOperation":
      let type = BulkOperation.Kind(rawValue: arguments["type"]?.string ?? "QUERY") ?? .query
      guard let index = store.bulk.operations.lastIndex(where: { $0.kind == type }) else {
        return .null
      }
      return .object(BulkOperationNode(index: index))
    case "customers": return try listing(.customers(store), arguments, context)
    case "customersCount":
      return .count(try Listing.customers(store).rows(search, context).count)
    case "customerByIdentifier":
      return try CustomerIdentifier.resolved(arguments["identifier"] ?? .null, store)
    case "productByIdentifier":
      let identifier = ProductIdentifier(arguments["identifier"] ?? .null, store)
      return try identifier.product.map { .object(ProductNode(index: $0)) } ?? .null
    case "publications", "publication":
      return try Publications.root(field, arguments, context)
    case "deletionEvents": return DeletionEvents.listed(arguments, context)
    case "files": return try listing(.files(store), arguments, context)
    case "metafieldDefinitions":
      return store.metafields.definitions(arguments["ownerType"]?.string, arguments)
    default: throw unresolved(typeName, field)
    }
  }

  private func listing(
    _ listing: Listing, _ arguments: Arguments, _ context: ExecutionContext,
    also passes: ((Int) -> Bool)? = nil
  ) throws -> Resolved {
    var nodes = try listing.nodes(arguments, context, also: passes)
    if let window = context.window { nodes = nodes.window(window) }
    return .connection(nodes, type: listing.type + "Connection")
  }
}

/// Objects by their global id.
enum Nodes {
  /// The type that a root field such as `product` answers.
  static func type(ofRoot field: String) -> String {
    field.prefix(1).uppercased() + field.dropFirst()
  }

  /// The object of an id, of the type given or of any; null where there is none.
  static func resolved(_ text: String, _ type: String?, _ store: Store) -> Resolved {
    guard let id = GlobalID(text), type == nil || id.type == type, let node = node(id, store) else {
      return .null
    }
    return .object(node)
  }

  private static func node(_ id: GlobalID, _ store: Store) -> (any Resolvable)? {
    switch id.type {
    case "Shop": return id.number == GlobalID.Base.shop ? ShopNode() : nil
    case "Location":
      let index = id.number - GlobalID.Base.location
      return store.stock.locations.indices.contains(index) ? LocationNode(index: index) : nil
    case "Product":
      let index = id.number - GlobalID.Base.product
      return store.assortment.holds(product: index) ? ProductNode(index: index) : nil
    case "ProductVariant":
      let index = id.number - GlobalID.Base.variant
      return store.assortment.holds(index) ? VariantNode(index: index) : nil
    case "InventoryItem":
      let index = id.number - GlobalID.Base.item
      return store.assortment.holds(index) ? InventoryItemNode(index: index) : nil
    case "InventoryLevel":
      let location = id.number - GlobalID.Base.level
      guard let item = id.item.map({ $0 - GlobalID.Base.item }), store.assortment.holds(item),
        store.stock.locations.indices.contains(location),
        store.stock.isStocked[store.stock.place(item, location)]
      else { return nil }
      return InventoryLevelNode(item: item, location: location)
    case "BulkOperation":
      let index = id.number - GlobalID.Base.bulk
      return store.bulk.operations.indices.contains(index) ? BulkOperationNode(index: index) : nil
    case "InventoryAdjustmentGroup":
      let index = id.number - GlobalID.Base.adjustment
      return store.adjustments.indices.contains(index) ? AdjustmentGroupNode(index: index) : nil
    case "MediaImage": return store.media.node(id.number - GlobalID.Base.media)
    case "Metafield": return store.metafields.node(id.number)
    case "Publication":
      let index = id.number - GlobalID.Base.publication
      return store.publications.indices.contains(index) ? Publications.node(index, store) : nil
    default: return OrderNodes.node(id, store)
    }
  }
}
