// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// A file of `Tests/Layouts`: one of the product's presets, with what is odd about its layout.
struct LayoutFile {
  /// Its bytes.
  static func bytes(_ name: String) throws -> [UInt8] {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return Array(try Data(contentsOf: root.appendingPathComponent("Layouts/\(name)")))
  }
}

extension TestHome {
  /// A feed that says no more than its preset, and a further key or two.
  static func feed(_ operation: String, _ preset: String, _ more: String = "") -> [String: String] {
    ["feed": "feed: \(operation)\npreset: \(preset)\nquiet: 0s\nreceipt: all\n\(more)"]
  }

  /// Drops a layout's file, works it, and gives the rows of its receipt as `record outcome code`.
  func work(_ layout: String) async throws -> [String] {
    try drop("feed", layout, try LayoutFile.bytes(layout))
    let run = try await dray("run", "feed")
    #expect(run.status == 0, "\(run)")
    return lines("feed", layout)
  }
}
