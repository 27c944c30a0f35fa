// SPDX-License-Identifier: Apache-2.0

import GRDB
package import ShopifyAdmin

/// What a refresh has done.
package struct RefreshProgress: Sendable, Equatable {
  /// The stream's name.
  package var stream: String
  /// Objects read so far, children counted.
  package var rows: Int
  /// `bulk` or `pages`.
  package var way: String
  /// Whether the stream is up to date now.
  package var isFinished: Bool

  /// How far a stream has got.
  package init(stream: String, rows: Int, way: String, isFinished: Bool) {
    self.stream = stream
    self.rows = rows
    self.way = way
    self.isFinished = isFinished
  }
}

extension StoreMirror {
  /// Every stream there is, in the order a refresh of all takes them.
  package static let streams: [String] = StoreStream.all.map(\.name)

  /// Those that a refresh of all takes: not customers, which are read where a feed needs them or who asks names them.
  package static let usualStreams: [String] = StoreStream.all.filter { !$0.isPersonal }.map(\.name)

  /// The access scopes these streams need, as Shopify spells them.
  package static func scopes(of streams: [String]) -> [String] {
    Set(StoreStream.all.filter { streams.contains($0.name) }.flatMap(\.scopes)).sorted()
  }

  /// Which of these streams have never been filled.
  package func unfilled(_ streams: [String]) throws(MirrorError) -> [String] {
    let filled = try read { database in
      try Set(
        String.fetchAll(database, sql: "SELECT name FROM streams WHERE full_at IS NOT NULL"))
    }
    return streams.filter { !filled.contains($0) }
  }

  /// Brings streams up to date: whole where never filled, `full`, or last read whole too long ago; else
  /// what changed since the watermark less the overlap, by pages or, where they are many, in bulk.
  ///
  /// One refresh runs at a time; others wait for it. A row known later than its stream's refresh began is
  /// left as it is. `workDirectory` is a private folder for downloads; `report` hears of the progress.
  /// Gives what was done, a finished entry a stream, those included that had to be filled first.
  package func refresh(
    _ streams: [String], full: Bool = false, from admin: AdminClient,
    workDirectory: String, report: @escaping @Sendable (RefreshProgress) -> Void = { _ in }
  ) async throws(MirrorError) -> [RefreshProgress] {
    await turn.begin()
    let result: Result<[RefreshProgress], MirrorError>
    do {
      var done: [RefreshProgress] = []
      for stream in try inOrder(streams) {
        done.append(
          try await StreamRefresh(
            load: StreamLoad(mirror: self, stream: stream, begun: now()), admin: admin,
            workDirectory: workDirectory, report: report
          ).run(full: full))
      }
      result = .success(done)
    } catch { result = .failure(error) }
    await turn.end()
    return try result.get()
  }

  /// The streams of these names, before them those they start from where never filled.
  private func inOrder(_ names: [String]) throws(MirrorError) -> [StoreStream] {
    if let unknown = names.first(where: { !Self.streams.contains($0) }) {
      throw MirrorError(
        .other,
        "There is no stream '\(unknown)'; there are \(Self.streams.joined(separator: ", ")).")
    }
    let needs = StoreStream.all.filter { names.contains($0.name) }.flatMap(\.needs)
    let wanted = try Set(names + unfilled(needs))
    return StoreStream.all.filter { wanted.contains($0.name) }
  }
}
