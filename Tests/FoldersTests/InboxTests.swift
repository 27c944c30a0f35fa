// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Testing

@testable import Folders

@Suite struct `Taking files from an inbox` {
  @Test func `A01 a file that arrived by rename is ready at once`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv.part", "sku\nA\n")
    _ = try folder.scan()
    Glibc.rename(folder.inboxPath("stock.csv.part"), folder.inboxPath("stock.csv"))
    let stamp = try #require(try folder.ready(renamed: ["stock.csv"]).first)
    let taken = try folder.take(stamp)
    #expect(try folder.spooled(taken) == "sku\nA\n")
    #expect(taken.bytes == 6)
    #expect(try folder.inbox.remove(stamp))
    #expect(try folder.names(in: "inbox").isEmpty)
  }

  @Test func `A01 the hash is that of the bytes`() throws {
    let folder = try TestFolder()
    try folder.drop("abc", "abc")
    let taken = try folder.take(try #require(try folder.settled().first))
    #expect(
      taken.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test func `A02 a file written in slow chunks is ready only after the last`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "sku\n")
    for chunk in ["A\n", "B\n", "C\n", "D\n"] {
      #expect(try folder.ready().isEmpty)
      folder.pass(.seconds(9))
      #expect(try folder.ready().isEmpty, "a pause shorter than the quiet period")
      try folder.append("stock.csv", chunk)
    }
    #expect(try folder.ready().isEmpty)
    folder.pass(TestFolder.quiet)
    let taken = try folder.take(try #require(try folder.ready().first))
    #expect(try folder.spooled(taken) == "sku\nA\nB\nC\nD\n")
  }

  @Test func `A02 how long to wait is told`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    #expect(try folder.scan() == [.settling(name: "stock.csv", again: .seconds(10))])
    folder.pass(.seconds(7))
    #expect(try folder.scan() == [.settling(name: "stock.csv", again: .seconds(3))])
  }

  @Test func `A03 a file that goes on after a pause is not taken as it was`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "sku\nA\n")
    let stamp = try #require(try folder.settled().first)
    try folder.append("stock.csv", "B\n")
    #expect(failure { _ = try folder.take(stamp) } == .changed)
    #expect(try folder.names(in: "spool").isEmpty)
    #expect(try folder.ready().isEmpty, "the quiet period begins again")
    folder.pass(TestFolder.quiet)
    let longer = try #require(try folder.ready().first)
    #expect(try folder.spooled(try folder.take(longer)) == "sku\nA\nB\n")
  }

  @Test(arguments: [
    ("A04 five years ago", -5 * 31_536_000), ("A05 tomorrow", 86_400),
    ("A05 in fifty years", 50 * 31_536_000),
  ])
  func `A04 A05 an mtime neither hastens nor delays`(_ name: String, _ offset: Int) throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    folder.setModified("stock.csv", Int(Date().timeIntervalSince1970) + offset)
    #expect(try folder.ready().isEmpty, "not early")
    folder.pass(.seconds(9))
    #expect(try folder.ready().isEmpty)
    folder.pass(.seconds(1))
    #expect(try folder.ready().count == 1, "not late")
  }

  @Test func `A04 an mtime set back during the upload is a change`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "12")
    folder.setModified("stock.csv", 1_000_000_000)
    _ = try folder.scan()
    folder.pass(.seconds(9))
    try folder.drop("stock.csv", "34")
    folder.setModified("stock.csv", 1_000_000_000)
    _ = try folder.scan()
    folder.pass(.seconds(9))
    #expect(try folder.ready().isEmpty, "same size, same mtime, other bytes")
  }

  @Test(arguments: ["a.csv.part", "a.csv.filepart", "A.CSV.TMP", "a.csv~", "b.PART"])
  func `A06 an unfinished name is left alone until it is renamed`(_ name: String) throws {
    let folder = try TestFolder()
    try folder.drop(name, "x")
    #expect(try folder.settled().isEmpty)
    #expect(
      try folder.scan() == [.ignored(name: name, reason: "its name says that it is not finished")])
    Glibc.rename(folder.inboxPath(name), folder.inboxPath("a.csv"))
    #expect(try folder.ready(renamed: ["a.csv"]).map(\.name) == ["a.csv"])
  }

  @Test func `A06 hidden names are none`() throws {
    let folder = try TestFolder()
    try folder.drop(".in.a.csv", "x")
    #expect(try folder.scan().isEmpty)
  }

  @Test func `A11 an empty file is taken like any other`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "")
    let taken = try folder.take(try #require(try folder.settled().first))
    #expect(taken.bytes == 0)
    #expect(
      taken.sha256 == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
  }

  @Test func `A12 a new file of the same name is not removed in place of the first`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "one")
    let first = try #require(try folder.settled().first)
    let taken = try folder.take(first)
    try folder.drop("new", "two")
    Glibc.rename(folder.inboxPath("new"), folder.inboxPath("stock.csv"))
    #expect(try !folder.inbox.remove(first))
    let second = try #require(try folder.ready(renamed: ["stock.csv"]).first)
    #expect(try folder.spooled(try folder.take(second)) == "two")
    #expect(try folder.spooled(taken) == "one")
  }

  @Test func `A15 a file rewritten during the copy is not taken`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "first")
    let stamp = try #require(try folder.settled().first)
    // What `take` does, with the uploader's turn between copy and second look.
    let open = try Folder(path: folder.path + "/inbox").openPlain("stock.csv")
    let kind = failure {
      _ = try folder.spool.copy(open, stamp: stamp, maxBytes: 100) { () throws(FolderError) in
        rewrite(folder.inboxPath("stock.csv"), "again")
        guard Inbox.FileStamp("stock.csv", try open.status("stock.csv")) == stamp else {
          throw FolderError(.changed, code: 0, "changed")
        }
      }
    }
    #expect(kind == .changed)
    #expect(try folder.names(in: "spool").isEmpty, "no half copy stays")
    #expect(failure { _ = try folder.take(stamp) } == .changed)
  }

  @Test func `A15 while an uploader writes all the time nothing is taken`() throws {
    let folder = try TestFolder()
    let block = String(repeating: "x", count: 1 << 20)
    try folder.drop("stock.csv", String(repeating: block, count: 8))
    let stamp = try #require(try folder.settled().first)
    let path = folder.inboxPath("stock.csv")
    let started = DispatchSemaphore(value: 0)
    let writer = Thread {
      for round in 0..<200 {
        rewrite(path, "\(round)" + block)
        if round == 0 { started.signal() }
      }
    }
    writer.start()
    started.wait()
    #expect(failure { _ = try folder.take(stamp) } == .changed)
    #expect(try folder.names(in: "spool").isEmpty)
  }

  @Test func `A16 bytes written after the removal are a new arrival`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "sku\nA\n")
    let uploader = try #require(FileHandle(forWritingAtPath: folder.inboxPath("stock.csv")))
    try uploader.seekToEnd()
    let stamp = try #require(try folder.settled().first)
    let taken = try folder.take(stamp)
    #expect(try folder.inbox.remove(stamp))
    try uploader.write(contentsOf: Data("B\n".utf8))
    #expect(try folder.inbox.lateWrites(into: folder.spool).isEmpty, "it may go on writing")
    try uploader.write(contentsOf: Data("C\n".utf8))
    #expect(try folder.inbox.lateWrites(into: folder.spool).isEmpty)
    folder.pass(TestFolder.quiet)
    let late = try folder.inbox.lateWrites(into: folder.spool)
    #expect(late.map(\.stamp.name) == ["stock.csv"])
    #expect(try folder.spooled(try #require(late.first)) == "sku\nA\nB\nC\n")
    #expect(try folder.spooled(taken) == "sku\nA\n", "our copy is not touched")
    folder.pass(TestFolder.quiet)
    #expect(try folder.inbox.lateWrites(into: folder.spool).isEmpty, "once")
  }

  @Test func `A16 without late bytes nothing comes of it`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    let stamp = try #require(try folder.settled().first)
    _ = try folder.take(stamp)
    #expect(try folder.inbox.remove(stamp))
    folder.pass(.seconds(3600))
    #expect(try folder.inbox.lateWrites(into: folder.spool).isEmpty)
  }

  @Test func `A17 a file gone before it is opened is missing, no more`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "x")
    let stamp = try #require(try folder.settled().first)
    unlink(folder.inboxPath("stock.csv"))
    #expect(failure { _ = try folder.take(stamp) } == .missing)
    #expect(try !folder.inbox.remove(stamp))
  }

  @Test func `A18 a file renamed before it is opened is found under its new name`() throws {
    let folder = try TestFolder()
    try folder.drop("old.csv", "x")
    let stamp = try #require(try folder.settled().first)
    Glibc.rename(folder.inboxPath("old.csv"), folder.inboxPath("new.csv"))
    #expect(failure { _ = try folder.take(stamp) } == .missing)
    #expect(try folder.settled().map(\.name) == ["new.csv"])
  }

  @Test func `A19 a reused inode with the same head is another file, read from its first byte`()
    throws
  {
    let folder = try TestFolder()
    var inodes: [UInt64] = []
    for number in 1...300 {
      try folder.drop("stock.csv", "sku;qty\nA;1\n")
      folder.setModified("stock.csv", 1_700_000_000)
      #expect(try folder.ready().isEmpty, "file \(number) has to stand still for itself")
      folder.pass(TestFolder.quiet)
      let stamp = try #require(try folder.ready().first)
      inodes.append(stamp.inode)
      let taken = try folder.take(stamp)
      #expect(try folder.spooled(taken) == "sku;qty\nA;1\n")
      try folder.spool.remove(taken.spoolName)
      #expect(try folder.inbox.remove(stamp))
      folder.pass(TestFolder.quiet)
      #expect(try folder.inbox.lateWrites(into: folder.spool).isEmpty)
    }
    #expect(inodes.count == 300)
  }

  @Test func `A22 files that were there before, or came unnoticed, are found by the scan`() throws {
    let folder = try TestFolder()
    try folder.drop("before.csv", "x")
    let watch = InboxWatch(paths: [folder.path + "/inbox"])
    defer { watch.stop() }
    try folder.drop("between.csv", "x")
    #expect(try folder.settled().map(\.name).sorted() == ["before.csv", "between.csv"])
  }

  @Test func `A28 a name that is not UTF-8 is told and left alone`() throws {
    let folder = try TestFolder()
    let path = Array((folder.path + "/inbox/").utf8) + [0x73, 0xFC, 0x64, 0]
    let descriptor = path.withUnsafeBytes { bytes -> Int32 in
      guard let start = bytes.assumingMemoryBound(to: CChar.self).baseAddress else { return -1 }
      return creat(start, 0o600)
    }
    close(descriptor)
    #expect(
      try folder.scan() == [.ignored(name: "s\u{FFFD}d", reason: "its name is not UTF-8")])
  }

  @Test func `A29 what is no plain file is ignored, and a FIFO never blocks`() throws {
    let folder = try TestFolder()
    mkdir(folder.inboxPath("folder"), 0o755)
    mkfifo(folder.inboxPath("fifo"), 0o644)
    let socket = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(socket) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A socket's path is short: bound beside, moved in.
    let short = "/tmp/dray-\(UInt32.random(in: 0...UInt32.max))"
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: short.utf8) }
    let bound = withUnsafeBytes(of: &address) { bytes -> Int32 in
      guard let start = bytes.assumingMemoryBound(to: sockaddr.self).baseAddress else { return -1 }
      return bind(socket, start, socklen_t(bytes.count))
    }
    #expect(bound == 0)
    Glibc.rename(short, folder.inboxPath("socket"))
    #expect(try folder.settled().isEmpty)
    let reasons = try folder.scan().map { candidate in
      switch candidate {
      case .ignored(let name, let reason): "\(name): \(reason)"
      case .ready(let stamp): "ready: \(stamp.name)"
      case .settling(let name, _): "settling: \(name)"
      }
    }
    #expect(
      Set(reasons) == [
        "folder: it is a folder", "fifo: it is no plain file", "socket: it is no plain file",
      ])
    // Swapped in after the scan, it is refused at once too.
    let opened = try Folder(path: folder.path + "/inbox")
    #expect(failure { _ = try opened.openPlain("fifo") } == .hostile)
    #expect(failure { _ = try opened.openPlain("folder") } == .hostile)
  }

  @Test func `A30 files come in order of arrival, then in natural order of names`() throws {
    let folder = try TestFolder()
    for name in ["stock-10.csv", "stock-9.csv", "a.csv"] { try folder.drop(name, name) }
    // The system's clock for files ticks every few milliseconds: touched until it has.
    repeat {
      folder.setModified("a.csv", 1)
    } while folder.changed("a.csv")
      == folder.changed("stock-9.csv")
    let names = try folder.settled().map(\.name)
    #expect(Set(names) == ["stock-10.csv", "stock-9.csv", "a.csv"])
    #expect(names.last == "a.csv", "the uploader's mtime does not count, the arrival does")
  }

  @Test func `names that no files: matches are told`() throws {
    let folder = try TestFolder()
    try folder.drop("orders.xml", "x")
    try folder.drop("STOCK_1.csv.rejected.csv", "x")
    #expect(
      try folder.scan("STOCK_*.csv").contains(
        .ignored(name: "orders.xml", reason: "no 'files:' matches it")))
    #expect(
      try folder.scan("PRICES_*.csv").contains(
        .settling(name: "STOCK_1.csv.rejected.csv", again: .seconds(10))),
      "a correction always matches")
    try folder.drop("STOCK_2.csv.gz", "x")
    #expect(
      try folder.scan("STOCK_*.csv").contains(
        .settling(name: "STOCK_2.csv.gz", again: .seconds(10))), "packed, it is the same name")
    #expect(
      try folder.scan("STOCK_*.xml").contains(
        .ignored(name: "STOCK_2.csv.gz", reason: "no 'files:' matches it")))
  }

  @Test func `a copy above the limit is refused and leaves nothing`() throws {
    let folder = try TestFolder()
    try folder.drop("stock.csv", "123456")
    let stamp = try #require(try folder.settled().first)
    #expect(
      failure { _ = try folder.inbox.take(stamp, into: folder.spool, maxBytes: 5) } == .changed)
    #expect(try folder.names(in: "spool").isEmpty)
  }
}

/// Truncates and writes a file in place, as some uploaders do.
private func rewrite(_ path: String, _ text: String) {
  let descriptor = open(path, O_WRONLY | O_TRUNC)
  _ = text.withCString { write(descriptor, $0, strlen($0)) }
  close(descriptor)
}
