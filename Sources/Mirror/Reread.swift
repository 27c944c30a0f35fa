// SPDX-License-Identifier: Apache-2.0

package import ShopifyAdmin

extension StoreMirror {
  /// Reads objects of a stream again by their numeric ids, with all below them: reads by id are current where
  /// searches lag. Orders bring their fulfillment orders along, products their metafields and channels, where
  /// those streams have been filled. An order the store does not show stays as it is, a product goes. Throws `other` for a stream whose objects are not read by id.
  package func reread(
    _ stream: String, ids: [Int64], from admin: AdminClient
  ) async throws(MirrorError) {
    var streams = StoreStream.all.filter { $0.name == stream && !$0.byID.isEmpty }
    guard !streams.isEmpty else {
      throw MirrorError(.other, "Objects of the stream '\(stream)' are not read by id.")
    }
    guard !ids.isEmpty else { return }
    for below in StoreStream.all where below.comesAlongWith == stream {
      if try unfilled([below.name]).isEmpty { streams.append(below) }
    }
    await turn.begin()
    let result: Result<Void, MirrorError>
    do {
      for stream in streams { try await read(ids, of: stream, from: admin) }
      result = .success(())
    } catch { result = .failure(error) }
    await turn.end()
    try result.get()
  }

  private func read(
    _ ids: [Int64], of stream: StoreStream, from admin: AdminClient
  ) async throws(MirrorError) {
    let load = StreamLoad(mirror: self, stream: stream, begun: now())
    let reader = IDReader(load: load, admin: admin)
    do {
      for reread in stream.byID {
        _ = try await reader.read(ids.map { "gid://shopify/\(reread.type)/\($0)" }, reread)
      }
    } catch {
      guard stream.mayBeDenied, error.isDenied else { throw error }
      return
    }
    _ = try await reader.readUnread()
    try load.complete(whole: false)
    try load.forget(ids)
  }
}
