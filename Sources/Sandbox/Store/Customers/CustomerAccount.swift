// SPDX-License-Identifier: Apache-2.0

import Tables

/// A customer of the store.
struct CustomerAccount: Codable {
  /// An address of theirs; empty texts are none.
  struct Address: Codable, Equatable {
    var number: Int
    var firstName = ""
    var lastName = ""
    var company = ""
    var address1 = ""
    var address2 = ""
    var city = ""
    var provinceCode = ""
    var countryCode = ""
    var zip = ""
    var phone = ""
  }

  /// Whether they are to be written to, by mail or by text message.
  struct Consent: Codable, Equatable {
    var state = "NOT_SUBSCRIBED"
    var level = "SINGLE_OPT_IN"
    var updatedAt: Moment?
  }

  /// The id's number.
  var number: Int
  var firstName = ""
  var lastName = ""
  /// Empty where there is none.
  var email = ""
  /// In E.164; empty where there is none.
  var phone = ""
  var note = ""
  var tags: [String] = []
  var isTaxExempt = false
  var taxExemptions: [String] = []
  var locale = "en"
  var emailConsent = Consent()
  var smsConsent = Consent()
  var addresses: [Address] = []
  /// The number of the default address.
  var defaultAddress: Int?
  var createdAt: Moment
  var updatedAt: Moment
  var isDeleted = false

  static func id(_ number: Int) -> String { GlobalID.text("Customer", number) }

  /// How the effect log shows it.
  var summary: JSON {
    [
      "first_name": .string(firstName), "last_name": .string(lastName), "email": .string(email),
      "phone": .string(phone), "note": .string(note), "tags": .array(tags.map(JSON.string)),
      "tax_exempt": .bool(isTaxExempt), "locale": .string(locale),
      "tax_exemptions": .array(taxExemptions.map(JSON.string)),
      "email_state": .string(emailConsent.state), "sms_state": .string(smsConsent.state),
      "default_address": defaultAddress.map { JSON($0) } ?? .null,
      "addresses": .array(
        addresses.map { address in
          [
            "id": JSON(address.number), "name": .string("\(address.firstName) \(address.lastName)"),
            "company": .string(address.company), "address1": .string(address.address1),
            "address2": .string(address.address2), "city": .string(address.city),
            "province": .string(address.provinceCode), "country": .string(address.countryCode),
            "zip": .string(address.zip), "phone": .string(address.phone),
          ]
        }),
    ]
  }
}

/// The store's customers, in the order of their ids. No two have the same e-mail address or phone number.
struct CustomerBook {
  private(set) var rows: [CustomerAccount]
  private var byNumber: [Int: Int] = [:]
  private var byEmail: [String: Int] = [:]
  private var byPhone: [String: Int] = [:]
  private var addresses = 0

  init(_ rows: [CustomerAccount] = []) {
    self.rows = []
    replace(rows)
  }

  private mutating func replace(_ new: [CustomerAccount]) {
    rows = new.sorted { $0.number < $1.number }
    (byNumber, byEmail, byPhone) = ([:], [:], [:])
    for index in rows.indices { name(index) }
    addresses = rows.lazy.flatMap(\.addresses).map(\.number).max() ?? 0
  }

  private mutating func name(_ index: Int) {
    let row = rows[index]
    byNumber[row.number] = index
    guard !row.isDeleted else { return }
    if !row.email.isEmpty { byEmail[row.email.lowercased()] = index }
    if !row.phone.isEmpty { byPhone[row.phone] = index }
  }

  private mutating func unname(_ index: Int) {
    byEmail[rows[index].email.lowercased()] = nil
    byPhone[rows[index].phone] = nil
  }

  /// The customer of a gid; nil where there is none.
  func index(id: String?) -> Int? {
    guard let id = id.flatMap(GlobalID.init), id.type == "Customer" else { return nil }
    return index(number: id.number)
  }

  func index(number: Int) -> Int? {
    byNumber[number].flatMap { rows[$0].isDeleted ? nil : $0 }
  }

  /// As Shopify compares them: without spaces, in lower case.
  func index(email: String) -> Int? { byEmail[CustomerInput.email(email).lowercased()] }

  func index(phone: String) -> Int? { byPhone[CustomerInput.phone(phone)] }

  /// The number of the next customer to be made.
  var nextNumber: Int {
    max(rows.last?.number ?? 0, GlobalID.Base.customer + CustomerSeed.first) + 1
  }

  mutating func nextAddress() -> Int {
    addresses = max(addresses, GlobalID.Base.customerAddress) + 1
    return addresses
  }

  /// Adds a customer, or replaces the one of that number; their place.
  @discardableResult
  mutating func put(_ row: CustomerAccount) -> Int {
    if let index = byNumber[row.number] {
      unname(index)
      rows[index] = row
      name(index)
      return index
    }
    if let last = rows.last, last.number > row.number {
      replace(rows + [row])
    } else {
      rows.append(row)
      name(rows.count - 1)
    }
    return byNumber[row.number] ?? 0
  }
}

extension Store {
  /// Writes a customer's row, with its effect.
  func put(_ row: CustomerAccount, _ context: ExecutionContext) {
    let before = customers.index(number: row.number).map { customers.rows[$0].summary } ?? .null
    var row = row
    row.updatedAt = context.moment
    customers.put(row)
    note(
      CustomerAccount.id(row.number), before: before, after: row.isDeleted ? .null : row.summary,
      context)
  }

  /// Who orders know becomes a customer.
  func meet(_ row: CustomerRow?, at time: Moment) {
    guard let row, customers.index(number: row.number) == nil else { return }
    customers.put(CustomerSeed.account(row, at: time))
  }
}
