// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

extension OperationCase {
  private static let header =
    "who,first,street,city,zip,country,phone,tags,mail,sms\n"

  static let customerSet = OperationCase(
    name: "customer.set",
    job: """
      format: {type: csv}
      fields:
        customer: who
        first_name: first
        address1: street
        city: city
        zip: zip
        country_code: country
        phone: phone
        tags: tags
        accepts_email: mail
        accepts_sms: sms
      """,
    good: header + """
      customer1@example.com,Anna,Am Markt 2,Berlin,10115,DE,,vip,yes,
      9020001000007,,Weg 7,Wien,1010,AT,,,,
      new1@example.com,Nina,Weg 1,Graz,8010,AT,,"x,y",yes,
      +4915110000009,,,,,,,,,yes
      customer4@example.com,,,,,,,b2b,,

      """, records: 4,
    effects: [
      "customerSet": 2, "tagsAdd": 1, "customerAddressUpdate": 1, "customerAddressCreate": 1,
      "customerEmailMarketingConsentUpdate": 2, "customerSmsMarketingConsentUpdate": 1,
    ],
    refused: (
      header + "customer1@example.com,Anna,,,,,,,,\ncustomer2@example.com,,,,,,+4915110000009,,,\n",
      "TAKEN", 1
    ),
    unknown: (
      header + "customer1@example.com,Anna,,,,,,,,\n123456,Nobody,,,,,,,,\n", "unknown-key", 1
    ),
    kills: [
      "customerSet", "tagsAdd", "customerAddressUpdate", "customerAddressCreate",
      "customerEmailMarketingConsentUpdate", "customerSmsMarketingConsentUpdate",
    ])
}

/// What `customer.set` does with a customer's data besides.
@Suite struct CustomerSetTests {
  static let job = """
    feed: customer.set
    quiet: 0s
    receipt: all
    format: {type: csv}
    fields: {email: email, first_name: first, note: note, tags: tags, accepts_email: mail, address1: street, city: city}
    """

  private func with(_ extra: String = "", _ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(
      ["people": Self.job + extra + "\n"], sandbox: TestHome.small, body)
  }

  private func run(_ home: TestHome, _ name: String, _ rows: String) async throws {
    try home.drop("people", name, "email,first,note,tags,mail,street,city\n" + rows)
    let run = try await home.dray("run", "people")
    #expect(run.status == 0, "\(run)")
  }

  private func customer(_ home: TestHome, _ email: String) async throws -> JSON {
    try await home.sandbox.post("show-customer", ["email": .string(email)])
  }

  @Test func `what a file does not name is left alone, tags and addresses too`() async throws {
    try await with { home in
      try await home.sandbox.post(
        "customer",
        [
          "email": "customer1@example.com", "note": "calls on Mondays", "tags": ["old", "VIP"],
          "addresses": [
            ["address1": "First 1", "city": "Berlin", "countryCode": "DE"],
            ["address1": "Second 2", "city": "Kiel", "countryCode": "DE"],
          ],
        ])
      try await run(home, "a.csv", "customer1@example.com,,,\"vip,new\",,,Potsdam\n")
      let after = try await customer(home, "customer1@example.com")
      #expect(after["first_name"]?.string == "Ben")
      #expect(after["tags"] == ["new", "old", "VIP"])
      #expect(after["addresses"]?.array?.count == 2)
      #expect(after["addresses"]?[0]?["city"]?.string == "Potsdam")
      #expect(after["addresses"]?[1]?["city"]?.string == "Kiel")
      // The note's column is empty: that is what the file says.
      #expect(after["note"]?.string == "")
    }
  }

  @Test func `who came to the shop meanwhile is brought up to date, and keeps what they have`()
    async throws
  {
    try await with("\ncompare: mirror") { home in
      #expect(try await home.dray("refresh", "customers").status == 0)
      try await home.sandbox.post(
        "customer",
        [
          "email": "fresh@example.com", "firstName": "Fresh", "tags": ["own"],
          "addresses": [
            ["address1": "Own 1", "city": "Kiel", "countryCode": "DE", "zip": "24103"]
          ],
        ])
      try await run(home, "a.csv", "Fresh@example.com,Nina,,new,yes,Weg 1,Graz\n")
      #expect(home.lines("people", "a.csv") == ["1 applied"])
      let after = try await customer(home, "fresh@example.com")
      #expect(after["first_name"]?.string == "Nina")
      #expect(after["tags"] == ["new", "own"])
      #expect(after["addresses"]?.array?.count == 1)
      #expect(after["addresses"]?[0]?["address1"]?.string == "Weg 1")
      #expect(after["addresses"]?[0]?["zip"]?.string == "24103")
      #expect(after["email_state"]?.string == "SUBSCRIBED")
      try await home.expectAudit()
    }
  }

  @Test func `a file does not subscribe who has unsubscribed, unless the job says so`() async throws
  {
    try await with { home in
      try await run(
        home, "a.csv", "customer5@example.com,,,,yes,,\ncustomer2@example.com,,,,no,,\n")
      #expect(home.lines("people", "a.csv") == ["1 rejected unsubscribed", "2 applied"])
      #expect(
        try await customer(home, "customer5@example.com")["email_state"]?.string == "UNSUBSCRIBED")
      #expect(
        try await customer(home, "customer2@example.com")["email_state"]?.string == "UNSUBSCRIBED")
    }
    try await with("\nunsubscribed: subscribe") { home in
      try await run(home, "a.csv", "customer5@example.com,,,,yes,,\n")
      #expect(home.lines("people", "a.csv") == ["1 applied"])
      #expect(
        try await customer(home, "customer5@example.com")["email_state"]?.string == "SUBSCRIBED")
    }
  }

  @Test func `a delivery is taken back but for the customer it made and what changed since`()
    async throws
  {
    try await with { home in
      try await run(
        home, "a.csv",
        """
        customer1@example.com,Anna,hello,vip,yes,Am Markt 2,Berlin
        customer2@example.com,Cora,,,,,
        made@example.com,Made,,,,,

        """)
      try await home.sandbox.post(
        "customer", ["email": "customer2@example.com", "firstName": "Else"])
      try await home.sandbox.post(
        "customer", ["email": "customer1@example.com", "tags": ["vip", "kept"]])
      let undo = try await home.dray("undo", "d1")
      #expect(undo.status == 0, "\(undo)")
      let receipt = try home.receipt("people", "undo-d1.csv")
      #expect(receipt["applied"]?.int == 1, "\(receipt.text)")
      #expect(receipt["rejected"]?.int == 2, "\(receipt.text)")
      let after = try await customer(home, "customer1@example.com")
      #expect(after["first_name"]?.string == "Ben")
      #expect(after["note"]?.string == "")
      #expect(after["tags"] == ["kept"])
      // Who had never agreed is unsubscribed now: the store does not let it be forgotten.
      #expect(after["email_state"]?.string == "UNSUBSCRIBED")
      #expect(after["addresses"]?[0]?["address1"]?.string == "Gartenweg 1")
      #expect(
        try await customer(home, "customer2@example.com")["first_name"]?.string == "Else")
      try await home.expectAudit()
    }
  }

  @Test func `customers are read where a feed needs them, and not before`() async throws {
    try await with { home in
      #expect(try await home.dray("refresh").status == 0)
      #expect(try await home.dray("find", "customer", "customer1@example.com").status == 1)
      try await run(home, "a.csv", "customer1@example.com,Anna,,,,,\n")
      let found = try await home.dray("find", "customer", "CUSTOMER1@example.com")
      #expect(found.status == 0, "\(found)")
      #expect(found.output.contains("Anna"))
    }
  }
}
