// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

@testable import Outbound

/// The SQL users copy is the SQL that is run.
@Suite struct `The page of each SELECT` {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/sql")

  /// `DRAY_WRITE_DOCS=1` writes the files anew.
  @Test(arguments: ExportKind.all.map(\.name))
  func `is the very text`(_ name: String) throws {
    let kind = try #require(ExportKind.named(name))
    let file = Self.folder.appending(path: "\(name).sql")
    if ProcessInfo.processInfo.environment["DRAY_WRITE_DOCS"] == "1" {
      try Data((kind.sql + "\n").utf8).write(to: file)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == kind.sql + "\n")
  }
}
