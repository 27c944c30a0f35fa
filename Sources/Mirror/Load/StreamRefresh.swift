// SPDX-License-Identifier: Apache-2.0

import GRDB
import ShopifyAdmin

/// One stream brought up to date.
struct StreamRefresh: Sendable {
  let load: StreamLoad
  let admin: AdminClient
  let workDirectory: String
  let report: @Sendable (RefreshProgress) -> Void

  /// More pages than that take longer than a bulk query.
  private static let pagesBeforeBulk = 20

  private var stream: StoreStream { load.stream }
  private var mirror: StoreMirror { load.mirror }

  /// Reads, loads, takes away what is gone, and moves the watermark.
  ///
  /// What the store denies, and a stream may be denied, adds nothing.
  func run(full: Bool) async throws(MirrorError) -> RefreshProgress {
    do { return try await read(full: full) } catch {
      guard stream.mayBeDenied, error.isDenied else { throw error }
      try load.mark(whole: true, watermark: nil)
      let done = RefreshProgress(stream: stream.name, rows: 0, way: "pages", isFinished: true)
      report(done)
      return done
    }
  }

  private func read(full: Bool) async throws(MirrorError) -> RefreshProgress {
    let state = try state(full: full)
    var read = Read()
    if stream.bulk == nil {
      read = try await walks(since: nil, limit: .max) ?? read
    } else if let since = state.since {
      if let walked = try await walksUnlessConfused(since: since) {
        read = walked
      } else {
        read = try await bulk(since: since)
      }
    } else {
      read = try await bulk(since: nil)
    }
    for shortcut in stream.shortcuts { read.rows += try await take(shortcut) }
    read.rows += try await IDReader(load: load, admin: admin).readUnread()
    let isWhole = stream.bulk == nil || state.since == nil
    try load.complete(whole: isWhole)
    try load.mark(whole: isWhole, watermark: read.watermark)
    let done = RefreshProgress(
      stream: stream.name, rows: read.rows, way: read.way, isFinished: true)
    report(done)
    return done
  }

  private struct Read {
    var rows = 0
    var way = "pages"
    /// The store's own time up to which all changes are here; nil: as far as before.
    var watermark: String?
  }

  // MARK: - What to read

  private struct State {
    /// The watermark less the overlap; nil: read whole.
    var since: String?
  }

  private func state(full: Bool) throws(MirrorError) -> State {
    if full { return State() }
    return try mirror.read { database in
      let since = try String.fetchOne(
        database,
        sql: """
          SELECT strftime('%Y-%m-%dT%H:%M:%SZ', watermark, :overlap) FROM streams
          WHERE name = :name AND full_at IS NOT NULL
            AND coalesce((julianday(:begun) - julianday(full_at)) * 24 < :hours, 1)
          """,
        arguments: [
          "overlap": "-\(StoreStream.overlapSeconds) seconds", "name": stream.name,
          "begun": load.begun,
          "hours": stream.wholeAfterHours,
        ])
      return State(since: since)
    }
  }

  // MARK: - Pages

  /// The walks of what has changed; nil where a bulk query is the better way: they are many, or the pages lead
  /// nowhere (a cursor that is refused, a page that comes again). What was loaded of them is true all the same.
  private func walksUnlessConfused(since: String) async throws(MirrorError) -> Read? {
    do {
      return try await walks(since: since, limit: Self.pagesBeforeBulk)
    } catch {
      switch error.kind {
      case .result: return nil
      case .store(let store):
        guard case .refused = store.kind else { throw error }
        return nil
      case .missing, .full, .damaged, .sql, .timeLimit, .other: throw error
      }
    }
  }

  /// All walks; nil where they would take more than `limit` requests: then what was loaded is true, but
  /// not all.
  private func walks(since: String?, limit: Int) async throws(MirrorError) -> Read? {
    var read = Read()
    var requests = 0
    for walk in stream.walks {
      let filter = since.flatMap { walk.filter?.replacing("SINCE", with: $0) }
      let parents: [String?] =
        try walk.parents.map { sql throws(MirrorError) in
          try mirror.read { try String.fetchAll($0, sql: sql) }
        } ?? [nil]
      if parents.count > limit { return nil }
      var size = walk.size
      for parent in parents {
        var cursor: String?
        repeat {
          guard requests < limit else { return nil }
          let page = try await PageReader(admin: admin).page(
            of: walk, after: cursor, parent: parent, filter: filter, size: &size)
          requests += page.requests
          try load.objects(page.objects)
          read.rows += page.objects.count
          if let latest = page.latest { read.watermark = max(read.watermark ?? "", latest) }
          report(
            RefreshProgress(
              stream: stream.name, rows: read.rows, way: read.way, isFinished: false))
          cursor = page.next
        } while cursor != nil
      }
    }
    return read
  }

  // MARK: - Bulk

  private func bulk(since: String?) async throws(MirrorError) -> Read {
    guard let document = stream.bulk else { return Read() }
    let filter = since.map { since in
      stream.walks.compactMap(\.filter).map { $0.replacing("SINCE", with: since) }
        .joined(separator: " OR ")
    }
    return try await bulk(document.document(filter: filter), into: load)
  }

  /// Runs a bulk query and loads its result by the rules of a load's stream.
  private func bulk(_ document: String, into load: StreamLoad) async throws(MirrorError) -> Read {
    let name = stream.name
    let report = report
    let reader = BulkReader(admin: admin, workDirectory: workDirectory, pause: mirror.pause)
    var rows = 0
    let createdAt = try await reader.read(
      document, stream: name,
      report: { count in
        report(RefreshProgress(stream: name, rows: count, way: "bulk", isFinished: false))
      },
      { path throws(MirrorError) in
        guard let path else { return }
        let file = try LineFile(path: path)
        while true {
          let loaded = try load.batch(of: file)
          rows += loaded
          if loaded == 0 { return }
          // A long load is not to keep others from their thread.
          await Task.yield()
        }
      })
    return Read(rows: rows, way: "bulk", watermark: createdAt)
  }

  /// Reads in bulk what would take too many reads by id; where the store does not allow it, nothing.
  private func take(_ shortcut: StoreStream.Shortcut) async throws(MirrorError) -> Int {
    let (count, filter) = try mirror.read { database in
      let row = try Row.fetchOne(database, sql: shortcut.unread)
      return (row?["count"] as Int? ?? 0, row?["filter"] as String?)
    }
    guard count > shortcut.above else { return 0 }
    var stream = stream
    stream.rules = shortcut.rules
    let read: Read
    do {
      read = try await bulk(
        shortcut.bulk.document(filter: filter),
        into: StreamLoad(mirror: mirror, stream: stream, begun: load.begun))
    } catch {
      if case .store(let store) = error.kind, store.kind == .accessDenied { return 0 }
      throw error
    }
    try mirror.write { database in
      for sql in shortcut.done { try database.execute(sql: sql) }
    }
    return read.rows
  }
}
