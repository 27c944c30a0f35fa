// SPDX-License-Identifier: Apache-2.0

import Tables

/// Changes of a part of a customer: one address, one consent, tags.
struct CustomerChanges {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  // MARK: Addresses

  /// `customerAddressCreate`: one that the customer has already is refused.
  func createAddress() -> Resolved {
    var errors = UserErrors("UserError")
    guard var row = customer(arguments["customerId"]) else {
      errors.add(["customerId"], "Customer does not exist")
      return payload("AddressCreate", ["address": .null], errors)
    }
    let address = CustomerInput.address(
      arguments["address"] ?? .null,
      over: CustomerAccount.Address(number: store.customers.nextAddress()), of: row, ["address"],
      code: nil, &errors)
    if row.addresses.contains(where: { isSame($0, address) }) {
      errors.add(["address"], "Address already exists")
    }
    guard errors.isEmpty else { return payload("AddressCreate", ["address": .null], errors) }
    row.addresses.append(address)
    if arguments["setAsDefault"]?.bool == true || row.defaultAddress == nil {
      row.defaultAddress = address.number
    }
    store.put(row, context)
    return payload("AddressCreate", ["address": .object(address.node)], errors)
  }

  private func isSame(_ one: CustomerAccount.Address, _ other: CustomerAccount.Address) -> Bool {
    var one = one
    one.number = other.number
    return one == other
  }

  /// `customerAddressUpdate`: what it does not name stays.
  func updateAddress() throws -> Resolved {
    var errors = UserErrors("UserError")
    let id = arguments["addressId"]?.string ?? ""
    guard let number = GlobalID(id)?.number,
      store.customers.rows.contains(where: { $0.addresses.contains { $0.number == number } })
    else { throw TopLevelError(message: "invalid id", code: "RESOURCE_NOT_FOUND") }
    guard var row = customer(arguments["customerId"]) else {
      errors.add(["customerId"], "Customer does not exist")
      return payload("AddressUpdate", ["address": .null], errors)
    }
    guard let place = row.addresses.firstIndex(where: { $0.number == number }) else {
      errors.add(["addressId"], "Address does not exist")
      return payload("AddressUpdate", ["address": .null], errors)
    }
    row.addresses[place] = CustomerInput.address(
      arguments["address"] ?? .null, over: row.addresses[place], of: row, ["address"], code: nil,
      &errors)
    guard errors.isEmpty else { return payload("AddressUpdate", ["address": .null], errors) }
    if arguments["setAsDefault"]?.bool == true { row.defaultAddress = number }
    store.put(row, context)
    return payload("AddressUpdate", ["address": .object(row.addresses[place].node)], errors)
  }

  // MARK: Consent

  /// `customerEmailMarketingConsentUpdate`. What it does not take it passes over without a word, as recorded: no
  /// opt-in level, a level that does not go with the state, a time to come, a customer without e-mail address.
  func setEmailConsent() throws -> Resolved {
    var errors = UserErrors("CustomerEmailMarketingConsentUpdateUserError")
    let input = arguments["input"]?["emailMarketingConsent"] ?? .null
    try bar(input)
    guard var row = customer(arguments["input"]?["customerId"]) else {
      errors.add(["input", "customerId"], "Customer not found", code: "INVALID")
      return payload("EmailMarketingConsentUpdate", ["customer": .null], errors)
    }
    let consent = consent(input)
    if let consent, !row.email.isEmpty, isFine(consent),
      (consent.updatedAt ?? context.moment) <= context.moment
    {
      row.emailConsent = consent
      row.emailConsent.updatedAt = consent.updatedAt ?? context.moment
      store.put(row, context)
    }
    return payload(
      "EmailMarketingConsentUpdate", ["customer": store.customer(row.number)], errors)
  }

  /// `customerSmsMarketingConsentUpdate`, which says what is wrong.
  func setSMSConsent() throws -> Resolved {
    var errors = UserErrors("CustomerSmsMarketingConsentError")
    let input = arguments["input"]?["smsMarketingConsent"] ?? .null
    try bar(input)
    let path = ["input", "smsMarketingConsent"]
    guard var row = customer(arguments["input"]?["customerId"]) else {
      errors.add(["input", "customerId"], "Customer not found", code: "INVALID")
      return payload("SmsMarketingConsentUpdate", ["customer": .null], errors)
    }
    if row.phone.isEmpty {
      errors.add(
        path, "A phone number is required to set the SMS consent state.", code: "INVALID")
    }
    guard let consent = consent(input) else {
      errors.add(
        path + ["marketingOptInLevel"], "Marketing opt in level must exist",
        code: "MISSING_ARGUMENT")
      return payload("SmsMarketingConsentUpdate", ["customer": .null], errors)
    }
    if !isFine(consent) {
      errors.add(
        path + ["marketingOptInLevel"],
        "Marketing opt in level must be confirmed opt-in for pending consent state",
        code: "INVALID")
    }
    if let time = consent.updatedAt, time > context.moment {
      errors.add(
        path + ["consentUpdatedAt"], "Consent updated at must not be in the future",
        code: "INVALID")
    }
    guard errors.isEmpty else {
      return payload("SmsMarketingConsentUpdate", ["customer": .null], errors)
    }
    row.smsConsent = consent
    row.smsConsent.updatedAt = consent.updatedAt ?? context.moment
    store.put(row, context)
    return payload("SmsMarketingConsentUpdate", ["customer": store.customer(row.number)], errors)
  }

  private func bar(_ input: JSON) throws {
    let state = input["marketingState"]?.string ?? ""
    guard ["SUBSCRIBED", "UNSUBSCRIBED", "PENDING"].contains(state) else {
      throw TopLevelError(
        message: "Cannot specify \(state) as a marketing state input", code: "INVALID")
    }
  }

  /// nil without an opt-in level.
  private func consent(_ input: JSON) -> CustomerAccount.Consent? {
    guard let level = input["marketingOptInLevel"]?.string else { return nil }
    return CustomerAccount.Consent(
      state: input["marketingState"]?.string ?? "", level: level,
      updatedAt: input["consentUpdatedAt"]?.string.flatMap(Moment.init))
  }

  private func isFine(_ consent: CustomerAccount.Consent) -> Bool {
    consent.state != "PENDING" || consent.level == "CONFIRMED_OPT_IN"
  }

  // MARK: Tags

  /// `tagsAdd` and `tagsRemove` of a customer.
  static func setTags(_ root: String, of index: Int, _ given: [String], _ context: ExecutionContext)
    -> Resolved
  {
    var row = context.store.customers.rows[index]
    let removed = Set(given.map { $0.lowercased() })
    row.tags =
      root == "tagsAdd"
      ? Tags.normal(row.tags + given) : row.tags.filter { !removed.contains($0.lowercased()) }
    context.store.put(row, context)
    return context.store.customer(row.number)
  }

  private func customer(_ id: JSON?) -> CustomerAccount? {
    store.customers.index(id: id?.string).map { store.customers.rows[$0] }
  }

  private func payload(
    _ name: String, _ fields: [String: Resolved], _ errors: UserErrors
  ) -> Resolved {
    errors.payload("Customer\(name)Payload", fields)
  }
}
