// SPDX-License-Identifier: Apache-2.0

import GRDB
import ShopifyAdmin

/// Reads objects of a stream by id, some at a time, and loads them.
struct IDReader: Sendable {
  let load: StreamLoad
  let admin: AdminClient

  /// Reads objects by their gids; gives how many rows they brought.
  func read(_ ids: [String], _ reread: StoreStream.Reread) async throws(MirrorError) -> Int {
    var rows = 0
    var rest = ids[...]
    while !rest.isEmpty {
      let page = try await PageReader(admin: admin).objects(
        Array(rest.prefix(reread.size)), of: reread)
      rest = rest.dropFirst(reread.size)
      try load.objects(page.objects)
      rows += page.objects.count
    }
    return rows
  }

  /// Reads what the stream's tables mark as not read yet; gives how many rows that brought.
  func readUnread() async throws(MirrorError) -> Int {
    var rows = 0
    for reread in load.stream.rereads {
      let ids = try load.mirror.read { database in
        try String.fetchAll(
          database,
          SQLRequest(
            sql: reread.ids,
            arguments: reread.ids.contains(":known_at") ? ["known_at": load.begun] : []))
      }
      rows += try await read(ids, reread)
    }
    return rows
  }
}
