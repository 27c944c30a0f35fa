// SPDX-License-Identifier: Apache-2.0

import Tables

/// The requests of `customer.set`.
///
/// A new customer is made by `customerSet` without an identifier: by e-mail address or phone number it would bring
/// whoever has it up to date, and replace the tags and addresses of one who came since we last looked. Without, the
/// store refuses what another has, so that sending it twice makes one customer; who is there already is brought up to
/// date by the steps that only add. By id it is a set, and may be repeated.
enum CustomerSteps {
  /// Every step, in the order they depend on each other.
  static let order = [
    "create", "update", "tags", "tags-remove", "address-update", "address-create", "email-consent",
    "sms-consent",
  ]

  /// The next step a change needs.
  static func phase(_ intent: Intent, from: Int) -> Int? {
    var does = Set((intent.identity["does"] ?? "").split(separator: " ").map(String.init))
    // Who was there already is brought up to date.
    if intent.identity["adopted"] != nil, does.contains("create") {
      does.insert("update")
      if intent.desired.keys.contains("tags"), intent.identity["tags_mode"] != "replace" {
        does.insert("tags")
      }
      if !CustomerFields.addressNames.isDisjoint(with: intent.desired.keys) {
        does.insert(intent.identity["address_id"] == nil ? "address-create" : "address-update")
      }
    }
    return order.indices.first { $0 >= from && does.contains(order[$0]) }
  }

  /// The step that sets a consent.
  static func consentStep(_ field: String) -> String {
    field == "accepts_email" ? "email-consent" : "sms-consent"
  }

  /// Under which name an intent knows the store's own word for a consent.
  static func rawState(_ field: String) -> String {
    field == "accepts_email" ? "email_state" : "sms_state"
  }

  static let create = Step(
    name: "create", root: "customerSet",
    document: """
      mutation dray_BATCH($input: CustomerSetInput!) {
        customerSet(input: $input) {
          customer { id defaultAddress { id } }
          userErrors { code field message }
        }
      }
      """,
    recovery: .create, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { .object(CustomerValues.members($0, isNew: true)) },
    variables: { _, items, _ in ["input": items.first ?? .null] },
    itemPath: ["input"], unnamed: .sentAgain,
    decide: { $0.code == "TAKEN" ? .look : .reject },
    look: CustomerLooks.create,
    learnEach: { payload, intents in
      let id = GID.number(payload["customer"]?["id"])
      return intents.map { _ in
        Learned(result: id, identity: id.map { ["customer_id": $0] } ?? [:])
      }
    })

  static let update = Step(
    name: "update", root: "customerSet",
    document: """
      mutation dray_BATCH($identifier: CustomerSetIdentifiers!, $input: CustomerSetInput!) {
        customerSet(identifier: $identifier, input: $input) { userErrors { code field message } }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { .object(CustomerValues.members($0, isNew: false)) },
    variables: { intents, items, _ in
      ["identifier": ["id": CustomerValues.gid(intents.first)], "input": items.first ?? .null]
    },
    itemPath: ["input"], unnamed: .sentAgain, decide: { _ in .reject },
    look: CustomerLooks.update, learnEach: known)

  /// Tags beside those they have.
  static let tags = Step(
    name: "tags", root: "tagsAdd", document: ProductSteps.tags.document,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { .array(CustomerValues.addedTags($0).map(JSON.string)) },
    variables: { intents, items, _ in
      ["id": CustomerValues.gid(intents.first), "tags": items.first ?? .null]
    },
    itemPath: ["tags"], unnamed: .sentAgain, decide: { _ in .reject }, look: CustomerLooks.tags,
    learnEach: known)

  /// Tags that a delivery added, when it is taken back; the others stay.
  static let tagsRemove = Step(
    name: "tags-remove", root: "tagsRemove", document: RemovalSteps.tags.document,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { .array(FieldType.texts(ofList: $0.identity["tags_off"]).map(JSON.string)) },
    variables: { intents, items, _ in
      ["id": CustomerValues.gid(intents.first), "tags": items.first ?? .null]
    },
    itemPath: ["tags"], unnamed: .sentAgain, decide: { _ in .reject }, look: ProductLooks.again,
    learnEach: known)

  /// The default address by its id: what is not given stays.
  static let addressUpdate = Step(
    name: "address-update", root: "customerAddressUpdate",
    document: """
      mutation dray_BATCH($id: ID!, $addressId: ID!, $address: MailingAddressInput!) {
        customerAddressUpdate(customerId: $id, addressId: $addressId, address: $address) {
          userErrors { field message }
        }
      }
      """,
    recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { .object(CustomerValues.address($0)) },
    variables: { intents, items, _ in
      [
        "id": CustomerValues.gid(intents.first),
        "addressId": .string(
          "gid://shopify/MailingAddress/\(intents.first?.identity["address_id"] ?? "")?model_name=CustomerAddress"
        ),
        "address": items.first ?? .null,
      ]
    },
    itemPath: ["address"], unnamed: .sentAgain, decide: { _ in .reject },
    look: CustomerLooks.address, learnEach: known)

  /// The first address of who has none. The store refuses one that is there already.
  static let addressCreate = Step(
    name: "address-create", root: "customerAddressCreate",
    document: """
      mutation dray_BATCH($id: ID!, $address: MailingAddressInput!) {
        customerAddressCreate(customerId: $id, address: $address, setAsDefault: true) {
          userErrors { field message }
        }
      }
      """,
    recovery: .create, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
    item: { .object(CustomerValues.address($0)) },
    variables: { intents, items, _ in
      ["id": CustomerValues.gid(intents.first), "address": items.first ?? .null]
    },
    itemPath: ["address"], unnamed: .sentAgain,
    // The type has no code: words are all there is.
    decide: { $0.message.contains("already exists") ? .look : .reject },
    look: CustomerLooks.newAddress, learnEach: known)

  static let emailConsent = consent(
    "accepts_email",
    root: "customerEmailMarketingConsentUpdate", input: "CustomerEmailMarketingConsentUpdateInput",
    member: "emailMarketingConsent", shown: "defaultEmailAddress")

  static let smsConsent = consent(
    "accepts_sms",
    root: "customerSmsMarketingConsentUpdate", input: "CustomerSmsMarketingConsentUpdateInput",
    member: "smsMarketingConsent", shown: "defaultPhoneNumber")

  /// A consent. The answer is held against what was asked: the store passes over some of what it does not take
  /// without a user error (captures).
  private static func consent(
    _ field: String, root: String, input: String, member: String, shown: String
  ) -> Step {
    Step(
      name: consentStep(field), root: root,
      document: """
        mutation dray_BATCH($input: \(input)!) {
          \(root)(input: $input) {
            customer { \(shown) { marketingState } }
            userErrors { code field message }
          }
        }
        """,
      recovery: .set, maxItems: 1, assumedCost: { _ in 10 }, group: { _ in "" },
      item: { intent in
        .object([
          JSON.Member("customerId", CustomerValues.gid(intent)),
          JSON.Member(
            member,
            [
              "marketingState": .string(CustomerValues.state(field, intent)),
              "marketingOptInLevel": .string(CustomerValues.optInLevel(intent)),
            ]),
        ])
      },
      variables: { _, items, _ in ["input": items.first ?? .null] },
      itemPath: ["input"], unnamed: .sentAgain, decide: { _ in .reject },
      look: CustomerLooks.consent(field, shown: shown), learnEach: known,
      review: { payload, intents in
        guard let intent = intents.first, let customer = payload["customer"], !customer.isNull
        else { return [] }
        let found = customer[shown]?["marketingState"]?.string
        guard found != CustomerValues.state(field, intent) else { return [] }
        return [
          Refusal(
            code: "CONSENT_NOT_TAKEN",
            message:
              "Shopify left the consent as it was (\(found ?? "there is none")) and does not say why; look at the customer in the shop"
          )
        ]
      })
  }

  @Sendable private static func known(_ payload: JSON, _ intents: [Intent]) -> [Learned] {
    intents.map { Learned(result: $0.identity["customer_id"]) }
  }
}
