// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// How files come in, seen from outside: real files, a running `serve`, the journal and the store's effect log.
@Suite struct ArrivalTests {
  @Test func `A01 a file renamed in is taken at once, without its quiet period, and once`()
    async throws
  {
    try await TestHome.with(["stock": StockFile.job(quiet: "60s")], sandbox: StockFile.store) {
      home in
      try await home.serving { serve in
        try home.drop("stock", "STOCK.csv", StockFile.of(10...12, available: 901))
        #expect(await serve.prints("took STOCK.csv", within: 10))
        try await home.settled("stock", "STOCK.csv")
      }
      #expect(try home.deliveries().count == 1)
      #expect(try await home.sandbox.effects().count == 3)
      #expect(home.names("inbox/stock").isEmpty)
    }
  }

  @Test func `A02 a file written in slow pieces is taken only after its last byte`() async throws {
    try await TestHome.with(["stock": StockFile.job(quiet: "4s")], sandbox: StockFile.store) {
      home in
      try await home.serving { _ in
        try home.append(StockFile.header, to: "inbox/stock/STOCK.csv")
        var longestPause = Duration.zero
        for number in 10..<35 {
          let start = ContinuousClock.now
          // The uploader's own pace: pauses shorter than `quiet`, in all longer than it.
          try await Task.sleep(for: .milliseconds(200))
          longestPause = max(longestPause, ContinuousClock.now - start)
          // A machine too busy to keep that pace proves nothing.
          guard longestPause < .seconds(3) else { break }
          #expect(try home.deliveries().isEmpty, "not taken while it is written")
          try home.append(StockFile.line(number, 902), to: "inbox/stock/STOCK.csv")
        }
        try await home.settled("stock", "STOCK.csv")
        guard longestPause < .seconds(3) else { return print("A02: the machine was too busy") }
        #expect(try home.deliveries().count == 1)
        #expect(try home.receipt("stock", "STOCK.csv")["records"]?.int == 25)
        #expect(try await home.sandbox.effects().count == 25)
      }
    }
  }

  @Test
  func `A03 A16 bytes written after the file was taken are a new arrival with the whole file`()
    async throws
  {
    try await TestHome.with(["stock": StockFile.job(quiet: "1s")], sandbox: StockFile.store) {
      home in
      try await home.serving { _ in
        let first = StockFile.of(10...12, available: 903)
        try home.write("inbox/stock/STOCK.csv", first)
        guard let uploader = FileHandle(forWritingAtPath: "\(home.path)/inbox/stock/STOCK.csv")
        else { throw TestSandbox.Failure(text: "no file to write to") }
        try uploader.seekToEnd()
        try await home.eventually("the file is taken") { home.names("inbox/stock").isEmpty }
        let spooled = try home.journal("SELECT bytes FROM deliveries")
        #expect(spooled == ["\(first.utf8.count)"], "what is taken later changes nothing in it")
        try uploader.write(contentsOf: Data(StockFile.line(13, 903).utf8))
        try uploader.close()
        try await home.eventually("the longer file is taken too", within: 60) {
          try home.deliveries().count == 2
        }
        try await home.eventually("both are settled") {
          try home.deliveries().allSatisfy { $0.contains(" settled ") }
        }
      }
      let receipt = try home.receipt("stock", "STOCK.csv")
      #expect(receipt["delivery"]?.string == "d2")
      #expect(receipt["records"]?.int == 4)
      #expect(receipt["applied"]?.int == 1, "the first three are there already")
      #expect(try await home.sandbox.effects().count == 4)
    }
  }

  @Test(arguments: [
    ("A04 an old time", -700_000_000.0, false), ("A05 a day ahead", 86_400, true),
    ("A05 fifty years ahead", 1_577_880_000, true),
  ])
  func `A04 A05 readiness goes by our clock, whatever time the uploader gives the file`(
    _ what: String, _ offset: Double, _ warns: Bool
  ) async throws {
    try await TestHome.with(["stock": StockFile.job(quiet: "2s")], sandbox: StockFile.store) {
      home in
      func stamp() throws {
        try FileManager.default.setAttributes(
          [.modificationDate: Date(timeIntervalSinceNow: offset)],
          ofItemAtPath: "\(home.path)/inbox/stock/STOCK.csv")
      }
      try home.write("inbox/stock/STOCK.csv", StockFile.of(10...12, available: 904))
      try stamp()
      let run = try home.start(["run", "stock"])
      #expect(await run.prints("stand still"), "\(what): not ready at the first look")
      #expect(home.names("inbox/stock") == ["STOCK.csv"])
      try home.append(StockFile.line(13, 904), to: "inbox/stock/STOCK.csv")
      try stamp()
      let ended = await run.finish()
      #expect(ended.status == 0, "\(ended)")
      #expect(try home.receipt("stock", "STOCK.csv")["records"]?.int == 4, "\(what): whole")
      #expect(ended.output.contains("in the future") == warns, "\(ended)")
    }
  }

  @Test(arguments: ["filepart", "part", "tmp", "PART"])
  func `A06 an unfinished name is left alone until it is renamed`(_ ending: String) async throws {
    let files = StockFile.job(quiet: "60s").replacingOccurrences(of: "*.csv", with: "STOCK*")
    try await TestHome.with(["stock": files], sandbox: StockFile.store) { home in
      try await home.serving { serve in
        try home.drop("stock", "STOCK.csv.\(ending)", StockFile.of(10...11, available: 905))
        #expect(await serve.prints("left STOCK.csv.\(ending) alone"))
        #expect(try home.deliveries().isEmpty)
        #expect(
          rename(
            "\(home.path)/inbox/stock/STOCK.csv.\(ending)", "\(home.path)/inbox/stock/STOCK.csv")
            == 0)
        try await home.settled("stock", "STOCK.csv")
      }
      #expect(try await home.sandbox.effects().count == 2)
    }
  }

  @Test func `A12 the same name again while the first is being sent, both worked in order`()
    async throws
  {
    try await TestHome.with(
      sandbox: StockFile.store + ["--faults", "inventorySetQuantities:1:late-2"]
    ) { home in
      try await home.serving { serve in
        try home.drop("stock", "STOCK.csv", StockFile.of(10...11, available: 906))
        #expect(await serve.prints("changes to send"))
        try home.drop("stock", "STOCK.csv", StockFile.of(10...11, available: 907))
        try await home.eventually("both settled") {
          try home.deliveries().filter { $0.contains(" settled ") }.count == 2
        }
      }
      let after = try await home.sandbox.effects().compactMap { $0["after"]?.text }
      #expect(after.count == 4)
      #expect(after.prefix(2).allSatisfy { $0.contains("906") }, "\(after)")
      #expect(after.suffix(2).allSatisfy { $0.contains("907") }, "\(after)")
      #expect(try home.receipt("stock", "STOCK.csv")["delivery"]?.string == "d2")
      // Each has its own answer beside its archived original.
      #expect(home.names("archive").filter { $0.hasSuffix(".receipt.json") }.count == 2)
    }
  }

  @Test func `A19 files one after the other in the same inode are each read from their first byte`()
    async throws
  {
    try await TestHome.with(
      ["stock": StockFile.job("compare: mirror")], sandbox: StockFile.store
    ) { home in
      try home.write("inbox/stock/.keep", "")
      var inodes: [UInt64] = []
      for number in 10..<26 {
        let name = "inbox/stock/STOCK_\(number).csv"
        try home.append(StockFile.header + StockFile.line(number, 908), to: name)
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(home.path)/\(name)")
        inodes.append((attributes[.systemFileNumber] as? NSNumber)?.uint64Value ?? 0)
        let ended = try await home.dray("run", "stock")
        #expect(ended.status == 0, "\(ended)")
      }
      print("\(inodes.count) files in \(Set(inodes).count) inodes")
      #expect(try home.deliveries().count == 16)
      #expect(try await home.sandbox.effects().count == 16)
      #expect(
        try home.journal("SELECT DISTINCT records FROM deliveries") == ["1"],
        "each delivery has its one record")
    }
  }

  @Test func `A22 files that come while serve starts are all found, each once`() async throws {
    try await TestHome.with(["stock": StockFile.job("compare: mirror")], sandbox: StockFile.store) {
      home in
      _ = try await home.dray("refresh", "locations", "products", "inventory")
      let serve = try home.start(["serve"])
      var dropped = 0
      while dropped < 20 {
        try home.drop(
          "stock", "STOCK_\(dropped).csv", StockFile.header + StockFile.line(10 + dropped, 909))
        dropped += 1
        try await Task.sleep(for: .milliseconds(10))
      }
      try await home.eventually("all are settled") {
        guard home.text("state/journal.sqlite") != nil else { return false }
        return try home.deliveries().filter { $0.contains(" settled ") }.count == 20
      }
      serve.signal(SIGTERM)
      #expect(await serve.finish().status == 0)
      #expect(try home.deliveries().count == 20)
      #expect(try await home.sandbox.effects().count == 20)
    }
  }
}
