// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc
import Tables
import Testing

/// Generated files, read by Dray and by Python's `csv`.
@Suite struct CSVOracleTests {
  static let python = "/usr/bin/python3"
  static let script = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracles/rows.py")

  @Test(.enabled(if: access(python, X_OK) == 0, "python3 is not installed"))
  func `B03 B09 generated files have the rows that Python's csv finds`() throws {
    var generator = SplitMix(state: 0xD12A)
    let files = (0..<150).map { _ in "h1,h2,h3\n" + Self.rows(with: &generator) }
    let found = try Self.oracle(files)
    #expect(found.count == files.count)
    var (compared, refused) = (0, 0)
    for (text, expected) in zip(files, found) {
      let table = try ReadTable(csv: text)
      guard table.fault == nil else {
        refused += 1
        continue
      }
      // Python has no opinion on the number of values.
      let sound = zip(table.rows, table.extents).filter { $0.1.fault == nil }.map(\.0)
      #expect(sound == expected.dropFirst().filter { $0.count == 3 }, "\(text)")
      compared += 1
    }
    #expect(compared > 40)
    #expect(refused > 0)
  }

  /// A few rows of values that are hard to read.
  private static func rows(with generator: inout SplitMix) -> String {
    let plain = ["", "a", "0815", " x ", "5\" pipe", "ä😀", "'", "x\ty", "#"]
    let quoted = ["", "a,b", "x\ny", "\r\n", "\r", "\"\"", "say \"\"hi\"\"", ",,", "ü"]
    let ends = ["\n", "\r\n", "\r", "\n\n"]
    return (0..<Int.random(in: 0...12, using: &generator)).map { _ in
      var values = (0..<3).map { _ in
        Bool.random(using: &generator)
          ? plain.randomElement(using: &generator) ?? ""
          : "\"\(quoted.randomElement(using: &generator) ?? "")\""
      }
      if Int.random(in: 0..<10, using: &generator) == 0 { values.append("more") }
      if Int.random(in: 0..<10, using: &generator) == 0 { values.removeLast() }
      // One in forty is broken: both must not fall over it.
      let tail = Int.random(in: 0..<40, using: &generator) == 0 ? "\"x" : ""
      return values.joined(separator: ",") + tail + (ends.randomElement(using: &generator) ?? "\n")
    }.joined()
  }

  /// The rows of each file, empty lines left out.
  private static func oracle(_ files: [String]) throws -> [[[String]]] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { removeFolder(folder) }
    for (index, text) in files.enumerated() {
      try Data(text.utf8).write(to: folder.appending(path: "\(index).csv"))
    }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = [script.path(), folder.path(), "\(files.count)"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return try JSONDecoder().decode([[[String]]].self, from: output)
  }

  private static func removeFolder(_ folder: URL) {
    do { try FileManager.default.removeItem(at: folder) } catch {
      Issue.record("\(folder.path()) cannot be removed: \(error)")
    }
  }
}

/// A small generator whose numbers are the same everywhere.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
