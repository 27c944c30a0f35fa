// SPDX-License-Identifier: Apache-2.0

/// One product.
struct ProductRow: Codable {
  var title: String
  var handle: String
  var vendor: String
  var type: String
  /// Sorted without case, as Shopify answers them.
  var tags: [String]
  /// `ACTIVE`, `DRAFT`, `ARCHIVED`, `UNLISTED`.
  var status: String
  /// The names of its options; empty for the one default variant.
  var options: [String]
  /// The values declared for each option, in order; nil where only variants tell.
  var optionValues: [[String]]?
  /// Its variants in order.
  var variants: [Int32] = []
  var createdAt: Moment
  var updatedAt: Moment
  /// The description in HTML; nil for a made-up one.
  var html: String?
  var seoTitle: String?
  var seoDescription: String?
  /// The gid of its category.
  var category: String?
  var templateSuffix: String?
  /// Its media in order.
  var media: [Int32] = []
  /// Where it is published, and since when.
  var publishings: [Publishing] = []
  var isDeleted = false

  /// One channel it is published to.
  struct Publishing: Codable {
    var publication: Int32
    var at: Moment
  }

  /// The description in HTML.
  var description: String { html ?? "<p>\(title)</p>" }
}

/// What few variants have and a made-up one has not.
struct VariantDetail: Codable {
  var tracked = true
  var requiresShipping = true
  var cost: Money?
  /// As `Weight.value` writes it.
  var weight = "0.0"
  var weightUnit = "KILOGRAMS"
  var hsCode: String?
  var country: String?
  var province: String?
  var taxable = true
  var policy = "DENY"
  var taxCode: String?
  var media: Int32?
  /// Its option values where its title does not tell them apart.
  var values: [String]?
  var createdAt: Moment?
}
