// SPDX-License-Identifier: Apache-2.0

import GRDB

/// The rows of one refresh of one stream: in, and what is gone, out.
struct StreamLoad: Sendable {
  let mirror: StoreMirror
  let stream: StoreStream
  /// When the refresh began: what was known later is left alone.
  let begun: String

  /// Objects loaded in one transaction: a settlement waits for no longer than that.
  private static let batchSize = 2_000

  /// Loads what a page brought, in one transaction.
  func objects(_ objects: [LoadedObject]) throws(MirrorError) {
    guard !objects.isEmpty else { return }
    try mirror.write { database in
      let loader = try RowLoader(stream, knownAt: begun, on: database)
      for object in objects {
        try object.json.withUnsafeBytes { try loader.load($0, type: object.type) }
      }
    }
  }

  /// Loads the next lines in one transaction; gives how many, 0 at the end.
  func batch(of file: LineFile) throws(MirrorError) -> Int {
    try mirror.write { database in
      let loader = try RowLoader(stream, knownAt: begun, on: database)
      var count = 0
      while count < Self.batchSize, let line = try file.next() {
        try loader.load(line: line)
        count += 1
      }
      return count
    }
  }

  /// Takes away what was read shows to be gone, and completes the rows. `whole` says that everything was read.
  func complete(whole: Bool) throws(MirrorError) {
    try mirror.write { database in
      for sql in stream.stale + (whole ? stream.unseen : []) {
        try database.execute(sql: sql, arguments: ["known_at": begun])
      }
    }
    if let finish = stream.finish {
      while try mirror.read({ try Bool.fetchOne($0, sql: finish.remains) ?? false }) {
        try mirror.write { database in
          for sql in finish.step { try database.execute(sql: sql) }
        }
      }
    }
  }

  /// Takes away those of these ids that were read just now and not found.
  func forget(_ ids: [Int64]) throws(MirrorError) {
    guard !stream.gone.isEmpty else { return }
    try mirror.write { database in
      for sql in stream.gone {
        let statement = try database.makeStatement(sql: sql)
        for id in ids { try statement.execute(arguments: ["id": id, "known_at": begun]) }
      }
    }
  }

  /// Moves the watermark: the store's own time up to which all changes are here, nil where that is as before.
  func mark(whole: Bool, watermark: String?) throws(MirrorError) {
    try mirror.write { database in
      try database.execute(
        sql: """
          INSERT INTO streams (name, watermark, full_at, refreshed_at)
          VALUES (:name, :watermark, iif(:whole, :begun, NULL), :begun)
          ON CONFLICT (name) DO UPDATE SET watermark = coalesce(excluded.watermark, watermark),
            full_at = coalesce(excluded.full_at, full_at), refreshed_at = excluded.refreshed_at
          """,
        arguments: [
          "name": stream.name, "watermark": watermark, "whole": whole, "begun": begun,
        ])
    }
  }
}
