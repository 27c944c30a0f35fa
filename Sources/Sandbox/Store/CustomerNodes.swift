// SPDX-License-Identifier: Apache-2.0

/// A customer, as far as orders know them.
struct CustomerNode: Resolvable {
  let typeName = "Customer"
  let row: CustomerRow
  let since: Moment

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    switch field {
    case "id": .text(GlobalID.text("Customer", row.number))
    case "legacyResourceId": .unsigned(row.number)
    case "displayName": .text("\(row.firstName) \(row.lastName)")
    case "firstName": .text(row.firstName)
    case "lastName": .text(row.lastName)
    case "createdAt", "updatedAt": .time(since)
    case "email": .text(row.email)
    case "phone": .null
    default: throw unresolved(typeName, field)
    }
  }
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
