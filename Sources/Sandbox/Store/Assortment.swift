// SPDX-License-Identifier: Apache-2.0

/// One product: its variants follow each other in `Assortment`.
struct ProductRow {
  var title: String
  var handle: String
  var vendor: String
  var type: String
  var tags: [String]
  /// `ACTIVE`, `DRAFT`, `ARCHIVED`.
  var status: String
  /// The names of its options; empty for the one default variant.
  var options: [String]
  var variants: Range<Int>
  var createdAt: Moment
  var updatedAt: Moment
}

/// The products and variants, a column an array: a million variants cost about a hundred bytes each.
/// A variant's index is its inventory item's index as well.
struct Assortment {
  var products: [ProductRow] = []

  /// The product of each variant.
  var product: [Int32] = []
  /// Empty where a variant has none.
  var sku: [String] = []
  /// Empty where a variant has none.
  var barcode: [String] = []
  /// The option values, joined by ` / `; `Default Title` where the product has no options.
  var title: [String] = []
  /// Cents.
  var price: [Int] = []
  /// Cents; -1 where a variant has none.
  var compareAtPrice: [Int] = []
  var updatedAt: [Int32] = []
  var isDeleted: [Bool] = []
  private(set) var deletions = 0

  var variantCount: Int { product.count }

  mutating func reserve(_ variants: Int) {
    product.reserveCapacity(variants)
    sku.reserveCapacity(variants)
    barcode.reserveCapacity(variants)
    title.reserveCapacity(variants)
    price.reserveCapacity(variants)
    compareAtPrice.reserveCapacity(variants)
    updatedAt.reserveCapacity(variants)
    isDeleted.reserveCapacity(variants)
  }

  /// Adds a variant to the product added last.
  mutating func add(
    sku: String, barcode: String, title: String, price: Money, compareAtPrice: Money?
  ) {
    let last = products.count - 1
    product.append(Int32(last))
    self.sku.append(sku)
    self.barcode.append(barcode)
    self.title.append(title)
    self.price.append(price.cents)
    self.compareAtPrice.append(compareAtPrice?.cents ?? -1)
    updatedAt.append(Int32(products[last].updatedAt.seconds))
    isDeleted.append(false)
    products[last].variants = products[last].variants.lowerBound..<product.count
  }

  /// Takes a variant out for good.
  mutating func delete(_ variant: Int) {
    guard !isDeleted[variant] else { return }
    isDeleted[variant] = true
    deletions += 1
  }

  /// Whether a variant of this index exists.
  func holds(_ variant: Int) -> Bool { product.indices.contains(variant) && !isDeleted[variant] }

  /// The variants of a product that are left, in order.
  func variants(of product: Int) -> [Int] {
    products[product].variants.filter { !isDeleted[$0] }
  }

  /// The first variant of this SKU.
  func variant(sku: String) -> Int? {
    self.sku.indices.first { self.sku[$0] == sku && !isDeleted[$0] }
  }

  func compareAt(_ variant: Int) -> Money? {
    compareAtPrice[variant] < 0 ? nil : Money(cents: compareAtPrice[variant])
  }
}
