// SPDX-License-Identifier: Apache-2.0

import Tables

/// A product.
struct ProductNode: Resolvable {
  let typeName = "Product"
  let index: Int

  static func id(_ index: Int) -> String { GlobalID.text("Product", GlobalID.Base.product + index) }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let row = store.assortment.products[index]
    switch field {
    case "id": return .text(ProductNode.id(index))
    case "legacyResourceId": return .unsigned(GlobalID.Base.product + index)
    case "title": return .text(row.title)
    case "handle": return .text(row.handle)
    case "status": return .text(row.status)
    case "vendor": return .text(row.vendor)
    case "productType": return .text(row.type)
    case "tags": return .texts(row.tags)
    case "createdAt": return .time(row.createdAt)
    case "updatedAt": return .time(row.updatedAt)
    case "publishedAt": return row.status == "ACTIVE" ? .time(row.createdAt) : .null
    case "descriptionHtml": return .text("<p>\(row.title)</p>")
    case "totalInventory":
      return .int(
        store.assortment.variants(of: index).reduce(0) { $0 + store.stock.available(of: $1) })
    case "tracksInventory": return .flag(true)
    case "hasOnlyDefaultVariant": return .flag(row.options.isEmpty)
    case "variants":
      var variants = store.assortment.variants(of: index)
      if arguments["reverse"]?.bool == true { variants.reverse() }
      return .connection(
        NodeList(variants.map { VariantNode(index: $0) }), type: "ProductVariantConnection")
    case "variantsCount": return .count(store.assortment.variants(of: index).count)
    case "options": return .list(options(row, store))
    default: throw unresolved(typeName, field)
    }
  }

  private func options(_ row: ProductRow, _ store: Store) -> [Resolved] {
    let names = row.options.isEmpty ? ["Title"] : row.options
    let titles = store.assortment.variants(of: index).map { store.assortment.title[$0] }
    return names.indices.map { position in
      var values: [String] = []
      for title in titles {
        let value = VariantNode.optionValues(title, count: names.count)[position]
        if !values.contains(value) { values.append(value) }
      }
      return .object(
        Record(
          "ProductOption",
          [
            "id": .text(
              GlobalID.text("ProductOption", (GlobalID.Base.product + index) * 4 + position)),
            "name": .text(names[position]), "position": .int(position + 1),
            "values": .texts(values),
          ]))
    }
  }
}

/// A variant.
struct VariantNode: Resolvable {
  let typeName = "ProductVariant"
  let index: Int

  static func id(_ index: Int) -> String {
    GlobalID.text("ProductVariant", GlobalID.Base.variant + index)
  }

  /// A title's option values, as many as there are options.
  static func optionValues(_ title: String, count: Int) -> [String] {
    var rest = title[...]
    var values: [String] = []
    while values.count < count - 1, let cut = rest.firstRange(of: " / ") {
      values.append(String(rest[..<cut.lowerBound]))
      rest = rest[cut.upperBound...]
    }
    values.append(String(rest))
    while values.count < count { values.append("") }
    return values
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let assortment = store.assortment
    let product = Int(assortment.product[index])
    switch field {
    case "id": return .text(VariantNode.id(index))
    case "legacyResourceId": return .unsigned(GlobalID.Base.variant + index)
    case "title": return .text(assortment.title[index])
    case "displayName":
      return .text("\(assortment.products[product].title) - \(assortment.title[index])")
    case "sku": return assortment.sku[index].isEmpty ? .null : .text(assortment.sku[index])
    case "barcode":
      return assortment.barcode[index].isEmpty ? .null : .text(assortment.barcode[index])
    case "price": return .text(Money(cents: assortment.price[index]).text)
    case "compareAtPrice": return .text(assortment.compareAt(index)?.text)
    case "position":
      return .int((assortment.variants(of: product).firstIndex(of: index) ?? 0) + 1)
    case "createdAt": return .time(assortment.products[product].createdAt)
    case "updatedAt": return .time(Moment(seconds: Int(assortment.updatedAt[index])))
    case "availableForSale": return .flag(store.stock.available(of: index) > 0)
    case "inventoryQuantity": return .int(store.stock.available(of: index))
    case "inventoryPolicy": return .text("DENY")
    case "taxable": return .flag(true)
    case "product": return .object(ProductNode(index: product))
    case "inventoryItem": return .object(InventoryItemNode(index: index))
    case "selectedOptions":
      let options = assortment.products[product].options
      let names = options.isEmpty ? ["Title"] : options
      let values = VariantNode.optionValues(assortment.title[index], count: names.count)
      return .list(
        names.indices.map {
          .object(
            Record(
              "SelectedOption", ["name": .text(names[$0]), "value": .text(values[$0])]))
        })
    default: throw unresolved(typeName, field)
    }
  }
}
