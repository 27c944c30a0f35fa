// SPDX-License-Identifier: Apache-2.0

import Tables

/// A variant.
struct VariantNode: Resolvable {
  let typeName = "ProductVariant"
  let index: Int

  static func id(_ index: Int) -> String {
    GlobalID.text("ProductVariant", GlobalID.Base.variant + index)
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let assortment = store.assortment
    let product = Int(assortment.product[index])
    let detail = assortment.detail(index)
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
      let place = assortment.products[product].variants.firstIndex(of: Int32(index))
      return .int((place ?? 0) + 1)
    case "createdAt":
      return .time(detail.createdAt ?? assortment.products[product].createdAt)
    case "updatedAt": return .time(Moment(seconds: Int(assortment.updatedAt[index])))
    case "availableForSale": return .flag(store.stock.available(of: index) > 0)
    case "inventoryQuantity": return .int(store.stock.available(of: index))
    case "inventoryPolicy": return .text(detail.policy)
    case "taxable": return .flag(detail.taxable)
    case "taxCode": return .text(detail.taxCode)
    case "product": return .object(ProductNode(index: product))
    case "inventoryItem": return .object(InventoryItemNode(index: index))
    case "selectedOptions":
      let names = assortment.optionNames(product)
      let values = assortment.values(index)
      return .list(
        names.indices.map {
          .object(
            Record(
              "SelectedOption", ["name": .text(names[$0]), "value": .text(values[$0])]))
        })
    case "media":
      return .connection(
        NodeList(detail.media.map { [MediaNode(index: Int($0))] } ?? []), type: "MediaConnection")
    case "metafield", "metafields":
      return store.metafields.resolved(field, arguments, of: VariantNode.id(index), store)
    default: throw unresolved(typeName, field)
    }
  }
}
