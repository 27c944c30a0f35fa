// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// A folder other people read: outbox, receipts, archive. Files appear there whole or not at all.
package final class Shelf: Sendable {
  private let path: String

  /// Opens (and makes) a folder at an absolute path.
  package init(path: String) throws(FolderError) {
    self.path = path
    _ = try Folder(path: path, makingWithMode: 0o775)
  }

  /// A file being written beside its final name.
  package struct Draft: Sendable {
    /// The temporary name: `.NAME.RANDOM.tmp`.
    package var temporaryName: String
    let file: OpenFile
  }

  /// Begins a file.
  package func draft(for name: String) throws(FolderError) -> Draft {
    let mark = String(UInt64.random(in: 0...UInt64.max), radix: 36)
    // The name's front only: with mark and ending it must not pass the system's 255 bytes.
    let temporary = ".\(String(decoding: name.utf8.prefix(180), as: UTF8.self)).\(mark).tmp"
    return Draft(
      temporaryName: temporary, file: try Folder(path: path).create(temporary, mode: 0o664))
  }

  /// Appends bytes.
  package func append(_ bytes: borrowing [UInt8], to draft: Draft) throws(FolderError) {
    let name = draft.temporaryName
    let failure = bytes.withUnsafeBytes { bytes -> FolderError? in
      do throws(FolderError) { try draft.file.write(bytes, name) } catch { return error }
      return nil
    }
    if let failure { throw failure }
  }

  /// Makes the draft durable under its temporary name.
  package func seal(_ draft: Draft) throws(FolderError) {
    try draft.file.sync(draft.temporaryName)
    try Folder(path: path).sync()
  }

  /// Removes a draft that will not be wanted.
  package func discard(_ draft: Draft) throws(FolderError) {
    try Folder(path: path).unlink(draft.temporaryName)
  }

  /// Gives a sealed draft its name and syncs the folder.
  ///
  /// - Throws: `exists` where the name is taken and `replacing` is false.
  package func place(
    _ temporaryName: String, as name: String, replacing: Bool
  ) throws(FolderError) {
    let folder = try Folder(path: path)
    try folder.rename(temporaryName, to: name, replacing: replacing)
    try folder.sync()
  }

  /// Draft, append, seal and place in one.
  package func write(_ bytes: [UInt8], as name: String, replacing: Bool) throws(FolderError) {
    let draft = try draft(for: name)
    do throws(FolderError) {
      try append(bytes, to: draft)
      try seal(draft)
      try place(draft.temporaryName, as: name, replacing: replacing)
    } catch {
      let failure = error
      do throws(FolderError) { try discard(draft) } catch { throw failure }
      throw failure
    }
  }

  /// Moves a spool file here without replacing, and syncs. Where the spool file is gone and the name is here,
  /// the move happened before a crash.
  ///
  /// - Throws: `exists` where another file has the name, `missing` where neither is there.
  package func adopt(spoolFile source: String, as name: String) throws(FolderError) {
    let folder = try Folder(path: path)
    let isThere = try folder.status(name) != nil
    if clinux_rename(AT_FDCWD, source, folder.descriptor, name, 1) == 0 {
      try folder.sync()
      return
    }
    let code = errno
    switch code {
    case ENOENT:
      guard isThere else { throw .system("move", source, code: code) }
    case EXDEV: try copy(source, to: folder, as: name)
    default: throw .system("move to", name, code: code)
    }
  }

  /// The archive may be on another device: copied, synced and placed, and only then removed.
  private func copy(
    _ source: String, to folder: borrowing Folder, as name: String
  ) throws(FolderError) {
    let descriptor = open(source, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { throw .system("open", source) }
    let draft = try draft(for: name)
    do throws(FolderError) {
      _ = try OpenFile(descriptor: descriptor).copy(to: draft.file, named: name, maxBytes: .max)
      try seal(draft)
      try place(draft.temporaryName, as: name, replacing: false)
    } catch {
      let failure = error
      do throws(FolderError) { try discard(draft) } catch { throw failure }
      throw failure
    }
    guard Glibc.unlink(source) == 0 || errno == ENOENT else { throw .system("remove", source) }
  }

  /// Removes a plain file; not an error where it is gone.
  package func remove(_ name: String) throws(FolderError) {
    let folder = try Folder(path: path)
    guard try folder.unlink(name) else { return }
    try folder.sync()
  }

  /// Removes drafts of ours that no one will place.
  package func sweep(keeping temporaryNames: Set<String>) throws(FolderError) {
    let folder = try Folder(path: path)
    for name in try folder.names()
    where name.hasPrefix(".") && name.hasSuffix(".tmp") && !temporaryNames.contains(name) {
      try folder.unlink(name)
    }
  }

  /// Whether anything of that name is there.
  package func contains(_ name: String) throws(FolderError) -> Bool {
    try Folder(path: path).status(name) != nil
  }
}
