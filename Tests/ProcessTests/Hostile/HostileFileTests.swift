// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Things in an inbox that are no deliveries, put there by mistake or on purpose.
@Suite struct HostileFileTests {
  /// What must never be read: no test may find it anywhere but where it was put.
  static let canary = "sku,location,available\nSKU-00010,Berlin,666666\n"

  @Test
  func
    `A29 S01 S03 folders, pipes, sockets, links are left alone, each told once, and stop nothing`()
    async throws
  {
    try await TestHome.with(
      ["stock": TestHome.stock, "other": TestHome.stock], sandbox: StockFile.store
    ) { home in
      let inbox = "\(home.path)/inbox/stock"
      try home.write("outside/secret.csv", Self.canary)
      try home.write("inbox/other/theirs.csv", "sku,location,available\n")
      let files = FileManager.default
      try files.createDirectory(atPath: "\(inbox)/folder.csv", withIntermediateDirectories: true)
      #expect(mkfifo("\(inbox)/pipe.csv", 0o666) == 0)
      try Self.makeSocket("\(inbox)/socket.csv")
      for (name, target) in [
        ("absolute.csv", "\(home.path)/outside/secret.csv"),
        ("relative.csv", "../../outside/secret.csv"), ("journal.csv", "../../state/journal.sqlite"),
        ("feed.csv", "../other/theirs.csv"), ("dangling.csv", "nowhere"), ("loop.csv", "loop.csv"),
        ("magic.csv", "/proc/self/fd/0"), ("passwd.csv", "/etc/passwd"),
      ] {
        try files.createSymbolicLink(atPath: "\(inbox)/\(name)", withDestinationPath: target)
      }
      try files.linkItem(
        atPath: "\(home.path)/outside/secret.csv", toPath: "\(inbox)/hardlink.csv")
      let hostile = home.names("inbox/stock")
      #expect(hostile.count == 12)

      try await home.serving { serve in
        for round in 1...3 {
          try home.drop("stock", "GOOD_\(round).csv", StockFile.of(11...12, available: 920 + round))
          try await home.settled("stock", "GOOD_\(round).csv")
        }
        for name in hostile {
          let told = serve.output.split(separator: "\n").filter {
            $0.contains("left \(name) alone")
          }
          #expect(told.count == 1, "\(name): \(told)")
        }
      }
      #expect(home.names("inbox/stock") == hostile, "nothing is moved or removed")
      #expect(
        try home.journal("SELECT DISTINCT job || name FROM deliveries WHERE name NOT GLOB 'GOOD*'")
          == ["othertheirs.csv"])
      #expect(try home.places(of: "666666") == ["outside/secret.csv", "inbox/stock/hardlink.csv"])
      #expect(try await home.sandbox.effects().count == 6)
    }
  }

  @Test func `S01 a file swapped for a link between look and open is not followed`() async throws {
    try await TestHome.with(sandbox: StockFile.store) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      try home.write("outside/secret.csv", Self.canary)
      try home.drop("stock", "STOCK.csv", StockFile.of(10...11, available: 925))
      // Stopped in front of opening the name it has looked at.
      let run = try home.start(
        ["run", "stock"],
        environment: points.environment(
          count: "\(home.path)/count", at: 1, .stop, on: "inbox/stock/STOCK.csv"))
      try await home.eventually("it is about to open the file") { try Stopped.isStopped(run.pid) }
      let path = "\(home.path)/inbox/stock/STOCK.csv"
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.createSymbolicLink(
        atPath: path, withDestinationPath: "\(home.path)/outside/secret.csv")
      run.signal(SIGCONT)
      let ended = await run.finish()
      #expect(ended.status == 0, "\(ended)")
      #expect(ended.output.contains("left STOCK.csv alone"), "\(ended)")
      #expect(try home.deliveries().isEmpty)
      #expect(try home.places(of: "666666") == ["outside/secret.csv"])
      #expect(try await home.sandbox.effects().isEmpty)
    }
  }

  private static func makeSocket(_ path: String) throws {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(descriptor) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    // A socket's path is short; the folder's is not.
    let temporary = "/tmp/dray-\(UUID().uuidString.prefix(8)).sock"
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(temporary.utf8)) }
    let bound = withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard bound == 0, rename(temporary, path) == 0 else {
      throw TestSandbox.Failure(text: "cannot make a socket at \(path): \(errno)")
    }
  }
}

extension TestHome {
  /// Every file of the home whose bytes hold a text, below the home; links are not followed.
  func places(of text: String) throws -> Set<String> {
    let wanted = Data(text.utf8)
    var found: Set<String> = []
    for name in names(".") {
      let full = "\(path)/\(name)"
      let type = try FileManager.default.attributesOfItem(atPath: full)[.type] as? FileAttributeType
      guard type == .typeRegular, let data = FileManager.default.contents(atPath: full) else {
        continue
      }
      if data.range(of: wanted) != nil { found.insert(name) }
    }
    return found
  }
}
