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
    case "publishedAt": return .time(row.publishings.first { $0.publication == 0 }?.at)
    case "descriptionHtml": return .text(row.description)
    case "description": return .text(ProductNode.plain(row.description))
    case "seo":
      return .object(
        Record(
          "SEO", ["title": .text(row.seoTitle), "description": .text(row.seoDescription)]))
    case "category": return row.category.map { .object(Category.node($0)) } ?? .null
    case "templateSuffix": return .text(row.templateSuffix)
    case "isGiftCard": return .flag(false)
    case "totalInventory":
      return .int(
        store.assortment.variants(of: index).reduce(0) { $0 + store.stock.available(of: $1) })
    case "tracksInventory":
      return .flag(
        store.assortment.variants(of: index).contains { store.assortment.detail($0).tracked })
    case "hasOnlyDefaultVariant": return .flag(row.options.isEmpty)
    case "variants":
      var variants = row.variants
      if arguments["reverse"]?.bool == true { variants.reverse() }
      let sorted = variants
      return .connection(
        NodeList(count: sorted.count) { VariantNode(index: Int(sorted[$0])) },
        type: "ProductVariantConnection")
    case "variantsCount": return .count(row.variants.count)
    case "options": return .list(options(store))
    case "media":
      return .connection(
        NodeList(row.media.map { MediaNode(index: Int($0)) }), type: "MediaConnection")
    case "mediaCount": return .count(row.media.count)
    case "featuredMedia":
      return row.media.first.map { .object(MediaNode(index: Int($0))) } ?? .null
    case "metafield", "metafields":
      return store.metafields.resolved(field, arguments, of: ProductNode.id(index), store)
    case "publishedOnPublication", "resourcePublicationsV2", "resourcePublicationsCount":
      return try Publications.resolved(field, arguments, of: index, context)
    default: throw unresolved(typeName, field)
    }
  }

  /// HTML without its tags.
  private static func plain(_ html: String) -> String {
    var text = ""
    var isTag = false
    for character in html {
      if character == "<" { isTag = true }
      if !isTag { text.append(character) }
      if character == ">" { isTag = false }
    }
    return text
  }

  private func options(_ store: Store) -> [Resolved] {
    let names = store.assortment.optionNames(index)
    let values = store.assortment.optionValues(index)
    var used = values.map { _ in Set<String>() }
    for variant in store.assortment.variants(of: index) {
      for (position, value) in store.assortment.values(variant).enumerated() {
        used[position].insert(value)
      }
    }
    return names.indices.map { position in
      .object(
        Record(
          "ProductOption",
          [
            "id": .text(OptionID.option(index, position)),
            "name": .text(names[position]), "position": .int(position + 1),
            "values": .texts(values[position].filter { used[position].contains($0) }),
            "optionValues": .list(
              values[position].indices.map { place in
                .object(
                  Record(
                    "ProductOptionValue",
                    [
                      "id": .text(OptionID.value(index, position, place)),
                      "name": .text(values[position][place]),
                      "hasVariants": .flag(used[position].contains(values[position][place])),
                    ]))
              }),
          ]))
    }
  }
}
