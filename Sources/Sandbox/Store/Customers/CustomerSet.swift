// SPDX-License-Identifier: Apache-2.0

import Tables

/// `customerSet`: without an identifier it makes a customer, and refuses an e-mail address or phone number that
/// another has; by id it changes one; by e-mail address, phone number or custom id it does what is needed. Lists it
/// is given are the whole lists then. As recorded of 2026-04.
struct CustomerSet {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  func run() throws -> Resolved {
    var errors = UserErrors("CustomerSetUserError")
    let input = arguments["input"] ?? .null
    let identifier = arguments["identifier"] ?? .null
    let named: Named
    switch try find(identifier, input) {
    case .success(let found): named = found
    case .failure(let fault):
      errors.add(["input"], fault.message, code: fault.code)
      return payload(nil, errors)
    }
    var row =
      named.index.map { store.customers.rows[$0] }
      ?? CustomerAccount(
        number: store.customers.nextNumber, createdAt: context.moment, updatedAt: context.moment)
    let reader = CustomerInput(input: input, context: context)
    reader.read(into: &row, &errors)
    guard errors.isEmpty else { return payload(nil, errors) }
    store.put(row, context)
    if let metafield = named.metafield, named.index == nil {
      store.write(metafield, of: CustomerAccount.id(row.number), context)
    }
    return payload(row.number, errors)
  }

  private struct Named {
    var index: Int?
    var metafield: MetafieldRow?
  }

  private struct Fault: Error {
    var code: String
    var message: String
  }

  private func find(_ identifier: JSON, _ input: JSON) throws -> Result<Named, Fault> {
    let isNamed = identifier.members?.isEmpty == false
    if let id = input["id"]?.string {
      guard !isNamed else {
        return .failure(
          Fault(
            code: "ID_NOT_ALLOWED",
            message: "The id field is not allowed if identifier is provided."))
      }
      return found(store.customers.index(id: id))
    }
    if let id = identifier["id"]?.string { return found(store.customers.index(id: id)) }
    if let email = identifier["email"]?.string {
      return aligned(email, input["email"], CustomerInput.email) {
        store.customers.index(email: email)
      }
    }
    if let phone = identifier["phone"]?.string {
      return aligned(phone, input["phone"], CustomerInput.phone) {
        store.customers.index(phone: phone)
      }
    }
    guard let custom = CustomerIdentifier.customID(identifier) else { return .success(Named()) }
    return .success(
      Named(
        index: try CustomerIdentifier.index(custom, store),
        metafield: MetafieldRow(
          namespace: custom.namespace, key: custom.key, type: "id", value: custom.value,
          createdAt: context.moment, updatedAt: context.moment)))
  }

  private func found(_ index: Int?) -> Result<Named, Fault> {
    guard let index else {
      return .failure(
        Fault(code: "NOT_FOUND", message: "Resource matching the identifier was not found."))
    }
    return .success(Named(index: index))
  }

  private func aligned(
    _ wanted: String, _ given: JSON?, _ normal: (String) -> String, _ index: () -> Int?
  ) -> Result<Named, Fault> {
    guard let given = given?.string else {
      return .failure(
        Fault(
          code: "MISSING_FIELD_REQUIRED",
          message: "The input field corresponding to the identifier is required."))
    }
    guard normal(given).lowercased() == normal(wanted).lowercased() else {
      return .failure(
        Fault(
          code: "INPUT_MISMATCH",
          message:
            "The identifier value does not match the value of the corresponding field in the input."
        ))
    }
    return .success(Named(index: index()))
  }

  private func payload(_ number: Int?, _ errors: UserErrors) -> Resolved {
    errors.payload("CustomerSetPayload", ["customer": store.customer(number)])
  }
}

/// `customerByIdentifier`.
enum CustomerIdentifier {
  static func resolved(_ identifier: JSON, _ store: Store) throws -> Resolved {
    let index: Int?
    if let id = identifier["id"]?.string {
      index = store.customers.index(id: id)
    } else if let email = identifier["emailAddress"]?.string {
      index = store.customers.index(email: email)
    } else if let phone = identifier["phoneNumber"]?.string {
      index = store.customers.index(phone: phone)
    } else if let custom = customID(identifier) {
      index = try self.index(custom, store)
    } else {
      index = nil
    }
    return store.customer(index.map { store.customers.rows[$0].number })
  }

  /// The metafield that an upsert by custom id is about.
  static func customID(_ identifier: JSON) -> (namespace: String, key: String, value: String)? {
    guard let custom = identifier["customId"], !custom.isNull, let key = custom["key"]?.string
    else { return nil }
    return (custom["namespace"]?.string ?? "$app", key, custom["value"]?.string ?? "")
  }

  /// The customer of a custom id. Throws where there is no definition of type `id`.
  static func index(
    _ custom: (namespace: String, key: String, value: String), _ store: Store
  ) throws -> Int? {
    guard store.metafields.isUnique("CUSTOMER", custom.namespace, custom.key) else {
      throw TopLevelError(
        message: "Metafield definition of type 'id' is required when using custom ids.",
        code: "NOT_FOUND")
    }
    return store.metafields.owner("Customer", custom.namespace, custom.key, custom.value)
      .flatMap { store.customers.index(id: $0) }
  }
}

extension Store {
  /// The customer of a number, as a payload shows it.
  func customer(_ number: Int?) -> Resolved {
    number.flatMap { customers.index(number: $0) }
      .map { .object(CustomerNode(row: customers.rows[$0])) } ?? .null
  }
}
