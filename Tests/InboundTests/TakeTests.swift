// SPDX-License-Identifier: Apache-2.0

import Folders
import Foundation
import Jobs
import Journal
import Testing

@testable import Inbound

@Suite struct TakeTests {
  /// An inbox in which a file is ready as soon as it is there.
  static func inbox(_ home: FeedHome) throws -> Inbox {
    try Inbox(path: home.folder + "/inbox", quiet: .zero)
  }

  static func drop(_ text: String, _ name: String, in home: FeedHome) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: home.folder + "/inbox/" + name))
  }

  static func names(in home: FeedHome) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: home.folder + "/inbox").sorted()
  }

  @Test func `a ready file becomes a delivery and leaves the inbox`() throws {
    let home = try FeedHome()
    let inbox = try Self.inbox(home)
    try Self.drop("sku;wh;qty\n", "a.csv", in: home)
    let look = try Taker(parts: home.parts).look(inbox, of: FeedHome.stockJob(), renamed: [])
    #expect(look.taken.map(\.state) == [.waiting])
    #expect(look.taken.map(\.name) == ["a.csv"])
    #expect(try Self.names(in: home) == [])
    #expect(try home.parts.journal.unremoved(of: "feed") == [])
  }

  @Test func `A13 A14 the same bytes again are a duplicate of the first, whatever their name`()
    throws
  {
    let home = try FeedHome()
    let inbox = try Self.inbox(home)
    let taker = Taker(parts: home.parts)
    let job = try FeedHome.stockJob()
    try Self.drop("sku;wh;qty\n", "a.csv", in: home)
    let first = try #require(try taker.look(inbox, of: job, renamed: []).taken.first)
    for name in ["a.csv", "b.csv"] {
      try Self.drop("sku;wh;qty\n", name, in: home)
      let again = try #require(try taker.look(inbox, of: job, renamed: []).taken.first)
      #expect(again.state == .duplicate)
      #expect(again.duplicateOf == first.id)
    }
    #expect(
      try taker.take(path: home.folder + "/spool/\(first.spool ?? "")", of: job, repeating: true)
        .state == .waiting)
  }

  @Test func `A11 a file of zero bytes is refused as empty unless the job accepts it`() throws {
    let home = try FeedHome()
    let inbox = try Self.inbox(home)
    let taker = Taker(parts: home.parts)
    try Self.drop("", "a.csv", in: home)
    let refused = try #require(
      try taker.look(inbox, of: FeedHome.stockJob(), renamed: []).taken.first)
    #expect(refused.state == .refused)
    #expect(refused.reasons.map(\.code) == ["empty"])
    try Self.drop("", "b.csv", in: home)
    let accepted = try #require(
      try taker.look(inbox, of: FeedHome.stockJob { $0.empty = .accept }, renamed: []).taken.first)
    #expect(accepted.state == .waiting)
  }

  @Test func `C05 an original left by a crash is only removed, even where repeats are sent`() throws
  {
    let home = try FeedHome()
    let inbox = try Self.inbox(home)
    let taker = Taker(parts: home.parts)
    let job = try FeedHome.stockJob { $0.repeats = .send }
    try Self.drop("sku;wh;qty\n", "a.csv", in: home)
    // The journal is committed and the process dies before the inbox name is removed.
    guard case .ready(let stamp)? = try inbox.scan(matching: "*", renamed: []).first else {
      Issue.record("the file is not ready")
      return
    }
    let copy = try inbox.take(stamp, into: home.parts.spool, maxBytes: .max)
    _ = try taker.enter(copy, of: job, keepsOriginal: false, repeating: false)

    let later = try Self.inbox(home)
    try taker.recover(later, of: job)
    #expect(try Self.names(in: home) == [])
    #expect(try taker.look(later, of: job, renamed: []).taken == [])
    #expect(try home.parts.journal.deliveries(of: "feed").count == 1)
  }

  @Test func `a newer snapshot supersedes those that wait, a correction does not`() throws {
    let home = try FeedHome()
    let inbox = try Self.inbox(home)
    let taker = Taker(parts: home.parts)
    let job = try FeedHome.stockJob { $0.supersedes = true }
    for (text, name) in [
      ("sku;wh;qty\nA-1;Berlin;1\n", "a.csv"), ("sku;wh;qty\nA-1;Berlin;2\n", "b.csv"),
      ("sku;wh;qty;_code;_message\nA-1;Berlin;3;x;y\n", "c.csv"),
    ] {
      try Self.drop(text, name, in: home)
      _ = try taker.look(inbox, of: job, renamed: [])
    }
    let states = try home.parts.journal.deliveries(of: "feed").reversed().map(\.state)
    #expect(states == [.superseded, .waiting, .waiting])
  }

  static let hostile = [
    ("../../etc/passwd", "_._.._etc_passwd"), ("a\u{1B}[2Jb\nc.csv", "a_[2Jb_c.csv"),
    ("x\u{202E}vsc.csv", "x_vsc.csv"), (".hidden", "_hidden"), ("C:\\x.csv", "C:_x.csv"),
    ("", "_"), (String(repeating: "é", count: 300), String(repeating: "é", count: 100)),
  ]

  @Test(arguments: hostile)
  func `S04 a hostile name is shown without what makes it hostile`(_ name: String, _ shown: String)
  {
    #expect(ShownName.of(name) == shown)
  }
}
