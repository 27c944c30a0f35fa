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

  /// Every name but `.` and `..`, in no order. A name that is not UTF-8 cannot be named to the system
  /// again; it comes with its bytes replaced, `isExact` false, to be told and left alone.
  func listing() throws(FolderError) -> [(name: String, isExact: Bool)] {
    let copy = openat(descriptor, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard copy >= 0, let stream = fdopendir(copy) else { throw .system("list", path) }
    defer { closedir(stream) }
    var names: [(name: String, isExact: Bool)] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else { break }
      let bytes = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
      let exact = String(validating: bytes, as: UTF8.self)
      let name = exact ?? String(decoding: bytes, as: UTF8.self)
      if name != ".", name != ".." { names.append((name, exact != nil)) }
    }
    guard errno == 0 else { throw .system("list", path) }
    return names
  }

  /// The names of `listing` that are exact.
  func names() throws(FolderError) -> [String] {
    try listing().filter(\.isExact).map(\.name)
  }

  /// A name must name something in this very folder: no path is ever built from one.
  private static func checked(_ name: String) throws(FolderError) {
    let isPath = name.utf8.contains { $0 == UInt8(ascii: "/") || $0 == 0 }
    guard !isPath, !name.isEmpty, name != ".", name != ".." else {
      throw FolderError(
        .hostile, code: 0, "'\(FolderError.shown(name))' is no name of a file in a folder")
    }
  }

  /// A name's own state, links not followed; nil where it is gone.
  func status(_ name: String) throws(FolderError) -> stat? {
    try Folder.checked(name)
    var status = stat()
    guard fstatat(descriptor, name, &status, AT_SYMLINK_NOFOLLOW) == 0 else {
      if errno == ENOENT { return nil }
      throw .system("look at", name)
    }
    return status
  }

  /// Opens a plain file for reading: beneath this folder, no link followed, never waiting for a FIFO.
  func openPlain(_ name: String) throws(FolderError) -> OpenFile {
    try Folder.checked(name)
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
    try Folder.checked(name)
    let file = clinux_open_beneath(
      descriptor, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode)
    guard file >= 0 else { throw .system("make", name) }
    return OpenFile(descriptor: file)
  }

  /// Gives a file another name in this folder.
  func rename(_ name: String, to new: String, replacing: Bool) throws(FolderError) {
    try Folder.checked(name)
    try Folder.checked(new)
    guard clinux_rename(descriptor, name, descriptor, new, replacing ? 0 : 1) == 0 else {
      throw .system("rename \(FolderError.shown(name)) to", new)
    }
  }

  /// Removes a name; false where it was gone.
  @discardableResult
  func unlink(_ name: String) throws(FolderError) -> Bool {
    try Folder.checked(name)
    guard unlinkat(descriptor, name, 0) != 0 else { return true }
    guard errno == ENOENT else { throw .system("remove", name) }
    return false
  }

  /// Makes the folder's names durable.
  func sync() throws(FolderError) {
    guard fsync(descriptor) == 0 else { throw .system("sync", path) }
  }
}
