// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

extension HomeConfig {
  /// The folders of a home, moved where `folders:` says; folders inside one another are faults.
  static func folders(_ settings: Settings?, home: String, faults: inout [Fault]) -> FolderPaths {
    let home = resolved(home)
    var paths = FolderPaths(home: home)
    for (key, path) in FolderPaths.named {
      guard let text = settings?[key]?.text else {
        paths[keyPath: path] = resolved(paths[keyPath: path])
        continue
      }
      paths[keyPath: path] = resolved(text.hasPrefix("/") ? text : home + "/" + text)
    }
    let top = settings?.position ?? Position(file: "dray.yaml", line: 1)
    for (index, (key, path)) in FolderPaths.named.enumerated() {
      let folder = paths[keyPath: path]
      let place = settings?[key]?.position ?? top
      if folder == home || isInside(home, folder) {
        faults.append(
          Fault(
            "folders-overlap", at: place, "the home lies inside its '\(key)' folder \(folder)",
            hint: "give '\(key)' a folder of its own"))
      }
      for (other, otherPath) in FolderPaths.named[..<index] {
        let (outer, inner) = (paths[keyPath: otherPath], folder)
        guard outer == inner || isInside(outer, inner) || isInside(inner, outer) else { continue }
        let what =
          outer == inner
          ? "'\(other)' and '\(key)' are the same folder \(inner)"
          : isInside(inner, outer)
            ? "'\(key)' \(inner) lies inside '\(other)' \(outer)"
            : "'\(other)' \(outer) lies inside '\(key)' \(inner)"
        faults.append(
          Fault("folders-overlap", at: place, what, hint: "give each a folder of its own"))
      }
    }
    return paths
  }

  private static func isInside(_ path: String, _ folder: String) -> Bool {
    path.hasPrefix(folder + "/")
  }

  /// An absolute path without `.`, `..` and links, as far as it exists.
  static func resolved(_ path: String) -> String {
    let absolute =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    return URL(filePath: absolute).standardizedFileURL.resolvingSymlinksInPath().path(
      percentEncoded: false
    ).withoutTrailingSlash
  }
}

extension FolderPaths {
  /// The folders `dray.yaml` may move.
  static var named: [(key: String, path: WritableKeyPath<FolderPaths, String>)] {
    [
      ("jobs", \.jobs), ("inbox", \.inbox), ("outbox", \.outbox), ("archive", \.archive),
      ("state", \.state),
    ]
  }
}

extension String {
  fileprivate var withoutTrailingSlash: String {
    count > 1 && hasSuffix("/") ? String(dropLast()) : self
  }
}
