// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `xmllint`, which reads XML and XPath by the same library with its own tree: what our stream must agree with.
private enum Lint {
  static let path: String? =
    (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").map {
      "\($0)/xmllint"
    }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  /// What it prints, and its exit code.
  static func run(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let process = Process()
    process.executableURL = URL(filePath: try #require(path))
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle(forWritingAtPath: "/dev/null")
    try process.run()
    let data = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: data, as: UTF8.self))
  }
}

@Suite(.enabled(if: Lint.path != nil, "xmllint is not installed"))
struct XMLLintTests {
  /// Pieces that documents are made of at random, sound and broken.
  private static let pieces = [
    "<b>", "</b>", "<b x='1'>", "<b/>", "<c>", "</c>", "<c d=\"&lt;\">", "text", " ", "\n", "é😀",
    "&amp;", "&#65;", "&#x1F600;", "<![CDATA[<b>]]>", "<!-- -->", "<!-- - -->", "<?p i?>", "]]&gt;",
  ]
  private static let broken = [
    "&", "<", "&no;", "&#0;", "]]>", "<!-- -- -->", "<b x='1' x='2'/>", "<b x=1/>", "</x>", "\u{1}",
    "<?xml version='1.0'?>", "&#xFFFF;",
  ]

  /// A document, by a generator of numbers that is the same everywhere.
  private static func document(_ seed: UInt64) -> String {
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    func next(_ count: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(count))
    }
    var open: [String] = []
    var text = "<a>"
    for _ in 0..<(4 + next(40)) {
      let piece = next(60) == 0 ? broken[next(broken.count)] : pieces[next(pieces.count)]
      // Tags are kept in balance, or the documents would hardly ever be sound.
      switch piece {
      case "</b>", "</c>":
        guard let name = open.popLast() else { continue }
        text += "</\(name)>"
      case "<b>", "<b x='1'>", "<c>", "<c d=\"&lt;\">":
        open.append(String(piece.dropFirst().first ?? "b"))
        text += piece
      default: text += piece
      }
    }
    for name in open.reversed() { text += "</\(name)>" }
    return text + "</a>"
  }

  @Test(arguments: 0..<40)
  func `every document is taken or refused as xmllint does, with the same values`(
    _ seed: Int
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { unlink(folder.path() + "/d.xml"); rmdir(folder.path()) }
    let file = folder.appending(path: "d.xml")
    for round in 0..<10 {
      let text = Self.document(UInt64(seed * 100 + round + 1))
      try Data(text.utf8).write(to: file)
      let lint = try Lint.run(["--noout", "--nonet", file.path()])
      let paths = ["string(/a)", "count(//b)", "string(//b[1]/@x)", "string(//c[last()])"]
      let table = try ReadTable(
        xml: text.utf8, "/a",
        ["string(.)", "count(.//b)", "string(.//b[1]/@x)", "string(.//c[last()])"])
      guard lint.status == 0 else {
        #expect(table.fault != nil, "\(text)")
        continue
      }
      #expect(table.fault == nil, "\(text)")
      for (path, value) in zip(paths, table.rows.first ?? []) {
        let theirs = try Lint.run(["--nonet", "--xpath", path, file.path()]).text
        #expect(theirs == (value ?? "") + "\n", "\(path) of \(text)")
      }
    }
  }
}
