// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// `state.json` in the folder that `--state` names.
struct StateFile {
  private let folder: URL

  /// nil where state is not kept.
  init?(_ folder: String?) {
    guard let folder else { return nil }
    self.folder = URL(filePath: folder, directoryHint: .isDirectory)
  }

  private var file: URL { folder.appending(path: "state.json") }

  /// What was saved; nil where nothing was yet.
  func read() throws -> JSON? {
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    return try JSON(parsing: try Data(contentsOf: file))
  }

  /// Replaces it whole.
  func write(_ state: JSON) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(state.bytes).write(to: file, options: .atomic)
  }
}
