// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Mirror
import Tables
import Testing

/// Generated patterns on generated texts, by Dray and by Python's `re`.
@Suite struct PatternOracleTests {
  static let python = "/usr/bin/python3"
  static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracles/patterns.py")

  @Test(.enabled(if: access(python, X_OK) == 0, "python3 is not installed"))
  func `generated patterns find what Python's re finds`() throws {
    var generator = Numbers(state: 0xD12A)
    let cases = (0..<2000).map { _ in
      JSON.array([
        .string("(\(Self.pattern(depth: 3, with: &generator)))"),
        .string(Self.text(with: &generator)),
      ])
    }
    let expected = try Self.oracle(.array(cases))
    let store = try TemporaryMirror()
    try store.execute("CREATE TABLE cases (number INTEGER PRIMARY KEY, pattern TEXT, text TEXT)")
    for (number, pair) in cases.enumerated() {
      try store.execute(
        "INSERT INTO cases VALUES (\(number), \(Self.quoted(pair[0])), \(Self.quoted(pair[1])))")
    }
    var found: [JSON] = []
    try store.mirror.query(
      """
      SELECT text REGEXP pattern, regexp_extract(text, pattern), regexp_extract(text, pattern, 1),
        regexp_replace(text, pattern, '<\\0>') FROM cases ORDER BY number
      """, columns: { _ in }, row: { found.append(.array($0)) })
    #expect(found.count == cases.count)
    var matches = 0
    for (pair, (ours, theirs)) in zip(cases, zip(found, expected)) {
      let isMatch = theirs[0] != .null
      matches += isMatch ? 1 : 0
      #expect(ours == .array([isMatch ? 1 : 0] + (theirs.array ?? [])), "\(pair.text)")
    }
    #expect((300...1900).contains(matches))
  }

  /// Letters, classes, alternatives, groups and repetition. What may be empty is not repeated: there engines differ.
  private static func pattern(depth: Int, with generator: inout Numbers) -> String {
    let atoms = ["a", "b", "ä", ".", "[ab]", "[^a]", "\\d", "\\w", "\\s", "x", "\\.", "-"]
    let ends = ["", "", "", "^", "\\b"]
    return (0..<Int.random(in: 1...3, using: &generator)).map { _ in
      var piece = atoms.randomElement(using: &generator) ?? ""
      if depth > 0, Int.random(in: 0..<3, using: &generator) == 0 {
        let kind = ["(?:", "("].randomElement(using: &generator) ?? ""
        let left = pattern(depth: depth - 1, with: &generator)
        let right = pattern(depth: depth - 1, with: &generator)
        piece = Bool.random(using: &generator) ? "\(kind)\(left)|\(right))" : "\(kind)\(left))"
        return piece + (["", "?"].randomElement(using: &generator) ?? "")
      }
      let repeats = ["", "", "", "+", "*", "?", "{2}", "{1,3}", "+?", "*?", "{2,}"]
      return piece + (repeats.randomElement(using: &generator) ?? "")
    }.joined() + (Int.random(in: 0..<6, using: &generator) == 0 ? "$" : "")
      + (ends.randomElement(using: &generator) == "\\b" ? "\\b" : "")
  }

  private static func text(with generator: inout Numbers) -> String {
    (0..<Int.random(in: 0...14, using: &generator)).map { _ in
      ["a", "a", "b", "ä", "x", " ", "7", ".", "-", "\n"].randomElement(using: &generator) ?? ""
    }.joined()
  }

  private static func quoted(_ text: JSON?) -> String {
    "'" + (text?.string ?? "").replacingOccurrences(of: "'", with: "''") + "'"
  }

  private static func oracle(_ cases: JSON) throws -> [JSON] {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data(cases.text.utf8).write(to: file)
    defer { unlink(file.path()) }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [script.path(), file.path()]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSON(parsing: String(decoding: output, as: UTF8.self)).array ?? []
  }

  /// The same numbers everywhere.
  private struct Numbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }
}
