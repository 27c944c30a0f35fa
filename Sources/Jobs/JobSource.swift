// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// One of the files a feed is made of, as it was read.
package struct JobSource: Sendable, Equatable {
  /// Where it stands below the folder of jobs: `NAME.yaml`, `tables/NAME.csv` or `presets/NAME.yaml`.
  package var path: String
  /// Its bytes.
  package var bytes: [UInt8]

  /// A file of a job.
  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }
}

extension FeedJob {
  /// A feed as it was, made of its files; they are laid out in `folder`, which is removed again.
  ///
  /// - Throws: what this program no longer takes of them.
  package static func restored(
    _ name: String, from sources: [JobSource], in folder: String
  ) throws(ConfigError) -> FeedJob {
    let files = FileManager.default
    defer { remove(folder) }
    do {
      for source in sources {
        let path = "\(folder)/\(source.path)"
        let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        try files.createDirectory(
          atPath: parent.joined(separator: "/"), withIntermediateDirectories: true)
        try Data(source.bytes).write(to: URL(filePath: path))
      }
    } catch {
      throw ConfigError([
        Fault(
          "unreadable", at: Position(file: "jobs/\(name).yaml", line: 1),
          "the files of the job cannot be laid out: \(error)")
      ])
    }
    guard case .feed(let job) = try JobFile.load("\(folder)/\(name).yaml") else {
      throw ConfigError([
        Fault(
          "no-kind", at: Position(file: "jobs/\(name).yaml", line: 1), "this was no feed",
          expected: "the key 'feed'")
      ])
    }
    return job
  }

  private static func remove(_ folder: String) {
    // What is left behind is swept with the work folder, and overwritten before.
    do { try FileManager.default.removeItem(atPath: folder) } catch { return }
  }
}
