// SPDX-License-Identifier: Apache-2.0

/// The variants, a column an array: a million of them cost about a hundred bytes each; what few variants
/// have stands in `details`. A variant's index is its inventory item's index as well.
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
  /// What differs from a made-up variant.
  var details: [Int: VariantDetail] = [:]
  /// Variants taken out.
  private(set) var deletions = 0
  /// Products taken out.
  private(set) var productDeletions = 0

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

  /// Adds a variant to a product, nil for the product added last, at the end of its variants.
  mutating func add(
    sku: String, barcode: String, title: String, price: Money, compareAtPrice: Money?,
    to product: Int? = nil
  ) {
    let owner = product ?? products.count - 1
    products[owner].variants.append(Int32(self.product.count))
    self.product.append(Int32(owner))
    self.sku.append(sku)
    self.barcode.append(barcode)
    self.title.append(title)
    self.price.append(price.cents)
    self.compareAtPrice.append(compareAtPrice?.cents ?? -1)
    updatedAt.append(Int32(products[owner].updatedAt.seconds))
    isDeleted.append(false)
  }

  /// Takes a variant out for good.
  mutating func delete(_ variant: Int) {
    guard !isDeleted[variant] else { return }
    isDeleted[variant] = true
    deletions += 1
    products[Int(product[variant])].variants.removeAll { $0 == Int32(variant) }
  }

  /// Takes a product out for good, with its variants.
  mutating func delete(product: Int) {
    guard !products[product].isDeleted else { return }
    for variant in variants(of: product) { delete(variant) }
    products[product].isDeleted = true
    productDeletions += 1
  }

  /// Whether a variant of this index exists.
  func holds(_ variant: Int) -> Bool { product.indices.contains(variant) && !isDeleted[variant] }

  /// Whether a product of this index exists.
  func holds(product: Int) -> Bool {
    products.indices.contains(product) && !products[product].isDeleted
  }

  /// The variants of a product, in order.
  func variants(of product: Int) -> [Int] { products[product].variants.map(Int.init) }

  /// The first variant of this SKU.
  func variant(sku: String) -> Int? {
    self.sku.indices.first { self.sku[$0] == sku && !isDeleted[$0] }
  }

  func compareAt(_ variant: Int) -> Money? {
    compareAtPrice[variant] < 0 ? nil : Money(cents: compareAtPrice[variant])
  }

  func detail(_ variant: Int) -> VariantDetail { details[variant] ?? VariantDetail() }

  /// The names of a product's options; a product without options has the one called Title.
  func optionNames(_ product: Int) -> [String] {
    products[product].options.isEmpty ? ["Title"] : products[product].options
  }

  /// A variant's option values, as many as its product has options.
  func values(_ variant: Int) -> [String] {
    if let values = details[variant]?.values { return values }
    return Assortment.values(
      title[variant], count: max(1, products[Int(product[variant])].options.count))
  }

  /// Gives a variant option values.
  mutating func set(_ values: [String], of variant: Int) {
    title[variant] = values.joined(separator: " / ")
    let isAmbiguous = Assortment.values(title[variant], count: values.count) != values
    if isAmbiguous || details[variant] != nil {
      details[variant, default: VariantDetail()].values = isAmbiguous ? values : nil
    }
  }

  /// A title's option values, as many as there are options.
  private static func values(_ title: String, count: Int) -> [String] {
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

  /// The values of each of a product's options, in their order: the declared ones, then those of variants.
  func optionValues(_ product: Int) -> [[String]] {
    let count = optionNames(product).count
    var values = products[product].optionValues ?? []
    while values.count < count { values.append([]) }
    var seen = values.map { Set($0) }
    for variant in products[product].variants {
      for (position, value) in self.values(Int(variant)).enumerated().prefix(count)
      where seen[position].insert(value).inserted {
        values[position].append(value)
      }
    }
    return values
  }
}
