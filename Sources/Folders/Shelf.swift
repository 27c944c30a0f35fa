// SPDX-License-Identifier: Apache-2.0

/// A folder other people read: outbox, receipts, archive. Files appear there whole or not at all.
package final class Shelf: Sendable {
  /// Opens (and makes) a folder at an absolute path.
  package init(path: String) throws(FolderError) { throw FolderError(.other, code: 0, "contract") }

  /// A file being written beside its final name (`.NAME.RANDOM.tmp`, `O_EXCL`).
  package struct Draft: Sendable {
    /// The temporary name.
    package var temporaryName: String
    /// The descriptor, open for writing.
    package var descriptor: Int32
  }

  /// Begins a file.
  package func draft(for name: String) throws(FolderError) -> Draft {
    throw FolderError(.other, code: 0, "contract")
  }

  /// Appends bytes.
  package func append(_ bytes: borrowing [UInt8], to draft: Draft) throws(FolderError) {}

  /// Syncs the draft and closes it; it keeps its temporary name.
  package func seal(_ draft: Draft) throws(FolderError) {}

  /// Removes a draft that will not be wanted.
  package func discard(_ draft: Draft) {}

  /// Gives a sealed draft its name and syncs the folder. With `replacing` false an existing name is `exists`
  /// (`renameat2` with `RENAME_NOREPLACE`).
  package func place(_ temporaryName: String, as name: String, replacing: Bool) throws(FolderError)
  {}

  /// Draft, append, seal and place in one.
  package func write(_ bytes: [UInt8], as name: String, replacing: Bool) throws(FolderError) {}

  /// Moves a spool file here (rename, or copy and sync across devices) without replacing, and syncs.
  /// True where a file of that name with the same size is already there (the move happened before a crash).
  package func adopt(spoolFile path: String, as name: String) throws(FolderError) {}

  /// Removes temporary files of ours that no one will place (`.*.tmp` not in `keeping`).
  package func sweep(keeping temporaryNames: Set<String>) throws(FolderError) {}

  /// Whether a plain file of that name is there.
  package func contains(_ name: String) -> Bool { false }
}
