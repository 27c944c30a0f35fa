// SPDX-License-Identifier: Apache-2.0

import Tables
import Yams

/// Reads YAML nodes by the declared keys and collects every fault on the way.
struct KeyReader {
  /// The file's name as the user knows it.
  let file: String
  /// What was wrong, in the order met.
  var faults: [Fault] = []

  /// A reader of one file.
  init(file: String) { self.file = file }

  /// Reads the top of a file; nil where nothing usable stands there.
  mutating func read(_ root: Node?, keys: [Key]) -> Settings? {
    guard let root, !isNothing(root) else {
      faults.append(
        Fault(
          "empty-config", at: Position(file: file, line: 1), "the file says nothing",
          expected: keys.filter(\.isRequired).map { "'\($0.name)'" }.joined(separator: ", ")))
      return nil
    }
    return table(root, keys: keys, of: nil)
  }

  /// Reads a block by its keys.
  private mutating func table(_ node: Node, keys: [Key], of parent: String?) -> Settings? {
    guard case .mapping(let mapping) = node else {
      wrong(node, expected: "a block of keys", key: parent)
      return nil
    }
    var settings = Settings(position: position(node))
    for (keyNode, valueNode) in mapping {
      guard case .scalar(let scalar) = keyNode else {
        wrong(keyNode, expected: "a key", key: parent)
        continue
      }
      guard let key = keys.first(where: { $0.name == scalar.string }) else {
        unknown(scalar.string, at: position(keyNode), among: keys)
        continue
      }
      guard let value = value(valueNode, shape: key.shape, key: key.name, keyNode: keyNode) else {
        settings.faulty.insert(key.name)
        continue
      }
      settings.entries.append(
        Setting(
          key: key.name, keyPosition: position(keyNode), position: position(valueNode),
          value: value))
    }
    for key in keys where key.isRequired && !settings.mentions(key.name) {
      let place = parent.map { " in '\($0)'" } ?? ""
      faults.append(
        Fault(
          "missing-key", at: settings.position, "the key '\(key.name)' is missing\(place)",
          hint: key.doc.trimmedStop))
    }
    return settings
  }

  private mutating func value(_ node: Node, shape: Key.Shape, key: String, keyNode: Node)
    -> Setting.Value?
  {
    if case .later(let instead) = shape {
      faults.append(
        Fault(
          "not-in-this-version", at: position(keyNode),
          "'\(key)' is not in this version of Dray", hint: instead))
      return nil
    }
    if isNothing(node) {
      faults.append(
        Fault(
          "no-value", at: position(keyNode), "the key '\(key)' has no value",
          expected: shape.expectation))
      return nil
    }
    switch shape {
    case .table(let keys):
      return table(node, keys: keys, of: key).map(Setting.Value.table)
    case .variants(let chooser, let doc, let variants):
      return variant(node, by: chooser, doc: doc, of: variants, key: key)
    case .names(let shape):
      return names(node, shape: shape, key: key)
    case .shorthand(let keys):
      if case .scalar(let scalar) = node, let first = keys.first {
        let setting = Setting(
          key: first.name, keyPosition: position(keyNode), position: position(node),
          value: .text(scalar.string))
        return .table(Settings(position: position(node), entries: [setting]))
      }
      return table(node, keys: keys, of: key).map(Setting.Value.table)
    case .secret:
      return secret(node, key: key)
    case .texts, .words:
      return texts(node, shape: shape, key: key)
    case .text, .choice, .integer, .flag, .duration, .percent, .limit, .size, .character, .quote,
      .later:
      return scalar(node, shape: shape, key: key)
    }
  }

  private mutating func variant(
    _ node: Node, by chooser: String, doc: String, of variants: [Key.Variant], key: String
  ) -> Setting.Value? {
    let choosing = Key.required(chooser, .choice(variants.map(\.value)), doc)
    let chosen = node.mapping?.first { $0.key.scalar?.string == chooser }?.value.scalar?.string
    let variant = variants.first { $0.value == chosen }
    // With no usable choice, keys of every variant are let pass: one fault, not a shower of them.
    var keys = [choosing]
    for other in variant.map({ [$0] }) ?? variants {
      keys += other.keys.filter { key in
        !keys.contains { $0.name == key.name }
      }.map { key in
        var key = key
        if variant == nil { key.isRequired = false }
        return key
      }
    }
    return table(node, keys: keys, of: key).map(Setting.Value.table)
  }

  private mutating func names(_ node: Node, shape: Key.Shape, key: String) -> Setting.Value? {
    guard case .mapping(let mapping) = node else {
      wrong(node, expected: "a block of names", key: key)
      return nil
    }
    var settings = Settings(position: position(node))
    for (keyNode, valueNode) in mapping {
      guard case .scalar(let name) = keyNode else {
        wrong(keyNode, expected: "a name", key: key)
        continue
      }
      guard let value = value(valueNode, shape: shape, key: name.string, keyNode: keyNode) else {
        settings.faulty.insert(name.string)
        continue
      }
      settings.entries.append(
        Setting(
          key: name.string, keyPosition: position(keyNode), position: position(valueNode),
          value: value))
    }
    return .table(settings)
  }

  private mutating func secret(_ node: Node, key: String) -> Setting.Value? {
    // What stands here may be the secret itself: it is never repeated in a message.
    guard case .mapping = node else {
      faults.append(
        Fault(
          "plain-secret", at: position(node), "'\(key)' must not stand in this file itself",
          expected: Key.Shape.secret.expectation, hint: "and change a secret that others have seen")
      )
      return nil
    }
    guard let settings = table(node, keys: SecretSource.keys, of: key) else { return nil }
    guard settings.entries.count == 1, let entry = settings.entries.first, let text = entry.text
    else {
      if settings.faulty.isEmpty {
        faults.append(
          Fault(
            "secret-source", at: position(node), "'\(key)' names \(settings.entries.count) sources",
            expected: Key.Shape.secret.expectation))
      }
      return nil
    }
    switch entry.key {
    case "credential": return .secret(.credential(text))
    case "env": return .secret(.environment(text))
    default: return .secret(.file(text))
    }
  }

  private mutating func texts(_ node: Node, shape: Key.Shape, key: String) -> Setting.Value? {
    guard case .sequence(let items) = node else { return scalar(node, shape: shape, key: key) }
    var texts: [String] = []
    for item in items {
      guard case .texts(let text)? = scalar(item, shape: shape, key: key) else { return nil }
      texts += text
    }
    guard !texts.isEmpty else {
      wrong(node, expected: shape.expectation, key: key)
      return nil
    }
    return .texts(texts)
  }

  private mutating func scalar(_ node: Node, shape: Key.Shape, key: String) -> Setting.Value? {
    guard case .scalar(let scalar) = node else {
      wrong(node, expected: shape.expectation, key: key)
      return nil
    }
    guard let value = shape.value(of: scalar.string) else {
      var fault = Fault(
        "wrong-value", at: position(node), "'\(key)' cannot be that",
        expected: shape.expectation, found: quoted(scalar.string))
      if case .choice(let words) = shape, let near = nearestName(to: scalar.string, among: words) {
        fault.hint = "did you mean '\(near)'?"
      }
      faults.append(fault)
      return nil
    }
    return value
  }

  private mutating func unknown(_ name: String, at position: Position, among keys: [Key]) {
    let names = keys.filter(\.isAvailable).map(\.name)
    var fault = Fault("unknown-key", at: position, "there is no key '\(name)' here")
    if let near = nearestName(to: name, among: keys.map(\.name)) {
      fault.hint = "did you mean '\(near)'?"
    } else {
      fault.hint = "the keys are \(names.joined(separator: ", "))"
    }
    faults.append(fault)
  }

  private mutating func wrong(_ node: Node, expected: String, key: String?) {
    let found =
      switch node {
      case .scalar(let scalar): quoted(scalar.string)
      case .mapping: "a block of keys"
      case .sequence: "a list"
      case .alias: "an alias"
      }
    let what = key.map { "'\($0)' cannot be that" } ?? "this cannot stand here"
    faults.append(
      Fault("wrong-value", at: position(node), what, expected: expected, found: found))
  }

  private func position(_ node: Node) -> Position {
    Position(file: file, line: node.mark?.line ?? 1, column: node.mark?.column ?? 1)
  }

  /// Whether a node is YAML's null: nothing, `~` or `null`, unquoted.
  private func isNothing(_ node: Node) -> Bool {
    guard case .scalar(let scalar) = node else { return false }
    switch scalar.style {
    case .any, .plain: return ["", "~", "null", "Null", "NULL"].contains(scalar.string)
    case .singleQuoted, .doubleQuoted, .literal, .folded: return false
    }
  }
}

/// A value as a message shows it: quoted, and cut where it is long.
func quoted(_ text: String) -> String {
  let short = text.count > 40 ? text.prefix(39) + "…" : text[...]
  return "'\(short.replacing("\n", with: "\\n"))'"
}

extension String {
  /// The sentence without its full stop, to stand inside a message.
  var trimmedStop: String {
    guard hasSuffix(".") else { return self }
    let text = dropLast()
    return (text.first?.lowercased() ?? "") + text.dropFirst()
  }
}

extension Key.Shape {
  /// What a message says was expected.
  var expectation: String {
    switch self {
    case .text: "text"
    case .texts: "text or a list of texts"
    case .words: "a word or a list of words"
    case .choice(let words): words.map { "'\($0)'" }.joined(separator: " or ")
    case .integer(let range):
      range.upperBound == .max
        ? "a whole number from \(range.lowerBound)"
        : "a whole number from \(range.lowerBound) to \(range.upperBound)"
    case .flag: "true or false"
    case .duration: "a time span such as 500ms, 10s, 5m, 2h or 90d"
    case .percent: "a share from 0% to 100%"
    case .limit: "a whole number, or a share from 0% to 100%"
    case .size: "a number of bytes such as 1048576, 500MB or 8GiB"
    case .character: "one ASCII character, or tab"
    case .quote: "one ASCII character, or none"
    case .secret: "{credential: NAME}, {env: NAME} or {file: PATH}"
    case .table, .variants: "a block of keys"
    case .names: "a block of names"
    case .shorthand(let keys):
      "text or a block with " + keys.map { "'\($0.name)'" }.joined(separator: ", ")
    case .later: "nothing"
    }
  }

  /// A scalar's text read by its shape; nil where it is not of that shape.
  func value(of text: String) -> Setting.Value? {
    switch self {
    case .text: text.isEmpty ? nil : .text(text)
    case .choice(let words): words.contains(text) ? .text(text) : nil
    case .integer(let range):
      Int(text).flatMap { range.contains($0) ? .integer($0) : nil }
    case .flag: text == "true" ? .flag(true) : text == "false" ? .flag(false) : nil
    case .duration: ScalarText.duration(text).map(Setting.Value.duration)
    case .percent: ScalarText.percent(text).map(Setting.Value.percent)
    case .limit:
      ScalarText.percent(text).map(Setting.Value.percent)
        ?? (text.allSatisfy { $0.isASCII && $0.isNumber } ? Int(text) : nil)
        .map(Setting.Value.integer)
    case .size: ScalarText.size(text).map(Setting.Value.size)
    case .character: ScalarText.character(text).map(Setting.Value.character)
    case .quote:
      (text == "none" ? CSVFormat.noQuote : ScalarText.character(text))
        .map(Setting.Value.character)
    case .texts: text.isEmpty ? nil : .texts([text])
    case .words: .texts([text])
    case .secret, .table, .variants, .names, .shorthand, .later: nil
    }
  }
}
