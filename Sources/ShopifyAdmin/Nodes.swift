// SPDX-License-Identifier: Apache-2.0

package import Tables

extension AdminClient {
  /// Reads objects by id, which is current right after a write (searches lag).
  ///
  /// At most 250 ids a request; a request that is too dear is asked again in halves.
  /// - Parameters:
  ///   - ids: global ids; one named twice is asked once.
  ///   - document: a query `($ids: [ID!]!) { nodes(ids: $ids) { id … } }`.
  /// - Returns: each object by its id; an id the store does not know is not in it.
  package func nodes(_ ids: [String], document: String) async throws(AdminError)
    -> [String: JSON]
  {
    var found: [String: JSON] = [:]
    var seen: Set<String> = []
    let unique = ids.filter { seen.insert($0).inserted }
    var chunks = stride(from: 0, to: unique.count, by: 250).map { start in
      unique[start..<min(start + 250, unique.count)]
    }
    while let chunk = chunks.popLast() {
      do throws(AdminError) {
        let reply = try await read(
          document, root: "nodes", ["ids": .array(chunk.map { .string($0) })])
        for node in reply.value(of: "nodes").array ?? [] {
          if let id = node["id"]?.string { found[id] = node }
        }
      } catch {
        guard error.kind == .tooLarge, chunk.count > 1 else { throw error }
        let middle = chunk.startIndex + chunk.count / 2
        chunks.append(chunk[middle...])
        chunks.append(chunk[..<middle])
      }
    }
    return found
  }
}
