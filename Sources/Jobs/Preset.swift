// SPDX-License-Identifier: Apache-2.0

import Tables

/// A layout of files that people already have, known by name: it stands for `format`, `fields` and `where` of a
/// job, which may still say each of them otherwise.
package struct Preset: Sendable {
  /// What a job's `preset:` says.
  package var name: String
  /// The operations it is for.
  package var operations: [String]
  /// One sentence for the docs.
  package var doc: String
  /// Columns without which a file is another layout; all others may be missing.
  package var required: [String]
  /// The keys it stands for, as they would be written in the job.
  package var text: String

  /// Every preset.
  package static let all: [Preset] = [
    .shopifyProducts, .shopifyProductsNew, .shopifyInventory, .shopifyInventoryShort,
  ]

  /// The preset of that name.
  static func named(_ name: String) -> Preset? { all.first { $0.name == name } }

  /// Its keys, read like a job's own; positions name the preset.
  func settings(faults: inout [Fault]) -> Settings? {
    var reader = KeyReader(file: "preset \(name)")
    defer { faults += reader.faults }
    do {
      return reader.read(
        try YAMLText.parse(Array(text.utf8), file: "preset \(name)"),
        keys: KeyTable.feedKeys.filter { ["format", "fields", "where"].contains($0.name) })
    } catch {
      reader.faults.append(error)
      return nil
    }
  }
}

extension Settings {
  /// These settings over a preset's: what they mention counts, of `fields` entry by entry.
  func over(_ preset: Settings) -> Settings {
    var merged = self
    for entry in preset.entries where !mentions(entry.key) { merged.entries.append(entry) }
    guard let place = merged.entries.firstIndex(where: { $0.key == "fields" }),
      var fields = self["fields"]?.table, let others = preset["fields"]?.table
    else { return merged }
    for entry in others.entries where !fields.mentions(entry.key) { fields.entries.append(entry) }
    merged.entries[place].value = .table(fields)
    return merged
  }
}
