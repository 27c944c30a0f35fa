// SPDX-License-Identifier: Apache-2.0

/// Makes customers up: those of the orders, and as many besides as are asked for, the same every time.
///
/// Of the latter, by their number from 1: every seventh has no address, every ninth neither e-mail address nor
/// consent but a phone number, every fifth is no longer subscribed, every third has a phone number too.
enum CustomerSeed {
  /// Numbers below are those of orders' customers.
  static let first = 1_000_000

  static func book(_ count: Int, orders: [OrderRow], now: Moment) -> CustomerBook {
    var known: [Int: CustomerAccount] = [:]
    var emails: Set<String> = []
    for order in orders {
      guard let row = order.customer, known[row.number] == nil,
        emails.insert(row.email.lowercased()).inserted
      else { continue }
      known[row.number] = account(row, at: order.createdAt)
    }
    return CustomerBook(known.values + (0..<max(0, count)).map { account($0 + 1, now: now) })
  }

  /// Who an order names.
  static func account(_ row: CustomerRow, at time: Moment) -> CustomerAccount {
    let address = CustomerAccount.Address(
      number: GlobalID.Base.customerAddress - GlobalID.Base.customer + row.number - first,
      firstName: row.firstName, lastName: row.lastName, address1: row.street, city: row.city,
      countryCode: "DE", zip: row.zip)
    return CustomerAccount(
      number: row.number, firstName: row.firstName, lastName: row.lastName, email: row.email,
      addresses: [address], defaultAddress: address.number, createdAt: time, updatedAt: time)
  }

  private static func account(_ number: Int, now: Moment) -> CustomerAccount {
    let first = SeedNames.firstNames[number % SeedNames.firstNames.count]
    let last = SeedNames.lastNames[number % SeedNames.lastNames.count]
    let city = SeedNames.cities[number % SeedNames.cities.count]
    let time = Moment(seconds: now.seconds - 86_400 * (10 + number % 300))
    var row = CustomerAccount(
      number: GlobalID.Base.customer + Self.first + number, firstName: first, lastName: last,
      locale: "de", createdAt: time, updatedAt: time)
    let digits = String(number)
    let phone = "+4915110" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
    if number % 9 == 0 {
      row.phone = phone
    } else {
      row.email = "customer\(number)@example.com"
      row.emailConsent = .init(
        state: number % 5 == 0 ? "UNSUBSCRIBED" : number % 2 == 0 ? "SUBSCRIBED" : "NOT_SUBSCRIBED",
        updatedAt: number % 5 == 0 || number % 2 == 0 ? time : nil)
      if number % 3 == 0 { row.phone = phone }
    }
    row.tags = number % 4 == 0 ? ["b2b", "newsletter"] : []
    row.isTaxExempt = number % 8 == 0
    guard number % 7 != 0 else { return row }
    let address = CustomerAccount.Address(
      number: GlobalID.Base.customerAddress + number, firstName: first, lastName: last,
      address1: "\(SeedNames.streets[number % SeedNames.streets.count]) \(number)", city: city.name,
      countryCode: "DE", zip: city.zip)
    row.addresses = [address]
    row.defaultAddress = address.number
    return row
  }
}
