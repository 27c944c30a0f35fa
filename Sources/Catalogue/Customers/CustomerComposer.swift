// SPDX-License-Identifier: Apache-2.0

import Tables

/// Turns the records of one customer into a change, by what the store has of them. Nothing that the file does not
/// name is touched.
struct CustomerComposer {
  typealias Composed = Composition.Composed

  private let group: Composition.Group
  private let state: CustomerState?
  private var desired: [String: String?] = [:]
  private var identity: [String: String] = [:]
  private var does: Set<String> = []

  private struct Problem: Error {
    var code: String
    var message: String
  }

  static func compose(_ group: Composition.Group) -> [Composed] {
    var composer = CustomerComposer(group)
    return composer.run()
  }

  private init(_ group: Composition.Group) {
    self.group = group
    state = group.current.flatMap(CustomerState.init)
  }

  private mutating func run() -> [Composed] {
    guard let first = group.records.first else { return [] }
    var values = first.values
    var composed: [Composed] = []
    for row in group.records.dropFirst() {
      if let field = Self.conflict(values, row.values) {
        composed.append(
          Composed(
            record: row.record,
            .rejected(
              code: "conflicting-records",
              message:
                "line \(first.line) says something else of \(field) of this customer; keep one of them"
            )))
      } else {
        values.merge(row.values) { one, other in one ?? other }
        composed.append(Composed(record: row.record, .shared(with: first.record)))
      }
    }
    return [Composed(record: first.record, outcome(of: values))] + composed
  }

  /// A field of which two records say different things.
  private static func conflict(_ one: [String: String?], _ other: [String: String?]) -> String? {
    other.keys.sorted().first { field in
      guard let value = other[field] ?? nil, let known = one[field] ?? nil, field != "customer"
      else { return false }
      return !CustomerState.isSame(field, known, value)
    }
  }

  private mutating func outcome(of values: [String: String?]) -> Composed.Outcome {
    do throws(Problem) {
      let named = named(by: values)
      try addOwn(named)
      addAddress(named)
      addTags(named)
      try addConsent("accepts_email", of: named, needs: "email", state: state?.emailState)
      try addConsent("accepts_sms", of: named, needs: "phone", state: state?.smsState)
    } catch { return .rejected(code: error.code, message: error.message) }
    guard !does.isEmpty else { return .unchanged }
    identity["group"] = group.name
    identity["does"] = CustomerSteps.order.filter(does.contains).joined(separator: " ")
    if let state { identity["customer_id"] = state.id }
    if let address = state?.address { identity["address_id"] = address }
    let prior = desired.keys.reduce(into: [String: String?]()) { prior, field in
      prior.updateValue(state?.values[field] ?? nil, forKey: field)
    }
    return .change(
      Intent(object: state?.id ?? group.name, identity: identity, desired: desired, prior: prior))
  }

  /// The values; where the key is an address or a number without a field of its own, that too.
  private func named(by values: [String: String?]) -> [String: String?] {
    var values = values
    guard let key = values.removeValue(forKey: "customer") ?? nil, state == nil else {
      return values
    }
    let field = key.contains("@") ? "email" : "phone"
    if (values[field] ?? nil) == nil { values[field] = key }
    return values
  }

  private mutating func addOwn(_ values: [String: String?]) throws(Problem) {
    if state == nil {
      guard (values["email"] ?? nil) != nil || (values["phone"] ?? nil) != nil else {
        throw Problem(
          code: "no-address",
          message: "a new customer needs an e-mail address or a phone number")
      }
      does.insert("create")
    }
    for field in CustomerFields.own where field.name != "tags" {
      guard let value = values[field.name],
        !CustomerState.isSame(field.name, value, state?.values[field.name] ?? nil)
      else { continue }
      desired.updateValue(value, forKey: field.name)
      if state != nil { does.insert("update") }
    }
  }

  /// The default address, where the file has anything of one.
  private mutating func addAddress(_ values: [String: String?]) {
    let given = values.filter { CustomerFields.addressNames.contains($0.key) }
    guard given.contains(where: { $0.value != nil }) else { return }
    let changed = given.filter {
      !CustomerState.isSame($0.key, $0.value, state?.values[$0.key] ?? nil)
    }
    guard !changed.isEmpty else { return }
    desired.merge(changed) { _, new in new }
    if let state { does.insert(state.address == nil ? "address-create" : "address-update") }
    // A province is one of a country: they go together.
    if let country = state?.values["country_code"] ?? nil { identity["country"] = country }
  }

  private mutating func addTags(_ values: [String: String?]) {
    guard let given = values["tags"] ?? nil else { return }
    let wanted = FieldType.texts(ofList: given)
    let current = FieldType.texts(ofList: state?.values["tags"] ?? nil)
    let has = Set(current.map { $0.lowercased() })
    if group.settings["tags"] == "replace" {
      identity["tags_mode"] = "replace"
      guard has != Set(wanted.map { $0.lowercased() }) else { return }
      desired["tags"] = FieldType.canonical(list: wanted)
      if state != nil { does.insert("update") }
    } else {
      let missing = wanted.filter { !has.contains($0.lowercased()) }
      guard !missing.isEmpty else { return }
      desired["tags"] = FieldType.canonical(list: current + missing)
      identity["tags"] = FieldType.canonical(list: missing)
      if state != nil { does.insert("tags") }
    }
  }

  private mutating func addConsent(
    _ field: String, of values: [String: String?], needs: String, state raw: String?
  ) throws(Problem) {
    guard let wanted = values[field] ?? nil, wanted != (state?.values[field] ?? "false") else {
      return
    }
    let way = field == "accepts_email" ? "e-mail" : "text message"
    guard (values[needs] ?? nil) != nil || (state?.values[needs] ?? nil) != nil else {
      throw Problem(
        code: "no-\(needs)",
        message:
          "the customer has no \(needs == "email" ? "e-mail address" : "phone number") to agree to marketing by \(way) with"
      )
    }
    let keeps = group.settings["unsubscribed"] != "subscribe"
    if wanted == "true", raw == "UNSUBSCRIBED", keeps {
      throw Problem(
        code: "unsubscribed",
        message:
          "the customer has unsubscribed from marketing by \(way), and the file says yes; leave the cell empty, or say `unsubscribed: subscribe` in the job where they have agreed anew"
      )
    }
    desired[field] = wanted
    identity[CustomerSteps.rawState(field)] = raw ?? "NOT_SUBSCRIBED"
    identity["opt_in"] = group.settings["opt_in"]
    if keeps { identity["keeps_unsubscribed"] = "1" }
    does.insert(CustomerSteps.consentStep(field))
  }
}
