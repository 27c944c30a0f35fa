// SPDX-License-Identifier: Apache-2.0

extension Operation {
  /// Makes customers and brings them up to date.
  package static let customerSet = Operation(
    name: "customer.set",
    doc:
      "Makes customers and brings them up to date: names, addresses to write to, the default address, tags, note, taxes and consent to marketing, as in Shopify's own customer CSV.",
    fields: CustomerFields.keys + CustomerFields.own + CustomerFields.consents
      + CustomerFields.address,
    keys: [["customer_id"], ["customer"], ["email"], ["phone"]],
    values: .atLeastOne(
      (CustomerFields.own + CustomerFields.consents + CustomerFields.address).map(\.name)),
    steps: [
      CustomerSteps.create, CustomerSteps.update, CustomerSteps.tags, CustomerSteps.tagsRemove,
      CustomerSteps.addressUpdate, CustomerSteps.addressCreate, CustomerSteps.emailConsent,
      CustomerSteps.smsConsent,
    ],
    phase: { CustomerSteps.phase($0, from: $1) },
    composition: Composition(
      groups: CustomerState.groups, current: CustomerState.current,
      compose: CustomerComposer.compose),
    settings: [
      Setting(
        "tags", ["merge", "replace"],
        "Whether the file's tags are added to a customer's (merge), or are all they have then (replace)."
      ),
      Setting(
        "unsubscribed", ["keep", "subscribe"],
        "What becomes of who has unsubscribed from marketing while the file says yes: the record is rejected (keep), or they are subscribed again."
      ),
      Setting(
        "opt_in", ["unknown", "single", "confirmed"],
        "How those agreed to marketing of whom the file says yes: it is not known, by saying so once, or by confirming it."
      ),
    ],
    rereads: Rereads("customers") { $0.identity["customer_id"] },
    scopes: ["read_customers", "write_customers"],
    routes: [.direct, .bulk],
    streams: ["customers"],
    objects: "",
    objectName: "customer",
    identity: ["group", "customer_id"],
    unknownHint:
      "a new customer is named by an e-mail address or a phone number; if they came to the store just now, `dray refresh customers` fetches them",
    groupColumn: nil,
    readBack: ReadBack(
      document: "query dray_read($ids: [ID!]!) { nodes(ids: $ids) { ... on Customer { id } } }",
      id: { "gid://shopify/Customer/\($0.identity["customer_id"] ?? "")" }, values: { _ in nil }),
    mirrorUpdates: [],
    quantityFields: [],
    undo: CustomerUndo.inverse)
}
