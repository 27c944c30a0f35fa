// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Folders

@Suite struct `A shelf other people read` {
  private func visible(_ folder: TestFolder) throws -> [String] {
    try folder.names(in: "outbox").filter { !$0.hasPrefix(".") }
  }

  private func text(_ folder: TestFolder, _ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/outbox/\(name)", encoding: .utf8)
  }

  @Test func `X02 a file is seen whole or not at all`() throws {
    let folder = try TestFolder()
    let shelf = try Shelf(path: folder.path + "/outbox")
    let draft = try shelf.draft(for: "orders.csv")
    try shelf.append(Array("id\n".utf8), to: draft)
    #expect(try visible(folder).isEmpty)
    try shelf.append(Array("1\n".utf8), to: draft)
    try shelf.seal(draft)
    #expect(try visible(folder).isEmpty)
    try shelf.place(draft.temporaryName, as: "orders.csv", replacing: false)
    #expect(try visible(folder) == ["orders.csv"])
    #expect(try text(folder, "orders.csv") == "id\n1\n")
    #expect(try folder.names(in: "outbox") == ["orders.csv"])
  }

  @Test func `X03 S05 an existing name is not overwritten`() throws {
    let folder = try TestFolder()
    let shelf = try Shelf(path: folder.path + "/outbox")
    try shelf.write(Array("old".utf8), as: "orders.csv", replacing: false)
    #expect(
      failure { try shelf.write(Array("new".utf8), as: "orders.csv", replacing: false) } == .exists)
    #expect(try text(folder, "orders.csv") == "old")
    #expect(try folder.names(in: "outbox") == ["orders.csv"], "the draft is gone")
    try shelf.write(Array("new".utf8), as: "orders.csv", replacing: true)
    #expect(try text(folder, "orders.csv") == "new")
  }

  @Test func `S05 a link in the place of a target is neither followed nor replaced`() throws {
    let folder = try TestFolder()
    let shelf = try Shelf(path: folder.path + "/outbox")
    try "keep".write(toFile: folder.path + "/precious", atomically: false, encoding: .utf8)
    symlink("../precious", folder.path + "/outbox/orders.csv")
    #expect(
      failure { try shelf.write(Array("x".utf8), as: "orders.csv", replacing: false) } == .exists)
    try shelf.write(Array("x".utf8), as: "orders.csv", replacing: true)
    #expect(try String(contentsOfFile: folder.path + "/precious", encoding: .utf8) == "keep")
  }

  @Test func `a sealed draft can be placed by the next start`() throws {
    let folder = try TestFolder()
    let before = try Shelf(path: folder.path + "/outbox")
    let draft = try before.draft(for: "orders.csv")
    try before.append(Array("x".utf8), to: draft)
    try before.seal(draft)
    let after = try Shelf(path: folder.path + "/outbox")
    let orphan = try after.draft(for: "other.csv")
    try after.sweep(keeping: [draft.temporaryName])
    #expect(try folder.names(in: "outbox") == [draft.temporaryName])
    #expect(!orphan.temporaryName.isEmpty)
    try after.place(draft.temporaryName, as: "orders.csv", replacing: false)
    #expect(try after.contains("orders.csv"))
    #expect(
      failure { try after.place(draft.temporaryName, as: "orders.csv", replacing: false) }
        == .missing)
  }

  @Test func `a name of 255 bytes has a draft too`() throws {
    let folder = try TestFolder()
    let shelf = try Shelf(path: folder.path + "/outbox")
    let name = String(repeating: "ä", count: 127) + "x"
    try shelf.write(Array("x".utf8), as: name, replacing: false)
    #expect(try shelf.contains(name))
  }

  @Test func `a spool file is moved to the archive once, and a second time is no fault`() throws {
    let folder = try TestFolder()
    let archive = try Shelf(path: folder.path + "/archive/stock/2026-07-04")
    try folder.drop("stock.csv", "x")
    let taken = try folder.take(try #require(try folder.settled().first))
    let source = folder.spool.path(taken.spoolName)
    try archive.adopt(spoolFile: source, as: "stock.csv")
    try archive.adopt(spoolFile: source, as: "stock.csv")
    #expect(try folder.names(in: "archive/stock/2026-07-04") == ["stock.csv"])
    #expect(try folder.names(in: "spool").isEmpty)
    #expect(failure { try archive.adopt(spoolFile: source, as: "other.csv") } == .missing)
  }

  @Test func `the archive never loses an older file of the same name`() throws {
    let folder = try TestFolder()
    let archive = try Shelf(path: folder.path + "/archive")
    try archive.write(Array("old".utf8), as: "stock.csv", replacing: false)
    try folder.drop("stock.csv", "new")
    let taken = try folder.take(try #require(try folder.settled().first))
    #expect(
      failure {
        try archive.adopt(spoolFile: folder.spool.path(taken.spoolName), as: "stock.csv")
      } == .exists)
    #expect(try folder.spooled(taken) == "new")
  }
}

@Suite struct `The spool` {
  @Test func `it is private`() throws {
    let folder = try TestFolder()
    var status = stat()
    stat(folder.path + "/spool", &status)
    #expect(status.st_mode & 0o777 == 0o700)
    try folder.drop("stock.csv", "x")
    let taken = try folder.take(try #require(try folder.settled().first))
    stat(folder.spool.path(taken.spoolName), &status)
    #expect(status.st_mode & 0o777 == 0o600)
  }

  @Test func `C02 half copies and unnamed copies are swept`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    let taken = try folder.take(try #require(try folder.settled().first))
    for name in ["9-abc.part", "9-unnamed"] {
      try "half".write(
        toFile: folder.spool.path(name), atomically: false, encoding: .utf8)
    }
    try folder.spool.sweep(keeping: [taken.spoolName])
    #expect(try folder.names(in: "spool") == [taken.spoolName])
  }

  @Test func `a file named by a person is copied and left`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    let taken = try folder.spool.copy(of: folder.inboxPath("stock.csv"), maxBytes: 10)
    #expect(taken.stamp.name == "stock.csv")
    #expect(try folder.spooled(taken) == "x")
    #expect(try folder.names(in: "inbox") == ["stock.csv"])
    #expect(
      failure { _ = try folder.spool.copy(of: folder.path + "/nothing", maxBytes: 10) } == .missing)
    #expect(
      failure { _ = try folder.spool.copy(of: folder.path + "/inbox", maxBytes: 10) } == .hostile)
  }

  @Test func `removing twice is no fault`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    let taken = try folder.take(try #require(try folder.settled().first))
    try folder.spool.remove(taken.spoolName)
    try folder.spool.remove(taken.spoolName)
    #expect(try folder.names(in: "spool").isEmpty)
  }
}

@Suite struct `Hints of an inbox` {
  /// The next hint; the suite's time limit ends a wait in vain.
  private func next(_ watch: InboxWatch) async -> InboxWatch.Hint? {
    for await hint in watch.hints { return hint }
    return nil
  }

  @Test(.timeLimit(.minutes(1)))
  func `A01 a rename into the folder is told with its name`() async throws {
    let folder = try TestFolder()
    try "x".write(toFile: folder.path + "/outside", atomically: false, encoding: .utf8)
    let watch = InboxWatch(paths: [folder.path + "/inbox"])
    defer { watch.stop() }
    #expect(!watch.isPolling)
    Glibc.rename(folder.path + "/outside", folder.inboxPath("stock.csv"))
    #expect(
      await next(watch) == .renamedIn(path: folder.path + "/inbox", name: "stock.csv"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `a file written in place is told when it is closed`() async throws {
    let folder = try TestFolder()
    let watch = InboxWatch(paths: [folder.path + "/inbox"])
    defer { watch.stop() }
    try folder.drop("stock.csv", "x")
    #expect(await next(watch) == .changed(path: folder.path + "/inbox"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `A24 a folder that is replaced is watched again`() async throws {
    let folder = try TestFolder()
    let watch = InboxWatch(paths: [folder.path + "/inbox"])
    defer { watch.stop() }
    Glibc.rename(folder.path + "/inbox", folder.path + "/moved")
    #expect(await next(watch) == .lookEverywhere)
    mkdir(folder.path + "/inbox", 0o755)
    #expect(await next(watch) == .lookEverywhere, "the new folder may hold something")
    try folder.drop("stock.csv", "x")
    #expect(await next(watch) == .changed(path: folder.path + "/inbox"))
  }

  @Test(.timeLimit(.minutes(1)))
  func `stopping ends the hints`() async throws {
    let folder = try TestFolder()
    let watch = InboxWatch(paths: [folder.path + "/inbox"])
    watch.stop()
    #expect(await next(watch) == nil)
  }

  @Test func `a folder that is not there yet leaves only the scan`() throws {
    let watch = InboxWatch(paths: ["/nonexistent/inbox"])
    defer { watch.stop() }
    #expect(watch.isPolling)
  }
}
