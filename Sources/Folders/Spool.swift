// SPDX-License-Identifier: Apache-2.0

import Glibc

/// `state/spool/`: private copies that live until their delivery is archived.
package final class Spool: Sendable {
  let folderPath: String
  /// The ending of a copy that is not whole.
  private static let partEnding = ".part"

  /// Opens (and makes, 0700) the spool at an absolute path.
  package init(path: String) throws(FolderError) {
    folderPath = path
    _ = try Folder(path: path, makingWithMode: 0o700)
  }

  /// The absolute path of a spool file.
  package func path(_ name: String) -> String { "\(folderPath)/\(name)" }

  /// Copies a file a person named on the command line; the file itself is left.
  package func copy(of path: String, maxBytes: Int) throws(FolderError) -> Inbox.Taken {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path) }
    let file = OpenFile(descriptor: descriptor)
    let status = try file.status(path)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FolderError(.hostile, code: 0, "\(FolderError.shown(path)) is not a plain file")
    }
    guard status.st_size <= maxBytes else {
      throw FolderError(
        .other, code: EFBIG,
        "\(FolderError.shown(path)) has \(status.st_size) bytes; the job takes at most \(maxBytes)")
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return try copy(file, stamp: Inbox.FileStamp(name, status), maxBytes: maxBytes) {}
  }

  /// Copies an open file; `check` is asked between the copy and its becoming durable.
  func copy(
    _ file: OpenFile, stamp: Inbox.FileStamp, maxBytes: Int,
    check: () throws(FolderError) -> Void
  ) throws(FolderError) -> Inbox.Taken {
    let folder = try Folder(path: folderPath)
    let name = "\(stamp.inode)-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
    let part = name + Spool.partEnding
    let target = try folder.create(part, mode: 0o600)
    do throws(FolderError) {
      let (bytes, sha256) = try file.copy(to: target, named: stamp.name, maxBytes: maxBytes)
      try check()
      try target.sync(part)
      try folder.rename(part, to: name, replacing: false)
      try folder.sync()
      return Inbox.Taken(stamp: stamp, spoolName: name, sha256: sha256, bytes: bytes)
    } catch {
      let failure = error
      // The half copy is of no use; the sweep at the next start takes what stays behind.
      do throws(FolderError) { try folder.unlink(part) } catch { throw failure }
      throw failure
    }
  }

  /// Removes half copies and files no delivery names; what belongs to a copy stays with it.
  package func sweep(keeping names: Set<String>) throws(FolderError) {
    let folder = try Folder(path: folderPath)
    for name in try folder.names() where !names.contains(name) {
      if name.hasSuffix(Spool.rowsEnding),
        names.contains(String(name.dropLast(Spool.rowsEnding.count)))
      {
        continue
      }
      try folder.unlink(name)
    }
  }

  /// Removes one file; not an error where it is gone.
  package func remove(_ name: String) throws(FolderError) {
    try Folder(path: folderPath).unlink(name)
  }
}

extension Spool {
  /// The ending of the file of rows that were made of a copy.
  static let rowsEnding = ".rows"

  /// The name of the file of rows that belongs to a copy.
  package static func rowsName(_ name: String) -> String { name + rowsEnding }

  /// The absolute path under which the rows of a copy are begun, out of the way of the whole ones.
  package func rowsDraftPath(_ name: String) -> String {
    path(name + Spool.rowsEnding + Spool.partEnding)
  }

  /// Makes begun rows durable and gives them their name, in place of older ones.
  package func placeRows(of name: String) throws(FolderError) {
    let folder = try Folder(path: folderPath)
    let rows = Spool.rowsName(name)
    let part = rows + Spool.partEnding
    let draft = try folder.openPlain(part)
    try draft.sync(part)
    try folder.rename(part, to: rows, replacing: true)
    try folder.sync()
  }

  /// Whether a spool file of that name is there.
  package func contains(_ name: String) throws(FolderError) -> Bool {
    try Folder(path: folderPath).status(name) != nil
  }
}
