// SPDX-License-Identifier: Apache-2.0

import Tables

/// What an input says of a variant; what it leaves out stays.
struct VariantChange {
  /// Option values by the option's position; nil where none were given.
  var values: [Int: String]?
  var price: Money?
  var compareAtPrice: Money??
  var sku: String?
  var barcode: String?
  var cost: Money??
  var tracked: Bool?
  var requiresShipping: Bool?
  var weight: (value: String, unit: String)?
  var hsCode: String??
  var country: String??
  var province: String??
  var taxable: Bool?
  var policy: String?
  var taxCode: String??
  var media: Int32??
  var metafields: [MetafieldRow] = []
  /// What is available where; nil where nothing was said.
  var stock: [(location: Int, available: Int)]?

  /// Whether it touches what only `VariantDetail` holds.
  private var hasDetail: Bool {
    cost != nil || tracked != nil || requiresShipping != nil || weight != nil || hsCode != nil
      || country != nil || province != nil || taxable != nil || policy != nil || taxCode != nil
      || media != nil
  }

  /// Writes it into a variant's columns; not its option values.
  func write(to variant: Int, _ assortment: inout Assortment) {
    if let price { assortment.price[variant] = price.cents }
    if let compareAtPrice { assortment.compareAtPrice[variant] = compareAtPrice?.cents ?? -1 }
    if let sku { assortment.sku[variant] = sku }
    if let barcode { assortment.barcode[variant] = barcode }
    guard hasDetail else { return }
    var detail = assortment.detail(variant)
    if let cost { detail.cost = cost }
    if let tracked { detail.tracked = tracked }
    if let requiresShipping { detail.requiresShipping = requiresShipping }
    if let weight { (detail.weight, detail.weightUnit) = weight }
    if let hsCode { detail.hsCode = hsCode }
    if let country { detail.country = country }
    if let province { detail.province = province }
    if let taxable { detail.taxable = taxable }
    if let policy { detail.policy = policy }
    if let taxCode { detail.taxCode = taxCode }
    if let media { detail.media = media }
    assortment.details[variant] = detail
  }
}
