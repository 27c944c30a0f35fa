// SPDX-License-Identifier: Apache-2.0

import Crypto
import Folders

/// Where the bytes of a file being written go: into its draft, counted and hashed on the way.
///
/// A class, for the CSV writer keeps hold of it; used by one writing at a time.
final class DraftSink {
  private let draft: Shelf.Draft
  private let shelf: Shelf
  private var hash = SHA256()
  /// How many bytes went through.
  private(set) var bytes = 0

  init(draft: Shelf.Draft, shelf: Shelf) {
    self.draft = draft
    self.shelf = shelf
  }

  /// Appends bytes to the draft.
  func append(_ piece: [UInt8]) throws(FolderError) {
    hash.update(data: piece)
    bytes += piece.count
    try shelf.append(piece, to: draft)
  }

  /// 64 lower-case hexadecimal digits over all bytes so far.
  var sha256: String {
    hash.finalize().map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
  }
}
