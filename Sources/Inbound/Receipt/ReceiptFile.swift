// SPDX-License-Identifier: Apache-2.0

import Folders

/// One file of a receipt, written at once to every shelf it belongs on, and seen there whole.
struct ReceiptFile {
  private let copies: [(shelf: Shelf, name: String, draft: Shelf.Draft)]

  /// Begins the file beside its final names.
  init(_ places: [(shelf: Shelf, name: String)]) throws(InboundError) {
    do throws(FolderError) {
      var copies: [(Shelf, String, Shelf.Draft)] = []
      for place in places {
        copies.append((place.shelf, place.name, try place.shelf.draft(for: place.name)))
      }
      self.copies = copies
    } catch { throw InboundError(error) }
  }

  func append(_ bytes: [UInt8]) throws(InboundError) {
    do throws(FolderError) {
      for copy in copies { try copy.shelf.append(bytes, to: copy.draft) }
    } catch { throw InboundError(error) }
  }

  /// Makes every copy durable and gives it its name, in place of an older one.
  func place() throws(InboundError) {
    do throws(FolderError) {
      for copy in copies {
        try copy.shelf.seal(copy.draft)
        try copy.shelf.place(copy.draft.temporaryName, as: copy.name, replacing: true)
      }
    } catch { throw InboundError(error) }
  }

  /// Removes what was begun.
  func discard() throws(InboundError) {
    do throws(FolderError) {
      for copy in copies { try copy.shelf.discard(copy.draft) }
    } catch { throw InboundError(error) }
  }

  /// Removes files of an older receipt that the present one does not have.
  static func remove(_ places: [(shelf: Shelf, name: String)]) throws(InboundError) {
    do throws(FolderError) {
      for place in places { try place.shelf.remove(place.name) }
    } catch { throw InboundError(error) }
  }
}
