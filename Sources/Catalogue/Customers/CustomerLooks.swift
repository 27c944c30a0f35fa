// SPDX-License-Identifier: Apache-2.0

import Tables

/// How it is found out what became of requests whose answers were lost. All are reads by id or by what is unique,
/// which are current.
enum CustomerLooks {
  static let fields = """
    id firstName lastName note tags taxExempt locale
    defaultEmailAddress { emailAddress marketingState }
    defaultPhoneNumber { phoneNumber marketingState }
    defaultAddress { id \(addressFields) }
    """
  private static let addressFields =
    "company address1 address2 city provinceCode countryCodeV2 zip phone"

  /// Who has the e-mail address or phone number: no two customers have the same.
  static let create = Look(
    document: """
      query dray_look($identifier: CustomerIdentifierInput!) {
        customerByIdentifier(identifier: $identifier) { \(fields) }
      }
      """,
    root: "customerByIdentifier",
    variables: { intent in
      if let email = intent.desired["email"] ?? nil {
        return ["identifier": ["emailAddress": .string(email)]]
      }
      return ["identifier": ["phoneNumber": .string((intent.desired["phone"] ?? nil) ?? "")]]
    },
    lag: .zero,
    verdict: { data, intent in
      guard let state = CustomerState(node: data["customerByIdentifier"]) else { return .absent }
      for field in ["accepts_email", "accepts_sms"]
      where (intent.desired[field] ?? nil) == "true"
        && intent.identity["keeps_unsubscribed"] != nil
      {
        let found = field == "accepts_email" ? state.emailState : state.smsState
        if found == "UNSUBSCRIBED" {
          return .ambiguous("this customer is there already and has unsubscribed from marketing")
        }
      }
      var learned = ["customer_id": state.id]
      if let address = state.address { learned["address_id"] = address }
      let consents: Set<String> = ["accepts_email", "accepts_sms"]
      let isAsWanted = intent.desired.allSatisfy { field, value in
        consents.contains(field)
          || CustomerState.isSame(field, value, state.values[field] ?? nil)
      }
      if !isAsWanted { learned["adopted"] = "1" }
      return .applied(learned: learned)
    })

  private static func known(
    _ holds: @escaping @Sendable (CustomerState, Intent) -> Bool
  ) -> Look {
    Look(
      document: "query dray_look($id: ID!) { customer(id: $id) { \(fields) } }",
      root: "customer", variables: { ["id": CustomerValues.gid($0)] }, lag: .zero,
      verdict: { data, intent in
        guard let state = CustomerState(node: data["customer"]), holds(state, intent) else {
          return .absent
        }
        return .applied(learned: [:])
      })
  }

  private static func holds(_ state: CustomerState, _ intent: Intent, _ fields: [String]) -> Bool {
    fields.allSatisfy { field in
      guard let wanted = intent.desired[field] else { return true }
      return CustomerState.isSame(field, wanted, state.values[field] ?? nil)
    }
  }

  /// The customer's own values.
  static let update = known { state, intent in
    let names = CustomerFields.own.map(\.name).filter {
      $0 != "tags" || intent.identity["tags_mode"] == "replace"
    }
    return holds(state, intent, names)
  }

  static let tags = known { state, intent in
    let found = Set(
      FieldType.texts(ofList: state.values["tags"] ?? nil).map { $0.lowercased() })
    return CustomerValues.addedTags(intent).allSatisfy { found.contains($0.lowercased()) }
  }

  /// The default address.
  static let address = known { state, intent in
    holds(state, intent, Array(CustomerFields.addressNames))
  }

  /// An address of theirs, default or not.
  static let newAddress = Look(
    document: """
      query dray_look($id: ID!) {
        customer(id: $id) { id addressesV2(first: 250) { nodes { id \(addressFields) } } }
      }
      """,
    root: "customer", variables: { ["id": CustomerValues.gid($0)] }, lag: .zero,
    verdict: { data, intent in
      let nodes = data["customer"]?["addressesV2"]?["nodes"]?.array ?? []
      let isThere = nodes.contains { node in
        let values = CustomerState.address(node)
        return CustomerFields.addressNames.allSatisfy { field in
          guard let wanted = intent.desired[field] else { return true }
          return CustomerState.isSame(field, wanted, values[field] ?? nil)
        }
      }
      return isThere ? .applied(learned: [:]) : .absent
    })

  /// A consent: set again only where it is as it was before; a third state is the customer's own doing.
  static func consent(_ field: String, shown: String) -> Look {
    Look(
      document: """
        query dray_look($id: ID!) { customer(id: $id) { id \(shown) { marketingState } } }
        """,
      root: "customer", variables: { ["id": CustomerValues.gid($0)] }, lag: .zero,
      verdict: { data, intent in
        let found = data["customer"]?[shown]?["marketingState"]?.string ?? "NOT_SUBSCRIBED"
        if found == CustomerValues.state(field, intent) { return .applied(learned: [:]) }
        let before = intent.identity[CustomerSteps.rawState(field)] ?? "NOT_SUBSCRIBED"
        return found == before
          ? .absent : .ambiguous("the customer's consent has changed meanwhile: it is \(found)")
      })
  }
}
