// SPDX-License-Identifier: Apache-2.0

import Tables

/// A category of Shopify's product taxonomy; the sandbox knows the names of the top ones only.
enum Category {
  private static let names = [
    "aa": "Apparel & Accessories", "ae": "Arts & Entertainment", "ap": "Animals & Pet Supplies",
    "bi": "Business & Industrial", "bt": "Baby & Toddler", "bu": "Bundles",
    "co": "Cameras & Optics",
    "el": "Electronics", "fb": "Food, Beverages & Tobacco", "fr": "Furniture", "gc": "Gift Cards",
    "ha": "Hardware", "hb": "Health & Beauty", "hg": "Home & Garden", "lb": "Luggage & Bags",
    "ma": "Mature", "me": "Media", "na": "Uncategorized", "os": "Office Supplies",
    "pa": "Product Add-Ons", "rc": "Religious & Ceremonial", "se": "Services",
    "sg": "Sporting Goods",
    "so": "Software", "tg": "Toys & Games", "vp": "Vehicles & Parts",
  ]
  private static let prefix = "gid://shopify/TaxonomyCategory/"

  /// The gid, where there is such a category; throws as recorded where there is none.
  static func checked(_ id: String) throws -> String {
    let parts = id.dropFirst(prefix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard id.hasPrefix(prefix), let top = parts.first, names[String(top)] != nil,
      parts.dropFirst().allSatisfy({ Int($0) != nil }), parts.count <= 8
    else {
      throw TopLevelError(
        message: "Invalid product_taxonomy_node_id", code: "INVALID_PRODUCT_TAXONOMY_NODE_ID")
    }
    return id
  }

  static func node(_ id: String) -> Record {
    let path = id.dropFirst(prefix.count)
    let parts = path.split(separator: "-")
    let top = names[parts.first.map(String.init) ?? ""] ?? ""
    let parent = parts.count > 1 ? prefix + parts.dropLast().joined(separator: "-") : nil
    return Record(
      "TaxonomyCategory",
      [
        "id": .text(id), "name": .text(parts.count > 1 ? "Category \(path)" : top),
        "fullName": .text(parts.count > 1 ? "\(top) > Category \(path)" : top),
        "level": .int(parts.count), "isLeaf": .flag(parts.count > 2),
        "isRoot": .flag(parts.count == 1), "isArchived": .flag(false), "parentId": .text(parent),
      ])
  }
}
