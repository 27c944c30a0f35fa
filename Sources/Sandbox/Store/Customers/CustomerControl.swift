// SPDX-License-Identifier: Apache-2.0

import Tables

/// Changes of customers by hand, as shop people or they themselves would make them; effects have the root
/// `sandbox/PATH`.
///
/// | path | body | does |
/// |---|---|---|
/// | `customer` | `{id or email, …}` | the fields of `customerSet`; makes one where none is named |
/// | `customer-consent` | `{id or email, email_state?, sms_state?}` | subscribes, or no longer |
/// | `customer-delete` | `{id or email}` | deletes |
/// | `show-customer` | `{id or email}` | tells what there is |
struct CustomerControl {
  let path: String
  let body: JSON
  let context: ExecutionContext
  private var store: Store { context.store }

  /// The answer's status and body; nil where the path is not known.
  func run() -> (Int, JSON)? {
    guard ["customer", "customer-consent", "customer-delete", "show-customer"].contains(path)
    else { return nil }
    context.hand = "sandbox/\(path)"
    let index =
      store.customers.index(id: body["id"]?.string)
      ?? body["email"]?.string.flatMap { store.customers.index(email: $0) }
    if path == "customer" { return set(index) }
    guard let index else {
      return (422, ["error": "no customer has this id or e-mail address"])
    }
    var row = store.customers.rows[index]
    switch path {
    case "customer-consent":
      if let state = body["email_state"]?.string { row.emailConsent.state = state }
      if let state = body["sms_state"]?.string { row.smsConsent.state = state }
      store.put(row, context)
    case "customer-delete":
      row.isDeleted = true
      store.put(row, context)
    default: break
    }
    return (200, shown(row))
  }

  private func set(_ index: Int?) -> (Int, JSON) {
    var errors = UserErrors("CustomerSetUserError")
    var row =
      index.map { store.customers.rows[$0] }
      ?? CustomerAccount(
        number: store.customers.nextNumber, createdAt: context.moment, updatedAt: context.moment)
    let reader = CustomerInput(input: body, context: context)
    reader.read(into: &row, &errors)
    guard errors.isEmpty else { return (422, ["error": "customerSet would refuse this"]) }
    store.put(row, context)
    return (200, shown(row))
  }

  private func shown(_ row: CustomerAccount) -> JSON {
    .object([.init("id", .string(CustomerAccount.id(row.number)))] + (row.summary.members ?? []))
  }
}
