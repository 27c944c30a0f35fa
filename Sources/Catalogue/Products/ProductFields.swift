// SPDX-License-Identifier: Apache-2.0

/// The fields of `product.set` and of the operations on variants, by what they are about.
enum ProductFields {
  typealias Field = Operation.Field

  static let status: [String] = ["ACTIVE", "DRAFT", "ARCHIVED", "UNLISTED"]

  /// What becomes of the product, of its variants and of its lists, as sheets say it record by record.
  static let commands: [Field] = [
    Field(
      "command", .choice(ProductCommand.allCases.map(\.rawValue)),
      "What becomes of the product: MERGE makes it or brings it up to date, NEW must make it, UPDATE must find it, REPLACE replaces its lists of variants, tags and images, DELETE deletes it, IGNORE passes its records over.",
      empty: .nothing),
    Field(
      "variant_command", .choice(ProductCommand.allCases.map(\.rawValue)),
      "The same of the record's variant; REPLACE makes the file's variants all of the product's.",
      empty: .nothing),
    Field(
      "tags_command", .choice(["MERGE", "REPLACE", "DELETE"]),
      "Whether the record's tags are added, are all the product has then, or are taken away; it wins over the job's `tags:`.",
      empty: .nothing),
    Field(
      "image_command", .choice(["MERGE", "REPLACE", "DELETE"]),
      "Whether the record's image is added, is with the file's others all the product has then, or is taken away.",
      empty: .nothing),
  ]

  /// What names a product.
  static let keys: [Field] = [
    Field("product_id", .id(type: "Product"), "The product's id, as a number or a gid."),
    Field(
      "custom_id", .text,
      "The value of a metafield of type `id`, whose name the job's `custom_id:` gives."),
    Field(
      "handle", .text, "The product's handle; a product it does not name yet is made.",
      empty: .nothing, maxLength: 255),
  ]

  /// The product's own.
  static let product: [Field] = [
    Field(
      "title", .text, "The title; a new product must have one.", empty: .nothing, maxLength: 255),
    Field("description", .prose, "The description, in HTML, passed on as it is."),
    Field("vendor", .text, "The vendor.", empty: .nothing, maxLength: 255),
    Field("type", .text, "The product type; empty takes it away.", empty: .cleared, maxLength: 255),
    Field(
      "category", .text, "The id of a category of Shopify's taxonomy, e.g. `aa-1-13-8`.",
      empty: .nothing),
    Field(
      "tags", .list, "The tags; added to those it has, or with `tags: replace` all of them.",
      maxLength: 255, maxCount: 250),
    Field("status", .choice(status), "The status.", empty: .nothing),
    Field(
      "seo_title", .text, "The title search engines show; empty takes it away.", empty: .cleared,
      maxLength: 255),
    Field("seo_description", .prose, "The description search engines show."),
    Field(
      "published", .list,
      "The names of sales channels it is published to, besides those it is on; one with a `-` before it is left.",
      empty: .nothing),
  ]

  /// The options: `option1_name`, `option1_value` … `option3_value`.
  static let options: [Field] = (1...3).flatMap { number in
    [
      Field(
        "option\(number)_name", .text, "The name of option \(number), e.g. `Size`.",
        empty: .nothing, maxLength: 255),
      Field(
        "option\(number)_value", .text, "The variant's value of option \(number), e.g. `M`.",
        empty: .nothing, maxLength: 255),
    ]
  }

  /// The variant's own.
  static let variant: [Field] = [
    Field("sku", .text, "The variant's SKU; empty takes it away.", empty: .cleared, maxLength: 255),
    Field("barcode", .text, "The barcode; empty takes it away.", empty: .cleared, maxLength: 255),
    Field("price", .money(isClearable: false), "The price.", empty: .nothing),
    Field(
      "compare_at_price", .money(isClearable: true),
      "The price before the reduction; empty takes it away."),
    Field("cost", .money(isClearable: true), "What one costs the shop; empty takes it away."),
    Field("weight", .measure, "The weight.", empty: .nothing),
    Field(
      "weight_unit", Weight.unitType, "The weight's unit; kg if left out.", empty: .nothing),
    Field("taxable", .flag, "Whether tax is charged.", empty: .nothing),
    Field("requires_shipping", .flag, "Whether it is shipped.", empty: .nothing),
    Field("tracked", .flag, "Whether its stock is counted.", empty: .nothing),
    Field(
      "inventory_policy", .choice(["DENY", "CONTINUE"]),
      "Whether it may be sold when there is none: deny or continue.", empty: .nothing),
  ]

  /// Images.
  static let images: [Field] = [
    Field(
      "image_url", .text, "The URL of an image of the product; Shopify fetches it.",
      empty: .nothing, maxLength: 2048),
    Field(
      "image_position", .integer(1...250), "The image's place among the file's images.",
      empty: .nothing),
    Field("image_alt", .text, "What the image shows, in words.", empty: .nothing, maxLength: 512),
    Field(
      "variant_image_url", .text, "The URL of the image shown for the variant.", empty: .nothing,
      maxLength: 2048),
  ]

  /// Metafields, whose names the job makes up.
  static let metafields: [Operation.OpenFields] = [
    Operation.OpenFields(
      prefix: "metafield.", rest: "NAMESPACE.KEY",
      "A metafield of the product; a type may follow, e.g. `metafield.custom.care.multi_line_text_field`. An empty value changes nothing."
    ) { metafield($0, after: "metafield.") },
    Operation.OpenFields(
      prefix: "variant_metafield.", rest: "NAMESPACE.KEY",
      "A metafield of the variant; a type may follow. An empty value changes nothing."
    ) { metafield($0, after: "variant_metafield.") },
  ]

  private static func metafield(_ name: String, after prefix: String) -> Field? {
    guard let parts = Metafield(field: name), parts.prefix == prefix else { return nil }
    var field = Field(name, .text, "", empty: .nothing)
    field.form = parts.type.flatMap(MetafieldForm.form)
    return field
  }

  /// The names of a list of fields.
  static func names(_ fields: [Field]) -> [String] { fields.map(\.name) }
}

/// A metafield as a field's name says it: `metafield.NAMESPACE.KEY` or `metafield.NAMESPACE.KEY.TYPE`.
struct Metafield {
  /// `metafield.` or `variant_metafield.`
  var prefix: String
  var namespace: String
  var key: String
  /// nil: `single_line_text_field`, where the store has no other for it.
  var type: String?

  /// Reads a field's name; nil where it is no metafield's. (schema: lengths and letters of `MetafieldsSetInput`)
  init?(field: String) {
    let parts = field.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 || parts.count == 4 || parts.count == 5 && parts[3] == "list",
      ["metafield", "variant_metafield"].contains(parts[0]),
      (3...255).contains(parts[1].count), (2...64).contains(parts[2].count),
      parts.dropFirst().allSatisfy({ part in
        !part.isEmpty
          && part.utf8.allSatisfy {
            (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45
              || $0 == 95
          }
      })
    else { return nil }
    prefix = parts[0] + "."
    namespace = parts[1]
    key = parts[2]
    type = parts.count > 3 ? parts[3...].joined(separator: ".") : nil
  }

  /// The name by which the state of the store knows it.
  var name: String { "\(prefix)\(namespace).\(key)" }

  /// Whether a field's name is a metafield's.
  static func isOne(_ field: String) -> Bool { Metafield(field: field) != nil }
}
