// SPDX-License-Identifier: Apache-2.0

import Tables

/// What the mirror has of one customer.
struct CustomerState: Sendable {
  /// The numeric id.
  var id: String
  /// By field of `customer.set`; canonical, nil where there is none.
  var values: [String: String?]
  /// The numeric id of the default address; nil where there is none.
  var address: String?
  /// What `CustomerEmailAddressMarketingState` says; nil without an e-mail address.
  var emailState: String?
  /// What `CustomerSmsMarketingState` says; nil without a phone number.
  var smsState: String?

  /// Which customer each record is about. Who has only an address or a number may be new.
  static func groups(_ key: [String]) -> String {
    let name = key.first ?? "email"
    if name == "customer_id" {
      return """
        SELECT s.record, CAST(c.id AS TEXT) AS grp, c.id AS id FROM staged s
        JOIN customers c ON c.id = s.customer_id
        """
    }
    let byEmail = "(SELECT c.id FROM customers c WHERE c.email = replace(k, ' ', ''))"
    let byPhone = "(SELECT c.id FROM customers c WHERE c.phone = \(phone("k")))"
    let byID =
      "(SELECT c.id FROM customers c WHERE c.id = CAST(replace(ltrim(k, ''''), 'gid://shopify/Customer/', '') AS INTEGER))"
    let id =
      switch name {
      case "email": byEmail
      case "phone": byPhone
      default:
        "CASE WHEN instr(k, '@') THEN \(byEmail) WHEN instr(k, '+') THEN \(byPhone) ELSE \(byID) END"
      }
    let known = name == "customer" ? "id IS NOT NULL OR instr(k, '@') OR instr(k, '+')" : "true"
    let group = name == "phone" ? phone("k") : "lower(replace(k, ' ', ''))"
    return """
      SELECT record, coalesce(CAST(id AS TEXT), \(group)) AS grp, id FROM
        (SELECT record, k, \(id) AS id FROM (SELECT record, \(name) AS k FROM staged))
      WHERE k IS NOT NULL AND (\(known))
      """
  }

  /// A phone number without what only people need.
  private static func phone(_ text: String) -> String {
    " -()./'".reduce(text) { sql, mark in
      "replace(\(sql), '\(mark == "'" ? "''" : String(mark))', '')"
    }
  }

  /// What `init` reads.
  static let current = """
    SELECT json_object('id', id, 'email', email, 'phone', phone, 'first_name', first_name,
      'last_name', last_name, 'note', note, 'tags', json(tags),
      'tax_exempt', iif(tax_exempt, 'true', 'false'), 'locale', locale, 'email_state', email_state,
      'sms_state', sms_state, 'address_id', address_id, 'company', company, 'address1', address1,
      'address2', address2, 'city', city, 'province_code', province_code,
      'country_code', country_code, 'zip', zip, 'address_phone', address_phone)
    FROM customers WHERE id = CAST(:id AS INTEGER)
    """

  /// Reads the JSON; nil where it is none.
  init?(_ text: String) {
    let json: JSON
    do { json = try JSON(parsing: Array(text.utf8)) } catch { return nil }
    guard let id = ProductState.text(json["id"]) else { return nil }
    self.id = id
    values = [:]
    for field in CustomerFields.own + CustomerFields.address where field.name != "tags" {
      values.updateValue(ProductState.text(json[field.name]), forKey: field.name)
    }
    let tags = (json["tags"]?.array ?? []).compactMap(\.string)
    values.updateValue(FieldType.canonical(list: tags), forKey: "tags")
    address = ProductState.text(json["address_id"])
    emailState = json["email_state"]?.string
    smsState = json["sms_state"]?.string
    values.updateValue(Self.flag(emailState), forKey: "accepts_email")
    values.updateValue(Self.flag(smsState), forKey: "accepts_sms")
  }

  /// Reads a customer as the store's answer has it (`CustomerLooks.fields`); nil where it is null.
  init?(node: JSON?) {
    guard let node, let id = GID.number(node["id"]) else { return nil }
    self.id = id
    let place = node["defaultAddress"]
    values = [
      "email": node["defaultEmailAddress"]?["emailAddress"]?.string,
      "phone": node["defaultPhoneNumber"]?["phoneNumber"]?.string,
      "first_name": node["firstName"]?.string, "last_name": node["lastName"]?.string,
      "note": node["note"]?.string, "locale": node["locale"]?.string,
      "tags": FieldType.canonical(list: (node["tags"]?.array ?? []).compactMap(\.string)),
      "tax_exempt": ProductState.text(node["taxExempt"]),
    ].merging(Self.address(place)) { _, new in new }
    address = GID.number(place?["id"])
    emailState = node["defaultEmailAddress"]?["marketingState"]?.string
    smsState = node["defaultPhoneNumber"]?["marketingState"]?.string
    values.updateValue(Self.flag(emailState), forKey: "accepts_email")
    values.updateValue(Self.flag(smsState), forKey: "accepts_sms")
  }

  /// An address of the store's answer, by field.
  static func address(_ node: JSON?) -> [String: String?] {
    [
      "company": node?["company"]?.string, "address1": node?["address1"]?.string,
      "address2": node?["address2"]?.string, "city": node?["city"]?.string,
      "province_code": node?["provinceCode"]?.string,
      "country_code": node?["countryCodeV2"]?.string, "zip": node?["zip"]?.string,
      "address_phone": node?["phone"]?.string,
    ]
  }

  /// Who is asked whether they agree (PENDING) has not agreed.
  private static func flag(_ state: String?) -> String {
    state == "SUBSCRIBED" ? "true" : "false"
  }

  /// Whether two values of a field are the same to the store. nil and the empty text are.
  static func isSame(_ field: String, _ one: String?, _ other: String?) -> Bool {
    let (one, other) = (one ?? "", other ?? "")
    if one == other { return true }
    switch field {
    case "email": return plainEmail(one) == plainEmail(other)
    case "phone", "address_phone": return isSamePhone(one, other)
    case "country_code", "province_code": return one.uppercased() == other.uppercased()
    case "note":
      return one.replacing("\r\n", with: "\n") == other.replacing("\r\n", with: "\n")
    case "tags":
      let tags = [one, other].map { Set(FieldType.texts(ofList: $0).map { $0.lowercased() }) }
      return tags[0] == tags[1]
    default: return false
    }
  }

  /// As Shopify compares them (captures): without spaces, in any case.
  private static func plainEmail(_ text: String) -> String {
    text.filter { !$0.isWhitespace }.lowercased()
  }

  /// Without a country code a number is the same as one that ends like it: the store put its own before it.
  private static func isSamePhone(_ one: String, _ other: String) -> Bool {
    let numbers = [one, other].map { text in text.filter { !" -()./'".contains($0) } }
    if numbers[0] == numbers[1] { return true }
    guard let short = numbers.first(where: { !$0.hasPrefix("+") }),
      let whole = numbers.first(where: { $0.hasPrefix("+") })
    else { return false }
    let bare = short.drop { $0 == "0" }
    return bare.count >= 5 && whole.hasSuffix(bare)
  }
}
