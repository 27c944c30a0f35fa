// SPDX-License-Identifier: Apache-2.0

import Catalogue
import FoundationEssentials
import Tables

/// Reads files of presets, with the positions of their faults.
enum PresetReading {
  /// One preset; nil where no use can be made of it. Faults are added.
  static func read(_ bytes: [UInt8], name: String, file: String, faults: inout [Fault]) -> Preset? {
    var reader = KeyReader(file: file)
    defer { faults += reader.faults }
    let root: Settings?
    do {
      root = reader.read(
        try YAMLText.parse(bytes, file: file), keys: KeyTable.presetKeys + KeyTable.presetJobKeys)
    } catch {
      reader.faults.append(error)
      return nil
    }
    guard let settings = root, let named = settings["name"], let doc = settings["doc"]?.text,
      let operations = settings["for"], let recognise = settings["recognise"]?.table
    else { return nil }
    if named.text != name {
      reader.faults.append(
        Fault(
          "preset-name", at: named.position, "a preset has the name of its file",
          expected: quoted(name), found: quoted(named.text ?? "")))
    }
    for operation in operations.texts ?? [] where Operation.named(operation) == nil {
      var fault = Fault(
        "wrong-value", at: operations.position, "there is no operation \(quoted(operation))")
      fault.hint = nearestName(to: operation, among: Operation.all.map(\.name)).map {
        "did you mean '\($0)'?"
      }
      reader.faults.append(fault)
    }
    let layout = layout(recognise, faults: &reader.faults)
    var below = settings
    let own = Set(KeyTable.presetKeys.map(\.name))
    below.entries.removeAll { own.contains($0.key) }
    let known = (operations.texts ?? []).filter { Operation.named($0) != nil }
    return Preset(
      name: name, doc: doc, operations: known, layout: layout, settings: below,
      bytes: bytes)
  }

  private static func layout(_ block: Settings, faults: inout [Fault]) -> Layout {
    func patterns(_ key: String) -> [ColumnPattern] {
      (block[key]?.texts ?? block[key]?.text.map { [$0] } ?? []).compactMap { text in
        if let pattern = ColumnPattern(text) { return pattern }
        faults.append(
          Fault(
            "column-pattern", at: block[key]?.position ?? block.position,
            "'\(key)' holds no name", expected: "a name such as Price: {list}",
            found: quoted(text)))
        return nil
      }
    }
    var layout = Layout()
    layout.columns = patterns("columns")
    layout.any = patterns("any")
    layout.also = patterns("also")
    layout.without = patterns("without")
    layout.root = patterns("root").first
    layout.namespace = block["namespace"]?.text
    layout.elements = block["elements"]?.texts ?? []
    if !block.mentions("columns"), !block.mentions("any"), !block.mentions("root") {
      faults.append(
        Fault(
          "recognise", at: block.position, "nothing tells such a file from others",
          expected: "'columns' or 'any' for a table, 'root' for XML"))
    }
    return layout
  }

  /// The names of the presets in a home's `jobs/presets`, in order; none where there is no such folder.
  static func names(folder: String) -> [String] {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder + "/presets")
    } catch { return [] }
    return files.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.sorted().map {
      String($0.dropLast(5))
    }
  }

  /// One preset of a home; nil where no use can be made of it. Faults are added.
  static func read(_ name: String, folder: String, faults: inout [Fault]) -> Preset? {
    let file = "jobs/presets/\(name).yaml"
    if Preset.names.contains(name) {
      faults.append(
        Fault(
          "preset-name", at: Position(file: file, line: 1),
          "Dray itself has a preset of this name", hint: "give this one another"))
      return nil
    }
    do {
      let bytes = try ConfigFile.read("\(folder)/presets/\(name).yaml", as: file)
      return read(bytes, name: name, file: file, faults: &faults)
    } catch {
      faults.append(error)
      return nil
    }
  }

  /// Everything wrong with the presets of a home, each tried as the job that says nothing else.
  static func faults(folder: String) -> [Fault] {
    var faults: [Fault] = []
    for name in names(folder: folder) {
      if let preset = read(name, folder: folder, faults: &faults) {
        faults += preset.trial(folder: folder)
      }
    }
    return faults
  }
}

extension Preset {
  /// The job that says nothing but this preset, for the first of its operations.
  ///
  /// - Parameter folder: The path of the home's `jobs`, for its look-up tables; empty for none.
  package func job(folder: String) throws(ConfigError) -> FeedJob {
    let place = settings.position
    let own = [("feed", operations.first ?? ""), ("preset", name)].map { key, text in
      Setting(key: key, keyPosition: place, position: place, value: .text(text))
    }
    var reading = FeedReading(
      name: name, settings: Settings(position: place, entries: own), folder: folder)
    let job = reading.read(bytes: bytes)
    guard let job, reading.faults.isEmpty else { throw ConfigError(reading.faults) }
    return job
  }

  /// What is wrong with the keys it stands for, in a job that says nothing else.
  func trial(folder: String) -> [Fault] {
    var faults: [Fault] = []
    for operation in operations {
      let place = settings.position
      var job = settings
      job.entries.insert(
        Setting(key: "feed", keyPosition: place, position: place, value: .text(operation)), at: 0)
      var reading = FeedReading(name: name, settings: job, folder: folder)
      _ = reading.read(bytes: [])
      // The job itself may say what the preset leaves open.
      let left: Set<String> = ["missing-key", "no-key", "no-value-field", "no-lookup"]
      faults += reading.faults.filter { !left.contains($0.code) && !faults.contains($0) }
    }
    return faults
  }
}
