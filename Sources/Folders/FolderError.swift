// SPDX-License-Identifier: Apache-2.0

/// A file or folder would not do as told.
package struct FolderError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What happened, as far as it decides what may be done.
  package enum Kind: Sendable, Equatable {
    /// No space, quota, or read-only (ENOSPC, EDQUOT, EROFS): again when there is.
    case noSpace
    /// An input/output error of the device.
    case io
    /// Not permitted.
    case denied
    /// It is not there (any more).
    case missing
    /// The name is taken.
    case exists
    /// It changed while we looked.
    case changed
    /// A link, device, FIFO, hard link or a path that leaves the folder.
    case hostile
    /// Anything else.
    case other
  }

  /// What may be done about it.
  package var kind: Kind
  /// `errno`, 0 where there is none.
  package var code: Int32
  /// What was tried, on what (control characters escaped), what the system said, what to do.
  package var description: String

  /// A failure of one kind; `code` is `errno`, 0 where there is none.
  package init(_ kind: Kind, code: Int32, _ description: String) {
    self.kind = kind
    self.code = code
    self.description = description
  }
}
