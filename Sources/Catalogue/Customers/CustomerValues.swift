// SPDX-License-Identifier: Apache-2.0

import Tables

/// What goes into the inputs of customers. (schema: `CustomerSetInput`, `MailingAddressInput`)
enum CustomerValues {
  private static let names: [(field: String, name: String)] = [
    ("email", "email"), ("phone", "phone"), ("first_name", "firstName"), ("last_name", "lastName"),
    ("note", "note"), ("locale", "locale"),
  ]

  private static let addressNames: [(field: String, name: String)] = [
    ("company", "company"), ("address1", "address1"), ("address2", "address2"), ("city", "city"),
    ("province_code", "provinceCode"), ("country_code", "countryCode"), ("zip", "zip"),
    ("address_phone", "phone"),
  ]

  /// The values an intent asks for. Lists are replaced by what is given: tags of who is known are given only where
  /// they are to be all, addresses never.
  static func members(_ intent: Intent, isNew: Bool) -> [JSON.Member] {
    var members: [JSON.Member] = []
    for (field, name) in names where intent.desired.keys.contains(field) {
      members.append(JSON.Member(name, .string((intent.desired[field] ?? nil) ?? "")))
    }
    if let flag = intent.desired["tax_exempt"] ?? nil {
      members.append(JSON.Member("taxExempt", .bool(flag == "true")))
    }
    if let tags = intent.desired["tags"], isNew || intent.identity["tags_mode"] == "replace" {
      members.append(JSON.Member("tags", .array(FieldType.texts(ofList: tags).map(JSON.string))))
    }
    if isNew, !CustomerFields.addressNames.isDisjoint(with: intent.desired.keys) {
      members.append(JSON.Member("addresses", [.object(address(intent))]))
    }
    return members
  }

  /// The address an intent asks for. A province without its country would be held against none.
  static func address(_ intent: Intent) -> [JSON.Member] {
    var members = addressNames.compactMap { field, name -> JSON.Member? in
      guard let value = intent.desired[field] else { return nil }
      let text = value ?? ""
      guard field == "country_code" || field == "province_code" else {
        return JSON.Member(name, .string(text))
      }
      if field == "country_code", text.isEmpty { return JSON.Member(name, .null) }
      return JSON.Member(name, .string(text.uppercased()))
    }
    if intent.desired.keys.contains("province_code"), !intent.desired.keys.contains("country_code"),
      let country = intent.identity["country"]
    {
      members.append(JSON.Member("countryCode", .string(country)))
    }
    return members
  }

  /// The tags to be added.
  static func addedTags(_ intent: Intent) -> [String] {
    FieldType.texts(ofList: intent.identity["tags"] ?? intent.desired["tags"] ?? nil)
  }

  /// The state a consent is to have: who never agreed cannot be put back to that, only unsubscribed. (schema)
  static func state(_ field: String, _ intent: Intent) -> String {
    (intent.desired[field] ?? nil) == "true" ? "SUBSCRIBED" : "UNSUBSCRIBED"
  }

  /// How they agreed; a file does not say unless the job does.
  static func optInLevel(_ intent: Intent) -> String {
    switch intent.identity["opt_in"] {
    case "single": "SINGLE_OPT_IN"
    case "confirmed": "CONFIRMED_OPT_IN"
    default: "UNKNOWN"
    }
  }

  /// A customer's gid.
  static func gid(_ intent: Intent?) -> JSON {
    .string("gid://shopify/Customer/\(intent?.identity["customer_id"] ?? "")")
  }
}
