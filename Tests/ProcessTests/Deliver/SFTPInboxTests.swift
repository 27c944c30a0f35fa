// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// A feed's inbox as the folder of a real SFTP server, filled by the real client.
@Suite(.enabled(if: SSHServer.isThere, "there is no OpenSSH server on this machine"))
struct SFTPInboxTests {
  @Test func `uploads in place, under a temporary name, and resumed ones are taken once and whole`()
    async throws
  {
    try await SSHServer.with { server in
      try await TestHome.with(
        ["stock": StockFile.job(quiet: "1s")], sandbox: StockFile.store
      ) { home in
        let inbox = "\(home.path)/inbox/stock"
        try FileManager.default.createDirectory(
          atPath: inbox, withIntermediateDirectories: true)
        let file = "\(server.path)/upload.csv"
        try StockFile.of(10...12, available: 700).write(
          toFile: file, atomically: true, encoding: .utf8)
        let other = "\(server.path)/other.csv"
        try StockFile.of(14...15, available: 800).write(
          toFile: other, atomically: true, encoding: .utf8)
        let third = "\(server.path)/third.csv"
        let text = StockFile.of(17...20, available: 900)
        try text.write(toFile: third, atomically: true, encoding: .utf8)
        try await home.serving { _ in
          let put = try await server.client("put \(file) \(inbox)/in-place.csv\n")
          #expect(put.status == 0, "\(put)")
          let renamed = try await server.client(
            "put \(other) \(inbox)/other.csv.part\nrename \(inbox)/other.csv.part \(inbox)/other.csv\n"
          )
          #expect(renamed.status == 0, "\(renamed)")
          // Cut after some bytes, resumed later, renamed at the end.
          try String(text.prefix(40)).write(
            toFile: "\(inbox)/third.csv.filepart", atomically: false, encoding: .utf8)
          try await home.settled("stock", "in-place.csv")
          try await home.settled("stock", "other.csv")
          let resumed = try await server.client(
            "reput \(third) \(inbox)/third.csv.filepart\nrename \(inbox)/third.csv.filepart \(inbox)/third.csv\n"
          )
          #expect(resumed.status == 0, "\(resumed)")
          try await home.settled("stock", "third.csv")
        }
        #expect(
          try home.journal("SELECT name || ' ' || state FROM deliveries ORDER BY name") == [
            "in-place.csv settled", "other.csv settled", "third.csv settled",
          ])
        try await home.expectOnce(9, by: "inventorySetQuantities", 4)
      }
    }
  }
}

extension TestHome {
  /// Expects so many objects changed once, `last` of them by the newest file.
  fileprivate func expectOnce(_ count: Int, by root: String, _ last: Int) async throws {
    let effects = try await sandbox.effects(of: root).filter { $0["before"] != $0["after"] }
    let objects = effects.compactMap { $0["object"]?.string }
    #expect(objects.count == count, "\(effects.map(\.text))")
    #expect(Set(objects).count == count)
    #expect(try receipt("stock", "third.csv")["applied"]?.int == last)
    try await expectAudit()
  }
}
