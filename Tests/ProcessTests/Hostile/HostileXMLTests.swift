// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// XML that tries to read files, reach hosts or use up the machine.
@Suite struct HostileXMLTests {
  struct Attack: Sendable, CustomTestStringConvertible {
    var testDescription: String
    /// `FILE` and `URL` stand for what must not be touched.
    var text: String
    /// What the receipt calls it; nil where the file is harmless and only the lure is ignored.
    var isRefused = true
  }

  static let item = "<item><sku>SKU-00010</sku><price>12.34</price></item>"

  static let lures = [
    Attack(
      testDescription: "a file entity",
      text:
        "<!DOCTYPE prices [<!ENTITY x SYSTEM \"file://FILE\">]><prices><item><sku>&x;</sku><price>1</price></item></prices>"
    ),
    Attack(
      testDescription: "an http entity",
      text:
        "<!DOCTYPE prices [<!ENTITY x SYSTEM \"URL/x\">]><prices><item><sku>&x;</sku><price>1</price></item></prices>"
    ),
    Attack(
      testDescription: "a parameter entity",
      text: "<!DOCTYPE prices [<!ENTITY % x SYSTEM \"URL/x.dtd\"> %x;]><prices>\(item)</prices>"),
    Attack(
      testDescription: "an external DTD",
      text: "<!DOCTYPE prices SYSTEM \"URL/x.dtd\"><prices>\(item)</prices>"),
    Attack(
      testDescription: "XInclude",
      text:
        "<prices xmlns:xi=\"http://www.w3.org/2001/XInclude\"><xi:include href=\"FILE\" parse=\"text\"/><xi:include href=\"URL/x\"/>\(item)</prices>",
      isRefused: false),
    Attack(
      testDescription: "a stylesheet and a schema",
      text:
        "<?xml-stylesheet type=\"text/xsl\" href=\"URL/x.xsl\"?><prices xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:noNamespaceSchemaLocation=\"URL/x.xsd\">\(item)</prices>",
      isRefused: false),
  ]

  @Test(arguments: lures, [false, true])
  func `S06 XML reaches no file and no host, whatever it names`(
    _ attack: Attack, _ ignoresDoctype: Bool
  ) async throws {
    let job = TestHome.prices.replacingOccurrences(
      of: "/prices/item}", with: "/prices/item\(ignoresDoctype ? ", doctype: ignore" : "")}")
    try await TestHome.with(["prices": job], sandbox: StockFile.store) { home in
      let listener = try Listener()
      try home.write("outside/secret.txt", "canary-4711")
      let text = attack.text.replacingOccurrences(
        of: "FILE", with: "\(home.path)/outside/secret.txt"
      )
      .replacingOccurrences(of: "URL", with: "http://127.0.0.1:\(listener.port)")
      try home.drop("prices", "PRICES.xml", text)
      let ended = try await home.dray("run", "prices")
      #expect(listener.connections() == 0, "no host is reached")
      #expect(try home.places(of: "canary-4711") == ["outside/secret.txt"])
      let receipt = try home.receipt("prices", "PRICES.xml")
      // With `doctype: ignore` a DTD that is only named is passed over, and never loaded.
      let isRefused =
        attack.isRefused && !(ignoresDoctype && attack.testDescription == "an external DTD")
      #expect(receipt["state"]?.string == (isRefused ? "refused" : "settled"), "\(receipt.text)")
      #expect(ended.status == (isRefused ? 65 : 0), "\(ended)")
      let effects = try await home.sandbox.effects()
      #expect(effects.count == (isRefused ? 0 : 1))
      if isRefused, attack.testDescription == "an external DTD" {
        #expect(receipt["faults"]?.text.contains("doctype: ignore") == true, "\(receipt.text)")
      }
    }
  }

  static let strace: String? = ["/usr/bin/strace", "/usr/local/bin/strace"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: strace != nil, "strace is not installed"), arguments: [false, true])
  func `S06 the kernel is asked for no file and no host that XML names, by XPath either`(
    _ usesXPath: Bool
  ) async throws {
    let program = try #require(Self.strace)
    let records = "records: /prices/item, doctype: ignore}\ncolumns: {KIND: name(..)}"
    let job = TestHome.prices.replacingOccurrences(of: "records: /prices/item}", with: records)
      .replacingOccurrences(of: "sku: sku", with: usesXPath ? "sku: sku[1]" : "sku: sku")
    try await TestHome.with(["prices": job], sandbox: StockFile.store) { home in
      let listener = try Listener()
      try home.write("outside/lure.txt", "canary-4712")
      for (index, attack) in Self.lures.enumerated() {
        let text = attack.text.replacingOccurrences(
          of: "FILE", with: "\(home.path)/outside/lure.txt"
        )
        .replacingOccurrences(of: "URL", with: "http://127.0.0.1:\(listener.port)")
        try home.drop("prices", "PRICES-\(index).xml", text)
      }
      let log = "\(home.path)/scratch/calls.txt"
      let run = try Command(
        ["-f", "-qq", "-e", "trace=%file,%network", "-o", log, Command.dray, "run", "prices"],
        program: program, scratch: "\(home.path)/scratch", environment: ["DRAY_HOME": home.path])
      _ = await run.finish()
      let calls = home.text("scratch/calls.txt") ?? ""
      #expect(calls.contains("PRICES-0.xml"), "the calls are seen: \(calls.prefix(400))")
      #expect(!calls.contains("lure.txt"))
      #expect(!calls.contains("x.dtd") && !calls.contains("x.xsl") && !calls.contains("x.xsd"))
      #expect(!calls.contains("htons(\(listener.port))"))
      #expect(listener.connections() == 0)
    }
  }

  static let floods = [
    Attack(
      testDescription: "a billion laughs",
      text: "<!DOCTYPE p [<!ENTITY a \"ha\">"
        + (1...20).map {
          "<!ENTITY a\($0) \"&a\($0 == 1 ? "" : String($0 - 1));&a\($0 == 1 ? "" : String($0 - 1));\">"
        }
        .joined() + "]><prices><item><sku>&a20;</sku><price>1</price></item></prices>"),
    Attack(
      testDescription: "deep nesting",
      text: "<prices>" + String(repeating: "<a>", count: 100_000)
        + String(repeating: "</a>", count: 100_000) + "</prices>"),
    Attack(
      testDescription: "a flood of attributes",
      text: "<prices><item " + (0..<100_000).map { "a\($0)=\"x\"" }.joined(separator: " ")
        + "><sku>SKU-00010</sku><price>1</price></item></prices>"),
    Attack(
      testDescription: "a text of 64 MB",
      text: "<prices><item><sku>" + String(repeating: "0123456789abcdef", count: 4 << 20)
        + "</sku><price>1</price></item></prices>"),
  ]

  @Test(arguments: floods)
  func `S07 XML that would use up the machine is refused soon, within bounded memory`(
    _ attack: Attack
  ) async throws {
    let job = TestHome.prices.replacingOccurrences(
      of: "/prices/item}", with: "/prices/item, doctype: ignore}")
    try await TestHome.with(["prices": job], sandbox: StockFile.store) { home in
      _ = try await home.dray("refresh", "locations", "products")
      try home.drop("prices", "PRICES.xml", attack.text)
      let run = try home.start(["run", "prices"])
      var peak = 0
      let deadline = Date().addingTimeInterval(30)
      while run.isRunning, Date() < deadline {
        peak = max(peak, Self.peakMemory(run.pid) ?? 0)
        try await Task.sleep(for: .milliseconds(2))
      }
      let ended = await run.finish(within: 1)
      #expect(ended.status == 65, "\(attack.testDescription): \(ended)")
      #expect(try home.receipt("prices", "PRICES.xml")["state"]?.string == "refused")
      #expect(peak < 256 << 20, "\(attack.testDescription): \(peak >> 20) MiB at most")
      #expect(try await home.sandbox.effects().isEmpty)
    }
  }

  /// The most memory a process has had, in bytes; nil once it has ended.
  private static func peakMemory(_ pid: Int32) -> Int? {
    guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/status") else { return nil }
    let line = String(decoding: data, as: UTF8.self).split(separator: "\n")
      .first { $0.hasPrefix("VmHWM:") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
      .map { $0 << 10 }
  }
}
