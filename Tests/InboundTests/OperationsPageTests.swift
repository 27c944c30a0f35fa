// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Foundation
import Testing

@Suite struct OperationsPageTests {
  /// Where the page is; `DRAY_WRITE_DOCS=1 swift test --filter OperationsPageTests` writes it anew.
  static let path = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("docs/operations.md")

  @Test func `the page of operations says what the catalogue declares`() throws {
    if ProcessInfo.processInfo.environment["DRAY_WRITE_DOCS"] != nil {
      try Data(OperationsPage.text.utf8).write(to: Self.path)
    }
    #expect(try String(contentsOf: Self.path, encoding: .utf8) == OperationsPage.text)
  }

  @Test(arguments: Catalogue.Operation.all.map(\.name))
  func `an operation's declaration hangs together`(_ name: String) throws {
    let operation = try #require(Catalogue.Operation.named(name))
    let fields = operation.fields.map(\.name)
    #expect(Set(fields).count == fields.count)
    for key in operation.keys { #expect(Set(key).isSubset(of: fields)) }
    #expect(Set(operation.values.names).isSubset(of: fields))
    #expect(Set(operation.quantityFields).isSubset(of: operation.values.names))
    #expect(operation.steps[0].document.contains("dray_BATCH"))
    #expect(operation.steps[0].document.contains(operation.steps[0].root))
    if let group = operation.groupColumn { #expect(operation.identity.contains(group)) }
    #expect(!operation.scopes.isEmpty)
    #expect(!operation.routes.isEmpty)
  }
}
