// SPDX-License-Identifier: Apache-2.0

import Tables

/// Makes targets of their settings: which keys apply follows from the address.
struct TargetReading {
  /// What was wrong.
  var faults: [Fault] = []

  /// Every usable entry of `targets:`, in the file's order.
  mutating func read(_ block: Settings) -> [Target] {
    block.entries.compactMap { entry in
      isName(entry, what: "a target") ? entry.table.flatMap { target(entry.key, $0) } : nil
    }
  }

  /// Whether an entry's name can stand in file names, ids and metrics.
  mutating func isName(_ entry: Setting, what: String) -> Bool {
    let isPlain = entry.key.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if isPlain, !entry.key.isEmpty, entry.key != "none" { return true }
    faults.append(
      Fault(
        "target-name", at: entry.keyPosition, "\(what) cannot have this name",
        expected: "letters, digits, '-' and '_', and not 'none'", found: quoted(entry.key)))
    return false
  }

  private mutating func target(_ name: String, _ block: Settings) -> Target? {
    guard let setting = block["url"], let text = setting.text else { return nil }
    let url: TargetURL
    do { url = try TargetURL(text) } catch {
      faults.append(
        Fault(
          "target-url", at: setting.position, "'url' \(error.reason)",
          expected: "an address such as sftp://files.example.com/in"))
      return nil
    }
    let before = faults.count
    var way: Target.Way?
    switch url.scheme {
    case "sftp": way = sftp(url, block)
    case "smtp", "smtps": way = mail(url, block, at: setting.position)
    case "https": way = web(url, block)
    case "http" where url.isLoopback: way = web(url, block)
    case "http":
      complain("target-url", setting.position, "'url' may use plain http only on this machine")
    default:
      complain(
        "target-url", setting.position, "'url' names no way that files are sent",
        expected: "sftp://, smtps://, smtp:// or https://", found: quoted(url.scheme + "://"))
    }
    return faults.count == before ? way.map { Target(name: name, way: $0) } : nil
  }

  private mutating func sftp(_ url: TargetURL, _ block: Settings) -> Target.Way? {
    allow(["user", "password", "key", "passphrase", "host_key"], in: block, of: "an sftp target")
    require(["user", "host_key"], in: block)
    let proof: Target.SFTP.Proof?
    switch (block.mentions("key"), block.mentions("password")) {
    case (true, false):
      proof = block["key"]?.secret.map { .key($0, passphrase: block["passphrase"]?.secret) }
    case (false, true):
      if let passphrase = block["passphrase"] {
        complain("target-keys", passphrase.keyPosition, "'passphrase' belongs to 'key'")
      }
      proof = block["password"]?.secret.map(Target.SFTP.Proof.password)
    case (false, false), (true, true):
      complain(
        "target-proof", block.position, "the target names no way to sign in, or two",
        expected: "either 'key' or 'password'")
      proof = nil
    }
    guard let user = block["user"]?.text, let setting = block["host_key"], let proof,
      let hostKey = hostKey(setting)
    else { return nil }
    return .sftp(Target.SFTP(url: url.text, user: user, proof: proof, hostKey: hostKey))
  }

  /// The digest of `SHA256:…`, base64 of 32 bytes without padding.
  private mutating func hostKey(_ setting: Setting) -> String? {
    guard let text = setting.text else { return nil }
    var digest = text.hasPrefix("SHA256:") ? text.dropFirst(7) : ""
    while digest.hasSuffix("=") { digest.removeLast() }
    let isDigest =
      digest.utf8.count == 43
      && digest.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
          true
        default: false
        }
      }
    if isDigest { return String(digest) }
    complain(
      "host-key", setting.position, "'host_key' cannot be that",
      expected: "SHA256: and 43 characters, as `ssh-keyscan HOST | ssh-keygen -lf -` prints them",
      found: quoted(text))
    return nil
  }

  private mutating func mail(_ url: TargetURL, _ block: Settings, at position: Position)
    -> Target.Way?
  {
    allow(["user", "password", "from", "to", "subject", "text"], in: block, of: "a mail target")
    require(["from", "to"], in: block)
    if !url.path.isEmpty, url.path != "/" {
      complain("target-url", position, "'url' of a mail target ends with the host or its port")
    }
    let to = block["to"]?.texts ?? []
    let from = block["from"]?.text ?? ""
    for key in ["from", "to"] {
      guard let setting = block[key] else { continue }
      for address in setting.texts ?? [setting.text ?? ""] where !MailAddress.isOne(address) {
        complain(
          "mail-address", setting.position, "'\(key)' holds no mail address",
          expected: "a@example.com or Name <a@example.com>", found: quoted(address))
      }
    }
    let places = ["file", "job", "sequence", "rows", "shop"]
    for key in ["subject", "text"] {
      guard let setting = block[key], let text = setting.text,
        let wrong = PlainTemplate.unknownPlace(in: text, among: places)
      else { continue }
      complain(
        "template", setting.position, "'\(key)' has no place '{\(wrong)}'",
        expected: places.map { "{\($0)}" }.joined(separator: ", "))
    }
    return .mail(
      Target.Mail(
        url: url.text, account: account(block), from: from, to: to,
        subject: block["subject"]?.text ?? "{file}",
        text: block["text"]?.text ?? "{file}: {rows} rows, number {sequence} of {job}."))
  }

  private mutating func web(_ url: TargetURL, _ block: Settings) -> Target.Way? {
    allow(["user", "password", "token"], in: block, of: "an https target")
    let account = account(block)
    if account != nil, let token = block["token"] {
      complain("target-proof", token.keyPosition, "'token' stands beside 'user'; keep one of them")
    }
    let proof =
      account.map(Target.Web.Proof.basic) ?? block["token"]?.secret.map(Target.Web.Proof.bearer)
    return .web(Target.Web(url: url.text, proof: proof))
  }

  private mutating func account(_ block: Settings) -> Target.Account? {
    guard block.mentions("user") != block.mentions("password") else {
      guard let user = block["user"]?.text, let password = block["password"]?.secret else {
        return nil
      }
      return Target.Account(user: user, password: password)
    }
    complain(
      "target-proof", block.position,
      "'user' and 'password' belong together; one of them is missing")
    return nil
  }

  private mutating func allow(_ keys: [String], in block: Settings, of what: String) {
    for entry in block.entries where entry.key != "url" && !keys.contains(entry.key) {
      complain(
        "target-keys", entry.keyPosition, "'\(entry.key)' is no key of \(what)",
        expected: keys.map { "'\($0)'" }.joined(separator: ", "))
    }
  }

  private mutating func require(_ keys: [String], in block: Settings) {
    for key in keys where !block.mentions(key) {
      complain("missing-key", block.position, "the key '\(key)' is missing in the target")
    }
  }

  private mutating func complain(
    _ code: String, _ position: Position, _ what: String, expected: String? = nil,
    found: String? = nil
  ) {
    faults.append(Fault(code, at: position, what, expected: expected, found: found))
  }
}
