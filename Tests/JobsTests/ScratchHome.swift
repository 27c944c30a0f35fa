// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables

@testable import Jobs

/// A home on disk for one test, gone with it.
final class ScratchHome {
  /// Its absolute path.
  let path: String

  /// A home with these files below it.
  init(_ files: [String: String]) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "dray-jobs-\(UUID().uuidString)")
    path = folder.resolvingSymlinksInPath().path(percentEncoded: false)
    for (name, text) in files {
      let file = folder.appending(path: name)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit {
    do { try FileManager.default.removeItem(atPath: path) } catch { print("left: \(path)") }
  }

  /// Every fault of the home, a line each.
  var complaints: [String] { Home.read(path).faults.map(\.description) }

  /// A `dray.yaml` without a fault.
  static let plain = """
    store:
      shop: example
      auth: {client_id: abc, client_secret: {env: SECRET}}
    """
}
