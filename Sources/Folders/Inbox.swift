// SPDX-License-Identifier: Apache-2.0

/// One feed's inbox folder, opened once and reached by descriptor only (`openat2`, no links, beneath).
package final class Inbox: Sendable {
  /// What a name in the inbox is at this look.
  package enum Candidate: Sendable, Equatable {
    /// Ready to be taken.
    case ready(FileStamp)
    /// Being written, or not yet still for long enough; look again after so long.
    case settling(name: String, again: Duration)
    /// Not a delivery, with the reason: `unfinished name`, `hidden`, `not matched`, `link`, `directory`, `device`, `several links`.
    case ignored(name: String, reason: String)
  }

  /// What identifies a file's state at one look.
  package struct FileStamp: Sendable, Equatable, Hashable {
    package var name: String
    package var device: UInt64
    package var inode: UInt64
    package var size: Int
    package var modifiedNanoseconds: Int64

    package init(name: String, device: UInt64, inode: UInt64, size: Int, modifiedNanoseconds: Int64)
    {
      self.name = name
      self.device = device
      self.inode = inode
      self.size = size
      self.modifiedNanoseconds = modifiedNanoseconds
    }
  }

  /// A file copied to the spool.
  package struct Taken: Sendable, Equatable {
    package var stamp: FileStamp
    /// The spool file's name, below `state/spool/`.
    package var spoolName: String
    /// 64 lower-case hexadecimal digits.
    package var sha256: String
    package var bytes: Int
  }

  /// Opens (and makes, mode 0770 below umask) the inbox at an absolute path.
  package init(path: String, quiet: Duration) throws(FolderError) {
    throw FolderError(.other, code: 0, "contract")
  }

  /// Looks at every name once. Names come in natural order of arrival: mtime, then natural name order.
  /// A name that arrived by rename since the watch began is ready at once (`renamed`).
  package func scan(matching pattern: String, renamed: Set<String>) throws(FolderError)
    -> [Candidate]
  { [] }

  /// Copies a ready file to the spool, hashing on the way, looks at it again, syncs copy and folder.
  /// - Throws: `changed` where the file moved on during the copy, `hostile`, `missing`, `noSpace`.
  package func take(_ stamp: FileStamp, into spool: Spool, maxBytes: Int) throws(FolderError)
    -> Taken
  {
    throw FolderError(.other, code: 0, "contract")
  }

  /// Removes the original if it still is that very file (device, inode, size, mtime), and syncs the folder.
  /// False where the name now is another file or gone. Keeps a descriptor for one quiet period, so that
  /// bytes written later by an uploader that still holds the file are seen by `lateWrites`.
  package func remove(_ stamp: FileStamp) throws(FolderError) -> Bool { false }

  /// Files removed here that grew or changed since: each is put back under a new name as a new arrival.
  package func lateWrites(into spool: Spool) throws(FolderError) -> [String] { [] }
}

/// `state/spool/`: private copies that live until their delivery is archived.
package final class Spool: Sendable {
  /// Opens (and makes, 0700) the spool.
  package init(path: String) throws(FolderError) { throw FolderError(.other, code: 0, "contract") }

  /// The absolute path of a spool file.
  package func path(_ name: String) -> String { name }

  /// Copies a file a person named on the command line; the file itself is left.
  package func copy(of path: String, maxBytes: Int) throws(FolderError) -> Inbox.Taken {
    throw FolderError(.other, code: 0, "contract")
  }

  /// Removes half copies (`*.part`) and files no delivery names.
  package func sweep(keeping names: Set<String>) throws(FolderError) {}

  /// Removes one file; not an error where it is gone.
  package func remove(_ name: String) throws(FolderError) {}
}
