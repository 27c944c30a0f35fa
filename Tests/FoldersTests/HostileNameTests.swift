// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Folders

@Suite struct `Hostile names and files` {
  @Test(arguments: ["/etc/passwd", "../secret", "self", "nowhere", "../inbox/self"])
  func `S01 a symbolic link is ignored and never read`(_ target: String) throws {
    let folder = try TestFolder()
    try "secret".write(toFile: folder.path + "/secret", atomically: false, encoding: .utf8)
    symlink(target, folder.inboxPath("self"))
    #expect(
      try folder.scan() == [
        .ignored(name: "self", reason: "it is a symbolic link, which Dray never follows")
      ])
  }

  @Test func `S01 a link swapped in between look and open is refused`() throws {
    let folder = try TestFolder()
    try "secret".write(toFile: folder.path + "/secret", atomically: false, encoding: .utf8)
    try folder.drop("stock.csv", "stock!")
    let stamp = try #require(try folder.settled().first)
    unlink(folder.inboxPath("stock.csv"))
    symlink("../secret", folder.inboxPath("stock.csv"))
    #expect(failure { _ = try folder.take(stamp) } == .hostile)
    #expect(try folder.names(in: "spool").isEmpty)
    #expect(try !folder.inbox.remove(stamp))
  }

  @Test func `S02 a magic link is refused`() throws {
    let opened = try Folder(path: "/proc/self/fd")
    #expect(failure { _ = try opened.openPlain("0") } == .hostile)
  }

  @Test func `S03 a file with a second link is ignored, and refused where it gets one later`()
    throws
  {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    let stamp = try #require(try folder.settled().first)
    link(folder.inboxPath("stock.csv"), folder.path + "/elsewhere")
    #expect(failure { _ = try folder.take(stamp) } == .hostile)
    #expect(
      try folder.scan() == [
        .ignored(name: "stock.csv", reason: "it has 2 links; a delivery has one")
      ])
  }

  @Test(arguments: ["../x", "/etc/x", "a/b", "", ".", "..", "a\u{0}b"])
  func `S04 a name that is a path is refused by inbox and shelf`(_ name: String) throws {
    let folder = try TestFolder()
    let shelf = try Shelf(path: folder.path + "/outbox")
    let stamp = Inbox.FileStamp(name: name, device: 0, inode: 0, size: 0, modifiedNanoseconds: 0)
    #expect(failure { _ = try folder.take(stamp) } == .hostile)
    #expect(failure { _ = try folder.inbox.remove(stamp) } == .hostile)
    let draft = try shelf.draft(for: "x")
    try shelf.seal(draft)
    #expect(
      failure { try shelf.place(draft.temporaryName, as: name, replacing: true) } == .hostile)
    try folder.drop("spooled", "x")
    #expect(
      failure { try shelf.adopt(spoolFile: folder.inboxPath("spooled"), as: name) } == .hostile)
    #expect(failure { try folder.spool.remove(name) } == .hostile)
  }

  struct Shown: Sendable {
    let name: String
    let text: String
  }

  @Test(arguments: [
    Shown(name: "stock.csv", text: "stock.csv"),
    Shown(name: "a\nERROR forged", text: "a\\u{a}ERROR forged"),
    Shown(name: "\u{1B}[2Jx", text: "\\u{1b}[2Jx"),
    Shown(name: "csv.\u{202E}exe", text: "csv.\\u{202e}exe"),
    Shown(name: "grün-é-😀.csv", text: "grün-é-😀.csv"),
  ])
  func `S04 a name cannot forge a message`(_ row: Shown) throws {
    #expect(FolderError.shown(row.name) == row.text)
    let folder = try TestFolder()
    try folder.drop(row.name, "x")
    let stamp = try #require(try folder.settled().first)
    #expect(stamp.name == row.name)
    try folder.append(row.name, "y")
    do throws(FolderError) {
      _ = try folder.inbox.take(stamp, into: folder.spool, maxBytes: 10)
      Issue.record("taken though it changed")
    } catch {
      #expect(error.description.contains(row.text))
    }
  }

  @Test(arguments: [
    (ENOSPC, FolderError.Kind.noSpace), (EDQUOT, .noSpace), (EROFS, .noSpace), (EIO, .io),
    (EACCES, .denied), (EPERM, .denied), (ENOENT, .missing), (EEXIST, .exists), (ELOOP, .hostile),
    (EXDEV, .hostile), (EMFILE, .other),
  ])
  func `F01 F02 each thing the system says has its kind`(_ code: Int32, _ kind: FolderError.Kind) {
    let error = FolderError.system("write", "a\nb", code: code)
    #expect(error.kind == kind)
    #expect(error.code == code)
    #expect(error.description.hasPrefix("cannot write a\\u{a}b: "))
  }
}
