// SPDX-License-Identifier: Apache-2.0

import Foundation
import GRDB

@testable import Mirror

/// A mirror in a folder of its own, gone with it; its clock stands still.
final class TemporaryMirror {
  let folder: String
  let path: String
  let mirror: StoreMirror

  /// A fresh mirror whose clock stands at `now`.
  init(now: String = "2026-07-01T00:00:00.000Z") throws {
    folder = NSTemporaryDirectory() + "mirror-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    path = folder + "/mirror.sqlite"
    mirror = try StoreMirror(writing: path, now: { now })
  }

  deinit {
    do {
      try FileManager.default.removeItem(atPath: folder)
    } catch { print("\(folder) is left behind: \(error)") }
  }

  /// Runs SQL on the writing connection.
  func execute(_ sql: String) throws {
    try mirror.write { try $0.execute(sql: sql) }
  }

  /// The rows of a SELECT, each as its values in text, `NULL` for NULL.
  func rows(_ sql: String) throws -> [[String]] {
    try mirror.read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        row.databaseValues.map {
          String.fromDatabaseValue($0) ?? Int64.fromDatabaseValue($0).map(String.init) ?? "NULL"
        }
      }
    }
  }

  /// Loads lines as a bulk result of a stream whose refresh began at `begun`.
  @discardableResult
  func load(
    _ lines: [String], into stream: StoreStream, begun: String, whole: Bool = true
  ) throws -> Int {
    let file = folder + "/\(stream.name).jsonl"
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: file, atomically: true, encoding: .utf8)
    let load = StreamLoad(mirror: mirror, stream: stream, begun: begun)
    let reader = try LineFile(path: file)
    var count = 0
    while true {
      let loaded = try load.batch(of: reader)
      if loaded == 0 { break }
      count += loaded
    }
    try load.complete(whole: whole)
    try load.mark(whole: whole, watermark: begun)
    return count
  }
}
