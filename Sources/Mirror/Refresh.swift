// SPDX-License-Identifier: Apache-2.0

package import ShopifyAdmin

/// What a refresh has done.
package struct RefreshProgress: Sendable {
  package var stream: String
  package var rows: Int
  /// `bulk` or `pages`.
  package var way: String
  package var isFinished: Bool

  package init(stream: String, rows: Int, way: String, isFinished: Bool) {
    self.stream = stream
    self.rows = rows
    self.way = way
    self.isFinished = isFinished
  }
}

extension StoreMirror {
  /// Which of these streams have never been filled.
  package func unfilled(_ streams: [String]) throws(MirrorError) -> [String] { streams }

  /// Brings streams up to date: whole by bulk query where never filled or `full`, else what changed since
  /// the watermark less the overlap, by pages or in bulk, whichever is cheaper.
  package func refresh(
    _ streams: [String], full: Bool = false, from admin: AdminClient,
    workDirectory: String, report: @escaping @Sendable (RefreshProgress) -> Void = { _ in }
  ) async throws(MirrorError) -> [RefreshProgress] { [] }
}
