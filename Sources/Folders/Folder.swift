// SPDX-License-Identifier: Apache-2.0

import CLinux
import Glibc

/// One open folder; everything in it is reached by name below its descriptor.
struct Folder: ~Copyable {
  let descriptor: Int32
  let path: String

  /// Opens a folder, making it and those above it where they are missing.
  init(path: String, makingWithMode mode: mode_t? = nil) throws(FolderError) {
    if let mode { try Folder.make(path, mode) }
    let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .system("open", path) }
    self.descriptor = descriptor
    self.path = path
  }

  deinit { close(descriptor) }

  private static func make(_ path: String, _ mode: mode_t) throws(FolderError) {
    guard mkdir(path, mode) != 0, errno != EEXIST else { return }
    guard errno == ENOENT, let slash = path.lastIndex(of: "/"), slash > path.startIndex else {
      throw .system("make", path)
    }
    try make(String(path[..<slash]), mode)
    guard mkdir(path, mode) == 0 || errno == EEXIST else { throw .system("make", path) }
  }

  /// Every name but `.` and `..`, in no order.
  func names() throws(FolderError) -> [String] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else { throw .system("list", path) }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: UInt8.self, capacity: 256) { bytes in
          // A name that is not UTF-8 cannot be named to the system again; it is left alone.
          String(validatingCString: UnsafeRawPointer(bytes).assumingMemoryBound(to: CChar.self))
        }
      }
      guard let name, name != ".", name != ".." else { continue }
      names.append(name)
    }
    guard errno == 0 else { throw .system("list", path) }
    return names
  }

  /// A name's own state, links not followed; nil where it is gone.
  func status(_ name: String) throws(FolderError) -> stat? {
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return nil }
      throw .system("look at", name)
    }
    return status
  }

  /// Opens a plain file for reading: beneath this folder, no link followed, never waiting for a FIFO.
  func openPlain(_ name: String) throws(FolderError) -> OpenFile {
    let file = clinux_open_beneath(
      descriptor, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0)
    guard file >= 0 else { throw .system("open", name) }
    let opened = OpenFile(descriptor: file)
    let status = try opened.status(name)
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FolderError(.hostile, code: 0, "\(FolderError.shown(name)) is not a plain file")
    }
    guard status.st_nlink <= 1 else {
      throw FolderError(
        .hostile, code: 0,
        "\(FolderError.shown(name)) has \(status.st_nlink) links; it must have one")
    }
    return opened
  }

  /// Makes a file that was not there, for writing.
  func create(_ name: String, mode: mode_t) throws(FolderError) -> OpenFile {
    let file = clinux_open_beneath(
      descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw .system("make", name) }
    return OpenFile(descriptor: file)
  }

  /// Gives a file another name in this folder.
  func rename(_ name: String, to new: String, replacing: Bool) throws(FolderError) {
    guard clinux_rename(descriptor, name, descriptor, new, replacing ? 0 : 1) == 0 else {
      throw .system("rename \(FolderError.shown(name)) to", new)
    }
  }

  /// Removes a name; false where it was gone.
  @discardableResult
  func unlink(_ name: String) throws(FolderError) -> Bool {
    guard unlinkat(descriptor, name, 0) != 0 else { return true }
    guard errno == ENOENT else { throw .system("remove", name) }
    return false
  }

  /// Makes the folder's names durable.
  func sync() throws(FolderError) {
    guard fsync(descriptor) == 0 else { throw .system("sync", path) }
  }
}
