// SPDX-License-Identifier: Apache-2.0

import Tables

/// Reads what a customer is to have; faults in the words recorded of `customerSet`.
struct CustomerInput {
  let input: JSON
  let context: ExecutionContext
  private var store: Store { context.store }

  /// An e-mail address without its spaces, as Shopify keeps it.
  static func email(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  /// A phone number in E.164 where it begins with `+`; the shop is German: others get its code.
  static func phone(_ text: String) -> String {
    let bare = text.filter { !" -()./".contains($0) }
    guard !bare.isEmpty, !bare.hasPrefix("+") else { return bare }
    return "+49" + bare.drop { $0 == "0" }
  }

  /// Puts what the input says over a row.
  func read(into row: inout CustomerAccount, _ errors: inout UserErrors) {
    if input["taxExempt"]?.isNull == true {
      errors.add(
        ["input", "taxExempt"], "Tax exempt is of unexpected type NilClass", code: "INVALID")
    }
    text("firstName", "First name", \.firstName, &row, &errors)
    text("lastName", "Last name", \.lastName, &row, &errors)
    text("note", "Note", \.note, &row, &errors, most: 5000)
    text("locale", "Locale", \.locale, &row, &errors)
    readEmail(into: &row, &errors)
    readPhone(into: &row, &errors)
    if let tags = input["tags"]?.array {
      row.tags = Tags.normal(tags.compactMap(\.string))
      if row.tags.count > 250 {
        errors.add(["input", "tags"], "Tags cannot be more than 250", code: "INVALID")
      }
    }
    if let flag = input["taxExempt"]?.bool { row.isTaxExempt = flag }
    if let list = input["taxExemptions"]?.array { row.taxExemptions = list.compactMap(\.string) }
    if let addresses = input["addresses"]?.array {
      row.addresses = addresses.enumerated().map { index, address in
        Self.address(
          address, over: CustomerAccount.Address(number: store.customers.nextAddress()), of: row,
          ["input", "addresses", String(index)], code: "INVALID", &errors)
      }
      row.defaultAddress = row.addresses.first?.number
    }
    if row.firstName.isEmpty, row.lastName.isEmpty, row.email.isEmpty, row.phone.isEmpty {
      errors.add(
        ["input"], "A name, phone number, or email address must be present", code: "INVALID")
    }
  }

  private func text(
    _ field: String, _ name: String, _ path: WritableKeyPath<CustomerAccount, String>,
    _ row: inout CustomerAccount, _ errors: inout UserErrors, most: Int = 255
  ) {
    guard let value = input[field] else { return }
    let text = value.string ?? ""
    if text.unicodeScalars.count > most {
      errors.add(
        ["input", field], "\(name) is too long (maximum is \(most) characters)", code: "TOO_LONG")
    }
    row[keyPath: path] = text
  }

  private func readEmail(into row: inout CustomerAccount, _ errors: inout UserErrors) {
    guard let value = input["email"] else { return }
    let email = Self.email(value.string ?? "")
    let parts = email.split(separator: "@", omittingEmptySubsequences: false)
    let isSound =
      parts.count == 2 && !parts[0].isEmpty && parts[1].contains(".") && !parts[1].hasPrefix(".")
    if email.unicodeScalars.count > 255 {
      errors.add(
        ["input", "email"], "Email is too long (maximum is 255 characters)", code: "TOO_LONG")
    }
    if !email.isEmpty, !isSound || email.unicodeScalars.count > 255 {
      errors.add(["input", "email"], "Email is invalid", code: "INVALID")
    } else if let other = store.customers.index(email: email),
      store.customers.rows[other].number != row.number
    {
      errors.add(["input", "email"], "Email has already been taken", code: "TAKEN")
    }
    row.email = email
  }

  private func readPhone(into row: inout CustomerAccount, _ errors: inout UserErrors) {
    guard let value = input["phone"] else { return }
    let phone = Self.phone(value.string ?? "")
    let digits = phone.dropFirst()
    if !phone.isEmpty, !(5...15).contains(digits.count) || !digits.allSatisfy(\.isNumber) {
      errors.add(["input", "phone"], "Phone is invalid", code: "INVALID")
    } else if let other = store.customers.index(phone: phone),
      store.customers.rows[other].number != row.number
    {
      errors.add(["input", "phone"], "Phone has already been taken", code: "TAKEN")
    }
    row.phone = phone
  }

  /// An address: what the input leaves out stays as it is in `old`. Its names are the customer's where it has none.
  static func address(
    _ input: JSON, over old: CustomerAccount.Address, of row: CustomerAccount, _ path: [String],
    code: String?, _ errors: inout UserErrors
  ) -> CustomerAccount.Address {
    var address = old
    let members: [(String, WritableKeyPath<CustomerAccount.Address, String>)] = [
      ("firstName", \.firstName), ("lastName", \.lastName), ("company", \.company),
      ("address1", \.address1), ("address2", \.address2), ("city", \.city),
      ("countryCode", \.countryCode), ("provinceCode", \.provinceCode), ("zip", \.zip),
      ("phone", \.phone),
    ]
    for (name, path) in members {
      if let value = input[name] { address[keyPath: path] = value.string ?? "" }
    }
    if address.firstName.isEmpty, address.lastName.isEmpty {
      (address.firstName, address.lastName) = (row.firstName, row.lastName)
    }
    if address.countryCode == "ZZ" {
      errors.add(path + ["country"], "Country is invalid", code: code)
    } else if !isProvince(address.provinceCode, of: address.countryCode) {
      errors.add(path + ["province"], "Province is invalid", code: code)
    }
    return address
  }

  /// The provinces of two countries are known here; others have none.
  private static func isProvince(_ code: String, of country: String) -> Bool {
    if code.isEmpty { return true }
    switch country {
    case "CA":
      return [
        "AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT",
      ].contains(code)
    case "US": return code.count == 2 && !["ON", "QC", "ZZ"].contains(code)
    default: return code != "ZZ"
    }
  }
}
