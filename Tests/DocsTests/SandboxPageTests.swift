// SPDX-License-Identifier: Apache-2.0

import Sandbox
import Testing

/// The kinds of faults and `docs/sandbox.md`.
struct SandboxPageTests {
  @Test func `every kind of fault is listed with what it does`() throws {
    let section = try Page("docs/sandbox.md").section("Faults")
    #expect(Page.names(in: section) == FaultKind.allCases.map(\.rawValue))
    for kind in FaultKind.allCases {
      #expect(section.contains("| `\(kind.rawValue)` | \(kind.doc) |"), "\(kind)")
    }
  }
}
