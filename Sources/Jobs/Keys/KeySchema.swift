// SPDX-License-Identifier: Apache-2.0

package import Tables

extension KeyTable {
  /// `dray.schema.json`: every key of every file, for completion and checks in editors (JSON Schema 2020-12).
  ///
  /// One schema serves `dray.yaml`, the job files and presets: what a file is follows from its first keys.
  package static var schema: JSON {
    let kinds = KeyTable.allCases.map { kind in
      let shared = kind == .preset ? presetJobKeys.map(\.name) : []
      return JSON.Member(kind.rawValue, table(kind.keys, doc: nil, ofFeed: shared))
    }
    return [
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "Dray: dray.yaml and jobs/NAME.yaml",
      "if": ["required": ["feed"]],
      "then": ["$ref": "#/$defs/feed"],
      "else": [
        "if": ["required": ["export"]],
        "then": ["$ref": "#/$defs/export"],
        "else": [
          "if": ["required": ["recognise"]],
          "then": ["$ref": "#/$defs/preset"],
          "else": ["$ref": "#/$defs/home"],
        ],
      ],
      "$defs": .object(kinds),
    ]
  }

  /// A block's schema; `ofFeed` are keys of a feed that may stand in it as well.
  private static func table(_ keys: [Key], doc: String?, ofFeed shared: [String] = []) -> JSON {
    let keys = keys.filter(\.isAvailable)
    var members: [JSON.Member] = []
    if let doc { members.append(JSON.Member("description", .string(doc))) }
    members.append(JSON.Member("type", "object"))
    let borrowed = shared.map { name in
      JSON.Member(name, ["$ref": .string("#/$defs/feed/properties/\(name)")])
    }
    members.append(
      JSON.Member(
        "properties", .object(keys.map { JSON.Member($0.name, described($0)) } + borrowed)))
    let required = keys.filter(\.isRequired).map { JSON.string($0.name) }
    if !required.isEmpty { members.append(JSON.Member("required", .array(required))) }
    members.append(JSON.Member("additionalProperties", false))
    return .object(members)
  }

  private static func described(_ key: Key) -> JSON {
    var doc = key.doc
    if let fallback = key.fallback { doc += " Default: \(fallback)." }
    return schema(of: key.shape, doc: doc)
  }

  private static func schema(of shape: Key.Shape, doc: String?) -> JSON {
    var members: [JSON.Member] = []
    if let doc { members.append(JSON.Member("description", .string(doc))) }
    func add(_ name: String, _ value: JSON) { members.append(JSON.Member(name, value)) }
    switch shape {
    case .text:
      // YAML reads 0 or 12.50 as a number; to Dray every plain value is text.
      add("type", ["string", "number", "boolean"])
    case .texts, .words:
      add(
        "anyOf",
        [schema(of: .text, doc: nil), ["type": "array", "items": schema(of: .text, doc: nil)]])
    case .choice(let words): add("enum", .array(words.map(JSON.string)))
    case .integer(let range):
      add("type", "integer")
      add("minimum", JSON(range.lowerBound))
      if range.upperBound != .max { add("maximum", JSON(range.upperBound)) }
    case .flag: add("type", "boolean")
    case .duration: add("pattern", "^[0-9]+(ms|s|m|h|d|w)$")
    case .percent: add("pattern", "^[0-9]+(\\.[0-9]+)?%$")
    case .limit:
      add("type", ["string", "integer"])
      add("pattern", "^[0-9]+((\\.[0-9]+)?%)?$")
    case .size:
      add("type", ["string", "integer"])
      add("pattern", "^[0-9]+(B|kB|KB|MB|GB|TB|KiB|MiB|GiB|TiB)?$")
    case .character: add("pattern", "^(tab|[ -~])$")
    case .quote: add("pattern", "^(none|[ -~])$")
    case .secret:
      add(
        "oneOf",
        .array(
          SecretSource.keys.map { table([.required($0.name, $0.shape, $0.doc)], doc: nil) }))
    case .table(let keys): return table(keys, doc: doc)
    case .variants(let chooser, let chooserDoc, let variants):
      add(
        "oneOf",
        .array(
          variants.map { variant in
            table(
              [.required(chooser, .choice([variant.value]), chooserDoc)] + variant.keys, doc: nil)
          }))
    case .names(let shape):
      add("type", "object")
      add("additionalProperties", schema(of: shape, doc: nil))
    case .shorthand(let keys):
      add("anyOf", [schema(of: .text, doc: nil), table(keys, doc: nil)])
    case .later: break
    }
    return .object(members)
  }
}
