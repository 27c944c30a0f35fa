// SPDX-License-Identifier: Apache-2.0

import Tables

/// A customer as the API shows it.
struct CustomerNode: Resolvable {
  let typeName = "Customer"
  let row: CustomerAccount

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "id": return .text(CustomerAccount.id(row.number))
    case "legacyResourceId": return .unsigned(row.number)
    case "displayName": return .text(displayName)
    case "firstName": return .text(given: row.firstName)
    case "lastName": return .text(given: row.lastName)
    case "createdAt": return .time(row.createdAt)
    case "updatedAt": return .time(row.updatedAt)
    case "email": return .text(given: row.email)
    case "phone": return .text(given: row.phone)
    case "note": return .text(given: row.note)
    case "tags": return .texts(row.tags)
    case "taxExempt": return .flag(row.isTaxExempt)
    case "taxExemptions": return .texts(row.taxExemptions)
    case "locale": return .text(row.locale)
    case "numberOfOrders":
      return .unsigned(context.store.orders.count { $0.customer?.number == row.number })
    case "defaultEmailAddress":
      return consent("CustomerEmailAddress", "emailAddress", row.email, row.emailConsent)
    case "defaultPhoneNumber":
      return consent("CustomerPhoneNumber", "phoneNumber", row.phone, row.smsConsent)
    case "defaultAddress":
      return row.addresses.first { $0.number == row.defaultAddress }.map { .object($0.node) }
        ?? .null
    case "addressesV2":
      let rows = arguments["reverse"]?.bool == true ? row.addresses.reversed() : row.addresses
      return .connection(NodeList(rows.map(\.node)), type: "MailingAddressConnection")
    case "metafield", "metafields":
      return context.store.metafields.resolved(
        field, arguments, of: CustomerAccount.id(row.number), context.store)
    default: throw unresolved(typeName, field)
    }
  }

  private var displayName: String {
    let name = [row.firstName, row.lastName].filter { !$0.isEmpty }.joined(separator: " ")
    return !name.isEmpty ? name : !row.email.isEmpty ? row.email : row.phone
  }

  private func consent(
    _ type: String, _ name: String, _ value: String, _ consent: CustomerAccount.Consent
  ) -> Resolved {
    guard !value.isEmpty else { return .null }
    return .object(
      Record(
        type,
        [
          name: .text(value), "marketingState": .text(consent.state),
          "marketingOptInLevel": .text(consent.level),
          "marketingUpdatedAt": .time(consent.updatedAt), "validFormat": .flag(true),
        ]))
  }
}

extension Resolved {
  /// A text; null where it is empty.
  static func text(given value: String) -> Resolved { value.isEmpty ? .null : .text(value) }
}

extension CustomerAccount.Address {
  /// As the API shows it. Names of countries and provinces are their codes here.
  var node: Record {
    Record(
      "MailingAddress",
      [
        "id": .text(id), "name": .text(given: "\(firstName) \(lastName)"),
        "firstName": .text(given: firstName), "lastName": .text(given: lastName),
        "company": .text(given: company), "address1": .text(given: address1),
        "address2": .text(given: address2), "city": .text(given: city),
        "province": .text(given: provinceCode), "provinceCode": .text(given: provinceCode),
        "zip": .text(given: zip), "country": .text(given: countryCode),
        "countryCodeV2": .text(given: countryCode), "phone": .text(given: phone),
      ])
  }

  var id: String { GlobalID.text("MailingAddress", number) + "?model_name=CustomerAddress" }
}

extension CustomerRow {
  /// Where an order of theirs is billed or sent to.
  func address(_ field: String, _ number: Int) -> Record {
    let kind = field == "billingAddress" ? 1 : 2
    return Record(
      "MailingAddress",
      [
        "id": .text(
          GlobalID.text("MailingAddress", GlobalID.Base.order + number * 10 + kind)
            + "?model_name=Address"),
        "name": .text("\(firstName) \(lastName)"),
        "firstName": .text(firstName), "lastName": .text(lastName),
        "company": .null, "address1": .text(street), "address2": .null,
        "city": .text(city), "province": .null, "provinceCode": .null,
        "zip": .text(zip), "country": .text("Germany"), "countryCodeV2": .text("DE"),
        "phone": .null,
      ])
  }
}

extension Listing {
  static func customers(_ store: Store) -> Listing {
    let row: (Int) -> CustomerAccount = { store.customers.rows[$0] }
    return Listing(
      type: "Customer", count: store.customers.rows.count, exists: { !row($0).isDeleted },
      fields: SearchFields(
        [
          "id": .id { row($0).number }, "email": .text { [row($0).email] },
          "phone": .text { [row($0).phone] }, "first_name": .text { [row($0).firstName] },
          "last_name": .text { [row($0).lastName] }, "tag": .text { row($0).tags },
          "updated_at": .time { row($0).updatedAt }, "customer_date": .time { row($0).createdAt },
          "accepts_marketing": .flag { row($0).emailConsent.state == "SUBSCRIBED" },
        ], bare: { [row($0).firstName, row($0).lastName, row($0).email] }),
      orders: [
        "CREATED_AT": { row($0).createdAt < row($1).createdAt },
        "UPDATED_AT": { row($0).updatedAt < row($1).updatedAt },
        "NAME": {
          (row($0).lastName, row($0).firstName) < (row($1).lastName, row($1).firstName)
        },
      ],
      node: { CustomerNode(row: store.customers.rows[$0]) })
  }
}
