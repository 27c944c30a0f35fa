// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

@testable import Jobs

@Suite struct `What dray init writes` {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func `is a home without a fault`() throws {
    let files = Dictionary(uniqueKeysWithValues: HomeTemplate.files.map { ($0.path, $0.text) })
    let home = try ScratchHome(files)
    #expect(home.complaints == [])
    #expect(Home.read(home.path).jobs.map(\.name) == ["orders", "prices", "stock"])
  }

  @Test func `keeps its state private`() {
    #expect(HomeTemplate.folders.first { $0.path == "state" }?.mode == 0o700)
  }

  @Test(
    arguments: HomeTemplate.files.filter {
      $0.path.hasPrefix("jobs/") || $0.path.hasSuffix(".json")
    })
  func `has the same examples as the repository's own home`(_ file: HomeTemplate.File) throws {
    let path = Self.root.appending(path: file.path)
    if ProcessInfo.processInfo.environment["DRAY_WRITE_DOCS"] == "1", file.path.hasSuffix(".json") {
      try file.text.write(to: path, atomically: true, encoding: .utf8)
    }
    let text = try String(contentsOf: path, encoding: .utf8)
    #expect(text == file.text)
  }

  @Test func `the repository is itself a home without a fault`() {
    let home = Home.read(Self.root.path(percentEncoded: false))
    #expect(home.faults.map(\.description) == [])
    #expect(home.config?.store.endpoint == "http://127.0.0.1:9292")
  }
}

@Suite struct `The table of keys` {
  @Test(arguments: KeyTable.allCases)
  func `documents every key in a sentence`(_ table: KeyTable) {
    for (path, key) in table.paths {
      #expect(key.doc.hasSuffix("."), "\(path)")
      #expect(!(key.isRequired && key.fallback != nil), "\(path)")
    }
  }

  @Test(arguments: KeyTable.allCases)
  func `gives defaults that its own reading accepts`(_ table: KeyTable) {
    for (path, key) in table.paths {
      guard let fallback = key.fallback, !fallback.hasPrefix("{") else { continue }
      let text = fallback == "'\"'" ? "\"" : fallback
      #expect(key.shape.value(of: text) != nil, "\(path): \(fallback)")
    }
  }

  @Test func `is the schema for editors, without the keys of later versions`() throws {
    let schema = try JSON(parsing: Array(KeyTable.schemaText.utf8))
    let feed = schema["$defs"]?["feed"]
    #expect(feed?["required"] == ["feed"])
    #expect(
      feed?["properties"]?["quiet"] == [
        "description":
          "How long a file written in place must stand still before it is taken. Default: 10s.",
        "pattern": "^[0-9]+(ms|s|m|h|d|w)$",
      ])
    #expect(feed?["additionalProperties"] == false)
  }
}
