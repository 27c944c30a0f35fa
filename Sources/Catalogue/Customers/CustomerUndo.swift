// SPDX-License-Identifier: Apache-2.0

import Tables

/// How what `customer.set` did is taken back: values get back what they were, tags that were added are taken away.
/// What has changed in the shop since is left as it is.
struct CustomerUndo {
  private static let reasons = [
    "create": "it made the customer: delete them in the shop",
    "address-create": "it gave the customer an address: take it out in the shop",
  ]

  private let applied: Intent
  private let state: CustomerState
  private var inverse: Intent
  private var steps: Set<String> = []
  /// What has changed since, in words.
  private var differences: [String] = []

  /// The inverse of an applied change, by what the mirror has of the customer now.
  @Sendable static func inverse(_ applied: Intent, _ current: String?) -> Inverse {
    if applied.identity["adopted"] != nil {
      return .never(
        "the customer was in the shop already when they were to be made, and what they had is not known"
      )
    }
    let done = (applied.identity["does"] ?? "").split(separator: " ").map(String.init)
    if let reason = done.lazy.compactMap({ reasons[$0] }).first { return .never(reason) }
    guard let state = current.flatMap(CustomerState.init) else {
      return .changedSince("the store no longer has the customer")
    }
    var undo = CustomerUndo(applied, state)
    return undo.run()
  }

  private init(_ applied: Intent, _ state: CustomerState) {
    self.applied = applied
    self.state = state
    inverse = Intent(object: applied.object, identity: [:], desired: [:], prior: [:])
    for name in ["customer_id", "group", "opt_in"] {
      inverse.identity[name] = applied.identity[name]
    }
    inverse.identity["email_state"] = state.emailState
    inverse.identity["sms_state"] = state.smsState
    inverse.identity["address_id"] = state.address
    inverse.identity["country"] = state.values["country_code"] ?? nil
  }

  private mutating func run() -> Inverse {
    let touchesTags = ["tags", "tags_off"].contains { applied.identity[$0] != nil }
    for field in applied.desired.keys.sorted() where field != "tags" || !touchesTags {
      let (set, before) = (applied.desired[field] ?? nil, applied.prior[field] ?? nil)
      let now = state.values[field] ?? nil
      if CustomerState.isSame(field, now, before) { continue }
      if !CustomerState.isSame(field, now, set) {
        differences.append("\(field) was set to \(set ?? "none"), the store has \(now ?? "none")")
      }
      put(field, back: before, now: now)
      steps.insert(Self.step(field))
    }
    takeTags()
    if !differences.isEmpty { return .changedSince(differences.joined(separator: ", ")) }
    if inverse.desired.keys.contains("tags"), !touchesTags {
      inverse.identity["tags_mode"] = "replace"
    }
    inverse.identity["does"] = CustomerSteps.order.filter(steps.contains).joined(separator: " ")
    return steps.isEmpty ? .unchanged : .change(inverse)
  }

  private mutating func put(_ field: String, back before: String?, now: String?) {
    inverse.desired.updateValue(before, forKey: field)
    inverse.prior.updateValue(now, forKey: field)
  }

  /// Tags that were added are taken away, and the other way round; the customer's other tags stay.
  private mutating func takeTags() {
    let has = Set(FieldType.texts(ofList: state.values["tags"] ?? nil).map { $0.lowercased() })
    let off = FieldType.texts(ofList: applied.identity["tags"]).filter {
      has.contains($0.lowercased())
    }
    let on = FieldType.texts(ofList: applied.identity["tags_off"]).filter {
      !has.contains($0.lowercased())
    }
    guard !off.isEmpty || !on.isEmpty else { return }
    inverse.identity[off.isEmpty ? "tags" : "tags_off"] =
      FieldType.canonical(list: off.isEmpty ? on : off)
    steps.insert(off.isEmpty ? "tags" : "tags-remove")
    put("tags", back: applied.prior["tags"] ?? nil, now: state.values["tags"] ?? nil)
  }

  private static func step(_ field: String) -> String {
    switch field {
    case "accepts_email", "accepts_sms": CustomerSteps.consentStep(field)
    case _ where CustomerFields.addressNames.contains(field): "address-update"
    default: "update"
    }
  }
}
