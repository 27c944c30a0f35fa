// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Catalogue

/// Records of one customer beside what each comes to.
struct CustomerCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  var isKnown = true
  var settings: [String: String] = [:]
  var key = "email"
  /// One for each record; nil is a cleared value.
  var records: [[String: String?]]
  /// One for each record: `unchanged`, `shared N`, `rejected CODE`, or the steps and the wanted values.
  var become: [String]

  init(
    _ name: String, known: Bool = true, settings: [String: String] = [:], key: String = "email",
    _ records: [String: String?]..., become: [String]
  ) {
    testDescription = name
    isKnown = known
    self.settings = settings
    self.key = key
    self.records = records
    self.become = become
  }
}

@Suite struct CustomerComposerTests {
  static let anna = """
    {"id": 7, "email": "Anna@example.com", "phone": "+4930123456", "first_name": "Anna", "last_name": null,
     "note": "a\\nb", "tags": ["b2b", "VIP"], "tax_exempt": "false", "locale": "de",
     "email_state": "SUBSCRIBED", "sms_state": "UNSUBSCRIBED", "address_id": 70, "company": null,
     "address1": "Markt 1", "address2": null, "city": "Kiel", "province_code": "ON", "country_code": "CA",
     "zip": "24103", "address_phone": null}
    """

  static func compose(_ it: CustomerCase) -> [Composition.Composed] {
    CustomerComposer.compose(
      Composition.Group(
        name: it.isKnown ? "7" : "new@example.com",
        records: it.records.enumerated().map {
          Composition.Row(record: $0.offset + 1, line: $0.offset + 2, values: $0.element)
        }, current: it.isKnown ? anna : nil, settings: it.settings, key: [it.key]))
  }

  static func words(_ outcome: Composition.Composed.Outcome) -> String {
    switch outcome {
    case .unchanged: "unchanged"
    case .shared(let other): "shared \(other)"
    case .rejected(let code, _): "rejected \(code)"
    case .superseded: "superseded"
    case .change(let intent):
      "\(intent.identity["does"] ?? ""):"
        + intent.desired.keys.sorted().map { field in
          " \(field)=\((intent.desired[field] ?? nil) ?? "-")"
        }.joined()
    }
  }

  static let cases: [CustomerCase] = [
    CustomerCase(
      "what the store has changes nothing, however it is written",
      [
        "email": "anna@EXAMPLE.com", "first_name": "Anna", "phone": "+49 (30) 123-456",
        "note": "a\r\nb", "tags": #"["vip"]"#, "tax_exempt": "false", "accepts_email": "true",
        "accepts_sms": "false", "country_code": "ca", "address_phone": nil,
      ], become: ["unchanged"]),
    CustomerCase(
      "a number without its country's code is the one that ends like it",
      ["email": "anna@example.com", "phone": "030 123456"], become: ["unchanged"]),
    CustomerCase(
      "another number is another", ["email": "anna@example.com", "phone": "030 123457"],
      become: ["update: phone=030 123457"]),
    CustomerCase(
      "values, tags, address and consent are a step each",
      [
        "email": "anna@example.com", "last_name": "Neu", "tags": #"["x","vip"]"#, "city": "Bonn",
        "accepts_email": "false",
      ],
      become: [
        #"update tags address-update email-consent: accepts_email=false city=Bonn last_name=Neu tags=["b2b","VIP","x"]"#
      ]),
    CustomerCase(
      "tags may be the whole list", settings: ["tags": "replace"],
      ["email": "anna@example.com", "tags": #"["x"]"#], become: [#"update: tags=["x"]"#]),
    CustomerCase(
      "an empty list takes all tags away only where it is to be the whole list",
      settings: ["tags": "replace"], ["email": "anna@example.com", "tags": "[]"],
      become: ["update: tags=[]"]),
    CustomerCase(
      "an address without any value is left alone",
      ["email": "anna@example.com", "address1": nil, "city": nil, "zip": nil],
      become: ["unchanged"]),
    CustomerCase(
      "an empty part of an address is taken away",
      ["email": "anna@example.com", "address1": "Markt 1", "zip": nil, "note": nil],
      become: ["update address-update: note=- zip=-"]),
    CustomerCase(
      "who has unsubscribed is not subscribed by a file",
      ["email": "anna@example.com", "accepts_sms": "true"], become: ["rejected unsubscribed"]),
    CustomerCase(
      "unless the job says so", settings: ["unsubscribed": "subscribe"],
      ["email": "anna@example.com", "accepts_sms": "true"],
      become: ["sms-consent: accepts_sms=true"]),
    CustomerCase(
      "a new customer is made whole, and subscribed after",
      known: false,
      [
        "email": "new@example.com", "first_name": "Nina", "note": nil, "tags": #"["x"]"#,
        "city": "Graz", "accepts_email": "true", "accepts_sms": "false",
      ],
      become: [
        #"create email-consent: accepts_email=true city=Graz email=new@example.com first_name=Nina tags=["x"]"#
      ]),
    CustomerCase(
      "the key is the e-mail address or the number", known: false, key: "customer",
      ["customer": "+4915111", "first_name": "N"],
      become: ["create: first_name=N phone=+4915111"]),
    CustomerCase(
      "no consent without what it is for", known: false,
      ["email": "new@example.com", "accepts_sms": "true"], become: ["rejected no-phone"]),
    CustomerCase(
      "records of one customer say the same or go on",
      ["email": "anna@example.com", "last_name": "Neu"],
      ["email": "Anna@example.com", "city": "Bonn"],
      ["email": "anna@example.com", "last_name": "Alt"],
      become: [
        "update address-update: city=Bonn last_name=Neu", "shared 1",
        "rejected conflicting-records",
      ]),
  ]

  @Test(arguments: cases) func `records become`(_ it: CustomerCase) {
    #expect(Self.compose(it).map { Self.words($0.outcome) } == it.become)
  }

  @Test func `a province goes with its country`() throws {
    let composed = Self.compose(
      CustomerCase("", ["email": "anna@example.com", "province_code": "qc"], become: []))
    guard case .change(let intent) = composed[0].outcome else {
      Issue.record("no change")
      return
    }
    #expect(
      JSON.object(CustomerValues.address(intent)) == ["provinceCode": "QC", "countryCode": "CA"])
  }

  @Test func `what was made or added to nothing is not taken back`() {
    for step in ["create", "address-create update"] {
      let applied = Intent(
        object: "7", identity: ["customer_id": "7", "does": step], desired: ["city": "Bonn"],
        prior: ["city": nil])
      guard case .never = CustomerUndo.inverse(applied, Self.anna) else {
        Issue.record("\(step) was taken back")
        return
      }
    }
  }
}
