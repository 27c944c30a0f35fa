// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Shopify's customer CSV, both generations.
@Suite struct CustomerLayoutTests {
  private static func example() throws -> String {
    try String(
      contentsOfFile: "\(ExampleTests.root)/inbox/examples/customers_export.csv", encoding: .utf8)
  }

  /// The example without ids, its columns named and sorted as before.
  private static let old = """
    First Name,Last Name,Email,Accepts Email Marketing,Company,Address1,Address2,City,Province,Province Code,Country,Country Code,Zip,Phone,Accepts SMS Marketing,Total Spent,Total Orders,Tags,Note,Tax Exempt
    Ben,Schmidt,customer1@example.com,no,,Gartenweg 1,,Dresden,,,Germany,DE,'01067,,no,119.00,2,,,no
    Elif,Nguyen,customer4@example.com,yes,,Bergstraße 4,,Lübeck,,,Germany,DE,23552,,no,0.00,0,"b2b,newsletter",,no
    Jonas,Bauer,,no,,Bergstraße 9,,Köln,,,Germany,DE,50667,'+4915110000009,no,0.00,0,,,no
    Clara,Weiß-Sommer,customer2@example.com,no,Sommer GmbH,Lange Reihe 2,Hof,Köln,,,Germany,DE,50667,,no,0.00,0,vip,"Ring twice,
    then call",no
    Petra,Neu,petra.neu@example.com,yes,,Neue Straße 5,,Hamburg,,,Germany,DE,20095,+49 40 765432,no,0.00,0,,,no

    """

  @Test(arguments: ["shopify-customers", "shopify-customers-old"])
  func `rows dropped back as they came change nothing, edited and new ones what they say`(
    _ preset: String
  ) async throws {
    let job = "feed: customer.set\npreset: \(preset)\nquiet: 0s\nreceipt: all\n"
    try await TestHome.with(["people": job], sandbox: TestHome.small) { home in
      try home.drop(
        "people", "c.csv", preset == "shopify-customers" ? try Self.example() : Self.old)
      let run = try await home.dray("run", "people")
      #expect(run.status == 0, "\(run)")
      #expect(
        home.lines("people", "c.csv").prefix(5) == [
          "1 unchanged", "2 unchanged", "3 unchanged", "4 applied", "5 applied",
        ])
      let changed = try await home.sandbox.post(
        "show-customer", ["email": "customer2@example.com"])
      #expect(changed["last_name"]?.string == "Weiß-Sommer")
      #expect(changed["note"]?.string == "Ring twice,\nthen call")
      #expect(changed["tags"] == ["vip"])
      #expect(changed["email_state"]?.string == "UNSUBSCRIBED")
      #expect(changed["addresses"]?[0]?["company"]?.string == "Sommer GmbH")
      #expect(changed["addresses"]?[0]?["zip"]?.string == "50667")
      let made = try await home.sandbox.post(
        "show-customer", ["email": "petra.neu@example.com"])
      #expect(made["phone"]?.string == "+4940765432")
      #expect(made["email_state"]?.string == "SUBSCRIBED")
    }
  }

  @Test func `the other generation's file is refused by its name`() async throws {
    let job = "feed: customer.set\npreset: shopify-customers\nquiet: 0s\n"
    try await TestHome.with(["people": job], sandbox: TestHome.small) { home in
      try home.drop("people", "c.csv", Self.old)
      #expect(try await home.dray("run", "people").status == 65)
      let receipt = try home.receipt("people", "c.csv")
      #expect(
        receipt.text.contains("`preset: shopify-customers-old` reads it"), "\(receipt.text)")
    }
  }
}
