// SPDX-License-Identifier: Apache-2.0

import Tables

/// Makes alerts of their settings, and finds out whom an `alert:` key means.
struct AlertReading {
  /// The targets an alert may be mailed by.
  let targets: [Target]
  /// What was wrong.
  var faults: [Fault] = []

  init(targets: [Target]) { self.targets = targets }

  /// Every usable entry of `alerts:`, in the file's order.
  mutating func read(_ block: Settings) -> [Alert] {
    block.entries.compactMap { entry in
      var names = TargetReading()
      let isName = names.isName(entry, what: "an alert")
      faults += names.faults
      guard isName, let block = entry.table, let way = way(block) else { return nil }
      return Alert(
        name: entry.key, way: way, after: block["after"]?.duration ?? .seconds(600))
    }
  }

  private mutating func way(_ block: Settings) -> Alert.Way? {
    let ways = ["webhook", "mail", "command"].filter(block.mentions)
    guard ways.count == 1 else {
      faults.append(
        Fault(
          "alert-way", at: block.position, "the alert names \(ways.count) ways to tell of trouble",
          expected: "one of 'webhook', 'mail' and 'command'"))
      return nil
    }
    for (key, owner) in [("sign", "webhook"), ("to", "mail")] where owner != ways[0] {
      guard let setting = block[key] else { continue }
      faults.append(
        Fault("alert-keys", at: setting.keyPosition, "'\(key)' belongs to '\(owner)'"))
    }
    if let webhook = block["webhook"]?.table {
      return address(webhook).map { .webhook($0, sign: block["sign"]?.secret) }
    }
    if let command = block["command"]?.texts { return .command(command) }
    guard let setting = block["mail"], let name = setting.text else { return nil }
    guard case .mail? = targets.first(where: { $0.name == name })?.way else {
      faults.append(
        Fault(
          "no-such-target", at: setting.position, "'mail' names no mail target: \(quoted(name))",
          hint: "give it under 'targets' with an smtps:// address"))
      return nil
    }
    let to = block["to"]?.texts ?? []
    for address in to where !MailAddress.isOne(address) {
      faults.append(
        Fault(
          "mail-address", at: block["to"]?.position ?? block.position, "'to' holds no mail address",
          expected: "a@example.com or Name <a@example.com>", found: quoted(address)))
    }
    return .mail(target: name, to: to)
  }

  private mutating func address(_ block: Settings) -> Alert.Address? {
    guard block.entries.count == 1, let entry = block.entries.first, let text = entry.text else {
      if block.faulty.isEmpty {
        faults.append(
          Fault(
            "webhook", at: block.position, "'webhook' names \(block.entries.count) addresses",
            expected: "an address, or where it is read from"))
      }
      return nil
    }
    switch entry.key {
    case "credential": return .secret(.credential(text))
    case "env": return .secret(.environment(text))
    case "file": return .secret(.file(text))
    default:
      // Not shown: whoever knows the address may post there.
      if let reason = WebhookURL.complaint(about: text) {
        faults.append(
          Fault(
            "webhook", at: entry.position, "'webhook' \(reason)",
            expected: "an address such as https://hooks.example.com/…"))
        return nil
      }
      return .plain(text)
    }
  }

  /// Whom an `alert:` key means.
  static func choice(_ setting: Setting?) -> AlertChoice {
    guard let setting, let names = setting.texts else { return .usual }
    return .these(names == ["none"] ? [] : names)
  }
}

extension HomeConfig {
  /// Names in a job file that `dray.yaml` does not have.
  func unknownNames(in job: Job) -> [Fault] {
    let (alert, alertPosition, deliver, deliverPosition) =
      switch job {
      case .feed(let job): (job.alert, job.alertPosition, [String](), Position?.none)
      case .export(let job): (job.alert, job.alertPosition, job.deliver, job.deliverPosition)
      }
    var faults = unknownNames(alert, at: alertPosition)
    guard let deliverPosition else { return faults }
    let known = targets.map(\.name)
    for name in deliver where !known.contains(name) {
      faults.append(Self.unknown(name, "target", at: deliverPosition, among: known))
    }
    return faults
  }

  /// Alerts chosen that there are not.
  func unknownNames(_ choice: AlertChoice, at position: Position?) -> [Fault] {
    guard case .these(let names) = choice, let position else { return [] }
    let known = alerts.map(\.name)
    return names.filter { !known.contains($0) }.map {
      Self.unknown($0, "alert", at: position, among: known)
    }
  }

  private static func unknown(
    _ name: String, _ what: String, at position: Position, among known: [String]
  ) -> Fault {
    var fault = Fault(
      "no-such-\(what)", at: position, "dray.yaml has no \(what) named \(quoted(name))")
    if let near = nearestName(to: name, among: known) {
      fault.hint = "did you mean '\(near)'?"
    } else {
      fault.hint =
        known.isEmpty
        ? "give it under '\(what)s' in dray.yaml"
        : "there are \(known.joined(separator: ", "))"
    }
    return fault
  }
}

/// The address of a webhook.
package enum WebhookURL {
  /// What is wrong with an address, as a clause after its key; nil where nothing is.
  package static func complaint(about text: String) -> String? {
    do {
      let url = try TargetURL(text, takesQuery: true)
      if url.scheme == "https" || (url.scheme == "http" && url.isLoopback) { return nil }
      return "must be https; plain http goes only to this machine itself"
    } catch { return error.reason }
  }
}
