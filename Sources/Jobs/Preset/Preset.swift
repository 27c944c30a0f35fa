// SPDX-License-Identifier: Apache-2.0

import Tables

/// A layout of files that people already have, known by name: it stands for keys of a job, which may still say each
/// of them otherwise.
///
/// Presets are data: `Presets/NAME.yaml` in the product, `jobs/presets/NAME.yaml` of a home, of one schema.
package struct Preset: Sendable {
  /// What a job's `preset:` says.
  package var name: String
  /// One sentence for the docs.
  package var doc: String
  /// The operations it is for.
  package var operations: [String]
  /// What files of the layout look like.
  package var layout: Layout
  /// The keys it stands for, as a job would say them.
  let settings: Settings
  /// Its file.
  let bytes: [UInt8]

  /// Every preset of the product, in the order the docs list them.
  package static let all: [Preset] = files.compactMap { name, _ in builtIn(name) }

  /// The names of the product's presets.
  package static var names: [String] { files.map(\.name) }

  /// The product's preset of that name.
  package static func builtIn(_ name: String) -> Preset? {
    guard let file = files.first(where: { $0.name == name }) else { return nil }
    var faults: [Fault] = []
    return PresetReading.read(file.bytes, name: name, file: "preset \(name)", faults: &faults)
  }

  /// The presets that jobs of a home may name: the product's, and those of its `jobs/presets` that can be used.
  ///
  /// - Parameter folder: The path of the home's `jobs`; empty for none.
  package static func available(jobs folder: String) -> [Preset] {
    guard !folder.isEmpty else { return all }
    var faults: [Fault] = []
    return all
      + PresetReading.names(folder: folder).compactMap {
        PresetReading.read($0, folder: folder, faults: &faults)
      }
  }

  /// The presets whose layout a file has, the likeliest first.
  package static func fitting(_ sight: Layout.Sight, among presets: [Preset] = all) -> [Fit] {
    presets.compactMap { preset in
      preset.layout.likelihood(of: sight).map { Fit(preset: preset, percent: $0) }
    }.sorted { $0.percent > $1.percent }
  }

  /// A preset that a file fits.
  package struct Fit: Sendable {
    /// The preset.
    package var preset: Preset
    /// How sure that is, from 1 to 100.
    package var percent: Int
  }
}

extension Settings {
  /// These settings over a preset's: what they mention counts, within the blocks of names entry by entry, and within
  /// `format` where both speak of the same type of file.
  func over(_ preset: Settings) -> Settings {
    var merged = self
    for entry in preset.entries {
      guard let place = merged.entries.firstIndex(where: { $0.key == entry.key }) else {
        if !faulty.contains(entry.key) { merged.entries.append(entry) }
        continue
      }
      guard var block = merged.entries[place].value.block, let below = entry.value.block,
        entry.key != "format" || block["type"]?.text == below["type"]?.text
      else { continue }
      for entry in below.entries where !block.mentions(entry.key) { block.entries.append(entry) }
      merged.entries[place].value = .table(block)
    }
    return merged
  }
}

extension Setting.Value {
  fileprivate var block: Settings? {
    guard case .table(let settings) = self else { return nil }
    return settings
  }
}
