// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// The files of `jobs/`.
package enum JobFile {
  /// Reads one job file by its path; its look-up tables are beside it in `tables/`.
  ///
  /// - Throws: every fault of the file and its tables at once.
  package static func load(_ path: String) throws(ConfigError) -> Job {
    let url = URL(filePath: path)
    let name = url.deletingPathExtension().lastPathComponent
    let folder = url.deletingLastPathComponent().path(percentEncoded: false)
    var faults: [Fault] = []
    guard let job = read(name: name, folder: folder, faults: &faults), faults.isEmpty else {
      throw ConfigError(faults)
    }
    return job
  }

  /// The names of the jobs in a folder, in order.
  static func names(in folder: String, faults: inout [Fault]) throws(Fault) -> [String] {
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    } catch {
      throw Fault(
        "unreadable", at: Position(file: "jobs", line: 1), "there is no folder \(folder)",
        hint: "`dray init` makes one with commented examples")
    }
    var names: [String] = []
    for file in files where !file.hasPrefix(".") {
      if file.hasSuffix(".yml") {
        faults.append(
          Fault(
            "job-name", at: Position(file: "jobs/\(file)", line: 1),
            "a job file's name ends in .yaml", found: quoted(file), hint: "rename it"))
      }
      guard file.hasSuffix(".yaml") else { continue }
      let name = String(file.dropLast(5))
      if let taken = names.first(where: { $0.lowercased() == name.lowercased() }) {
        faults.append(
          Fault(
            "job-twice", at: Position(file: "jobs/\(file)", line: 1),
            "two jobs have one name but for upper and lower case: '\(taken)' and '\(name)'",
            hint: "rename one"))
      }
      names.append(name)
    }
    return names
  }

  /// Reads one job; nil where no use can be made of it. Faults are added.
  static func read(name: String, folder: String, faults: inout [Fault]) -> Job? {
    let file = "jobs/\(name).yaml"
    let top = Position(file: file, line: 1)
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
    if !isPlain || name.isEmpty || name.hasPrefix("-") || name == "receipts" {
      faults.append(
        Fault(
          "job-name", at: top, "a job cannot have this name",
          expected: "letters, digits, '-' and '_', and not 'receipts'", found: quoted(name)))
    }
    var reader = KeyReader(file: file)
    defer { faults += reader.faults }
    do {
      let bytes = try ConfigFile.read("\(folder)/\(name).yaml", as: file)
      let root = try YAMLText.parse(bytes, file: file)
      let keys = YAMLText.keys(of: root)
      switch (keys.contains("feed"), keys.contains("export")) {
      case (true, true):
        reader.faults.append(
          Fault(
            "two-kinds", at: top, "a job is a feed or an export, not both",
            hint: "make two files of it"))
      case (false, false):
        reader.faults.append(
          Fault(
            "no-kind", at: top, "this is neither a feed nor an export",
            expected: "the key 'feed' or 'export'"))
      case (true, false):
        guard let settings = reader.read(root, keys: KeyTable.feed.keys) else { return nil }
        var feed = FeedReading(name: name, settings: settings, folder: folder)
        let job = feed.read(bytes: bytes)
        reader.faults += feed.faults
        return job.map(Job.feed)
      case (false, true):
        guard let settings = reader.read(root, keys: KeyTable.export.keys) else { return nil }
        var export = ExportReading(name: name, settings: settings, jobs: folder)
        let job = export.read(bytes: bytes)
        reader.faults += export.faults
        return job.map(Job.export)
      }
    } catch {
      reader.faults.append(error)
    }
    return nil
  }
}
