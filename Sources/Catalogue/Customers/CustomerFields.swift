// SPDX-License-Identifier: Apache-2.0

/// The fields of `customer.set`, by what they are about.
enum CustomerFields {
  typealias Field = Operation.Field

  /// What names a customer.
  static let keys: [Field] = [
    Field("customer_id", .id(type: "Customer"), "The customer's id, as a number or a gid."),
    Field(
      "customer", .text,
      "The customer's id, e-mail address or phone number with its country code, whichever it is: for files that have the one or the other. A customer whom an address or a number does not name yet is made.",
      empty: .nothing, maxLength: 255),
  ]

  /// The customer's own.
  static let own: [Field] = [
    Field(
      "email", .text,
      "The e-mail address; as a key it names the customer, who is made where there is none. Empty changes nothing.",
      empty: .nothing, maxLength: 255),
    Field(
      "phone", .text,
      "The phone number, with its country code (`+49 30 123456`); as a key it names the customer, who is made where there is none. Empty changes nothing.",
      empty: .nothing, maxLength: 255),
    Field(
      "first_name", .text, "The first name. Empty changes nothing.", empty: .nothing, maxLength: 255
    ),
    Field(
      "last_name", .text, "The last name. Empty changes nothing.", empty: .nothing, maxLength: 255),
    Field("note", .prose, "The shop's note on the customer; empty takes it away.", maxLength: 5000),
    Field(
      "tags", .list,
      "The tags; added to those they have, or with `tags: replace` all of them. Empty adds none, or takes all away.",
      maxLength: 255, maxCount: 250),
    Field(
      "tax_exempt", .flag, "Whether they pay no taxes. Empty changes nothing.", empty: .nothing),
    Field(
      "locale", .text, "The language they are written to in, e.g. `de`. Empty changes nothing.",
      empty: .nothing, maxLength: 255),
  ]

  /// Whether they may be written to.
  static let consents: [Field] = [
    Field(
      "accepts_email", .flag,
      "Whether they agreed to marketing by e-mail: yes subscribes, no ends a subscription. Empty changes nothing.",
      empty: .nothing),
    Field(
      "accepts_sms", .flag,
      "Whether they agreed to marketing by text message; as `accepts_email`.", empty: .nothing),
  ]

  private static let addressDoc =
    "where a record has any value of the address, an empty one takes this away; where it has none, the address stays."

  /// The default address.
  static let address: [Field] = [
    part("company", "The company of the default address"),
    part("address1", "Street and number of the default address"),
    part("address2", "The second line of the default address"),
    part("city", "The city of the default address"),
    part("province_code", "The province's code, as in ISO 3166-2 without the country", 6),
    Field(
      "country_code", .text,
      "The country's code of two letters, e.g. `DE`; an empty one changes nothing.",
      empty: .nothing, maxLength: 2),
    part("zip", "The postal code of the default address"),
    part("address_phone", "The phone number of the default address"),
  ]

  /// The names of the default address's fields.
  static let addressNames = Set(address.map(\.name))

  private static func part(_ name: String, _ doc: String, _ most: Int = 255) -> Field {
    Field(name, .text, "\(doc); \(addressDoc)", empty: .cleared, maxLength: most)
  }
}
