// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Sandbox

/// Customers, in the words recorded of a live store (2026-04).
@Suite struct CustomerTests {
  static let set = """
    mutation($identifier: CustomerSetIdentifiers, $input: CustomerSetInput!) {
      customerSet(identifier: $identifier, input: $input) {
        customer { id firstName email phone note tags taxExempt
          defaultAddress { id address1 city } addressesV2(first: 9) { nodes { id city } } }
        userErrors { field message code }
      }
    }
    """

  private func set(_ shop: TestShop, _ identifier: JSON?, _ input: JSON) -> JSON {
    shop.run(
      Self.set,
      .object((identifier.map { [.init("identifier", $0)] } ?? []) + [.init("input", input)])
    ).payload("customerSet")
  }

  private func id(_ shop: TestShop, _ email: String) throws -> String {
    let index = try #require(shop.store.customers.index(email: email))
    return CustomerAccount.id(shop.store.customers.rows[index].number)
  }

  struct RefusalCase: CustomTestStringConvertible, Sendable {
    var testDescription: String { message }
    var identifier: JSON?
    var input: JSON
    var field: JSON = ["input"]
    var message: String
    var code: String
  }

  static let refusals: [RefusalCase] = [
    RefusalCase(
      identifier: ["id": "gid://shopify/Customer/999"], input: ["firstName": "Ghost"],
      message: "Resource matching the identifier was not found.", code: "NOT_FOUND"),
    RefusalCase(
      identifier: ["email": "a@example.com"], input: ["firstName": "A"],
      message: "The input field corresponding to the identifier is required.",
      code: "MISSING_FIELD_REQUIRED"),
    RefusalCase(
      identifier: ["email": "a@example.com"], input: ["email": "b@example.com"],
      message:
        "The identifier value does not match the value of the corresponding field in the input.",
      code: "INPUT_MISMATCH"),
    RefusalCase(
      identifier: ["email": "a@example.com"],
      input: ["email": "a@example.com", "id": "gid://shopify/Customer/1"],
      message: "The id field is not allowed if identifier is provided.", code: "ID_NOT_ALLOWED"),
    RefusalCase(
      input: ["email": " Customer1@EXAMPLE.com"], field: ["input", "email"],
      message: "Email has already been taken", code: "TAKEN"),
    RefusalCase(
      input: ["phone": "+49 151 10000009"], field: ["input", "phone"],
      message: "Phone has already been taken", code: "TAKEN"),
    RefusalCase(
      input: ["email": "foo@bar"], field: ["input", "email"], message: "Email is invalid",
      code: "INVALID"),
    RefusalCase(
      input: ["email": ""], message: "A name, phone number, or email address must be present",
      code: "INVALID"),
    RefusalCase(
      input: ["firstName": "A", "addresses": [["countryCode": "US", "provinceCode": "ON"]]],
      field: ["input", "addresses", "0", "province"], message: "Province is invalid",
      code: "INVALID"),
  ]

  @Test(arguments: refusals) func `what a live store refuses is refused`(_ it: RefusalCase) throws {
    let shop = try TestShop()
    let answer = set(shop, it.identifier, it.input)
    #expect(
      answer["userErrors"] == [
        ["field": it.field, "message": .string(it.message), "code": .string(it.code)]
      ])
    #expect(shop.store.effects.isEmpty)
  }

  @Test func `an e-mail address makes the customer the first time and changes them the second`()
    throws
  {
    let shop = try TestShop()
    let input: JSON = ["email": "neu@example.com", "firstName": "Neu", "tags": ["b, A ", "a"]]
    let made = set(shop, ["email": "neu@example.com"], input)
    #expect(made["userErrors"] == [])
    #expect(made.at("customer.tags") == ["A", "b"])
    let again = set(
      shop, ["email": "Neu@example.com"], ["email": "neu@example.com", "note": "seen"])
    #expect(again.at("customer.id") == made.at("customer.id"))
    #expect(again.at("customer.firstName")?.string == "Neu")
    #expect(shop.store.effects.count == 2)
  }

  @Test func `lists that are given are the whole lists, null leaves them`() throws {
    let shop = try TestShop()
    let id: JSON = ["id": .string(try id(shop, "customer1@example.com"))]
    let two = set(shop, id, ["addresses": [["city": "Kiel"], ["city": "Bonn"]]])
    #expect(two.at("customer.addressesV2.nodes")?.array?.count == 2)
    #expect(two.at("customer.defaultAddress.city")?.string == "Kiel")
    let same = set(shop, id, ["addresses": .null])
    #expect(same.at("customer.addressesV2.nodes") == two.at("customer.addressesV2.nodes"))
    let none = set(shop, id, ["addresses": []])
    #expect(none.at("customer.defaultAddress") == .null)
  }

  @Test func `an address is made once, and changed by its id`() throws {
    let shop = try TestShop()
    let id: JSON = .string(try id(shop, "customer7@example.com"))
    let create = """
      mutation($id: ID!, $address: MailingAddressInput!) {
        answer: customerAddressCreate(customerId: $id, address: $address, setAsDefault: true) {
          address { id firstName city } userErrors { field message } } }
      """
    let address: JSON = ["city": "Kiel", "zip": "24103"]
    let made = shop.run(create, ["id": id, "address": address]).payload("answer")
    #expect(made.at("address.firstName")?.string == "Henrik")
    let again = shop.run(create, ["id": id, "address": address]).payload("answer")
    #expect(
      again["userErrors"] == [["field": ["address"], "message": "Address already exists"]])
    let update = """
      mutation($id: ID!, $addressId: ID!, $address: MailingAddressInput!) {
        answer: customerAddressUpdate(customerId: $id, addressId: $addressId, address: $address) {
          address { city zip } userErrors { field message } } }
      """
    let changed = shop.run(
      update, ["id": id, "addressId": made.at("address.id") ?? .null, "address": ["city": "Bonn"]])
    #expect(changed.payload("answer").at("address") == ["city": "Bonn", "zip": "24103"])
    let unknown = shop.run(
      update, ["id": id, "addressId": "gid://shopify/MailingAddress/1", "address": [:]])
    #expect(unknown.at("errors.0.extensions.code")?.string == "RESOURCE_NOT_FOUND")
  }

  @Test func `consent by e-mail is passed over in silence where it is not taken`() throws {
    let shop = try TestShop()
    let id: JSON = .string(try id(shop, "customer1@example.com"))
    let document = """
      mutation($input: CustomerEmailMarketingConsentUpdateInput!) {
        answer: customerEmailMarketingConsentUpdate(input: $input) {
          customer { defaultEmailAddress { marketingState } } userErrors { field message code } } }
      """
    func state(_ consent: JSON) -> String? {
      let answer = shop.run(
        document, ["input": ["customerId": id, "emailMarketingConsent": consent]]
      ).payload("answer")
      #expect(answer["userErrors"] == [])
      return answer.at("customer.defaultEmailAddress.marketingState")?.string
    }
    #expect(state(["marketingState": "SUBSCRIBED"]) == "NOT_SUBSCRIBED")
    #expect(
      state(["marketingState": "PENDING", "marketingOptInLevel": "SINGLE_OPT_IN"])
        == "NOT_SUBSCRIBED")
    #expect(
      state(["marketingState": "SUBSCRIBED", "marketingOptInLevel": "UNKNOWN"]) == "SUBSCRIBED")
    let barred = shop.run(
      document,
      [
        "input": [
          "customerId": id,
          "emailMarketingConsent": [
            "marketingState": "NOT_SUBSCRIBED", "marketingOptInLevel": "UNKNOWN",
          ],
        ]
      ])
    #expect(
      barred.at("errors.0.message")?.string
        == "Cannot specify NOT_SUBSCRIBED as a marketing state input")
  }

  @Test func `consent by text message says what is missing`() throws {
    let shop = try TestShop()
    let answer = shop.run(
      """
      mutation($input: CustomerSmsMarketingConsentUpdateInput!) {
        answer: customerSmsMarketingConsentUpdate(input: $input) {
          userErrors { field message code } } }
      """,
      [
        "input": [
          "customerId": .string(try id(shop, "customer1@example.com")),
          "smsMarketingConsent": [
            "marketingState": "SUBSCRIBED", "marketingOptInLevel": "SINGLE_OPT_IN",
          ],
        ]
      ]
    ).payload("answer")
    #expect(
      answer["userErrors"] == [
        [
          "field": ["input", "smsMarketingConsent"],
          "message": "A phone number is required to set the SMS consent state.",
          "code": "INVALID",
        ]
      ])
  }

  @Test func `customers are found by what is unique, and kept across restarts`() throws {
    let shop = try TestShop()
    _ = set(shop, nil, ["email": "kept@example.com", "firstName": "Kept"])
    let saved = try shop.store.snapshot()
    let other = try TestShop()
    try other.store.restore(saved)
    let found = other.run(
      """
      { customerByIdentifier(identifier: {emailAddress: "KEPT @example.com"}) { firstName }
        customers(first: 5, query: "email:kept@example.com") { nodes { email } }
        customersCount { count } }
      """)
    #expect(found.at("data.customerByIdentifier.firstName")?.string == "Kept")
    #expect(found.at("data.customers.nodes") == [["email": "kept@example.com"]])
    #expect(found.at("data.customersCount.count")?.int ?? 0 > 31)
  }
}
