// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Mirror

struct BulkResultTests {
  struct Case: CustomTestStringConvertible {
    var name: String
    var text: String
    var count: Int
    /// What the refusal says; nil where the result is taken.
    var refusal: String?
    var testDescription: String { name }
  }

  static let cases = [
    Case(name: "whole", text: "{\"id\":1}\n{\"id\":2}\n", count: 2),
    Case(name: "without a last line break", text: "{\"id\":1}\n{\"id\":2}", count: 2),
    Case(name: "with an empty line", text: "{\"id\":1}\n\n{\"id\":2}\n", count: 2),
    Case(
      name: "cut within a line", text: "{\"id\":1}\n{\"id\":", count: 2,
      refusal: "The bulk result is cut within its line 2: "),
    Case(
      name: "cut between lines", text: "{\"id\":1}\n", count: 2,
      refusal: "The bulk result is cut: it has 1 objects where the store counted 2."),
    Case(
      name: "empty", text: "", count: 1,
      refusal: "The bulk result is cut: it has 0 objects where the store counted 1."),
  ]

  @Test(arguments: cases)
  func `E11 a cut bulk result is no result`(_ example: Case) throws {
    let path = NSTemporaryDirectory() + "bulk-\(UUID().uuidString).jsonl"
    try example.text.write(toFile: path, atomically: true, encoding: .utf8)
    defer { unlink(path) }
    if let refusal = example.refusal {
      let error = #expect(throws: MirrorError.self) {
        try BulkResult.check(path, objectCount: example.count)
      }
      #expect(error?.description.hasPrefix(refusal) == true, "\(String(describing: error))")
    } else {
      try BulkResult.check(path, objectCount: example.count)
    }
  }

  @Test func `lines longer than the buffer come whole`() throws {
    let path = NSTemporaryDirectory() + "lines-\(UUID().uuidString).jsonl"
    let lines = [3, 1_048_576, 2_500_000, 0, 1_048_575, 7].map { String(repeating: "x", count: $0) }
    try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
    defer { unlink(path) }
    let file = try LineFile(path: path)
    var lengths: [Int] = []
    while let line = try file.next() { lengths.append(line.count) }
    #expect(lengths == [3, 1_048_576, 2_500_000, 1_048_575, 7])
  }
}
