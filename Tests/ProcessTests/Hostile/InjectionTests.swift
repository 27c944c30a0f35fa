// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// Values that would be code if they were ever put into a document or a line unescaped.
@Suite struct InjectionTests {
  private static let job = """
    feed: product.set
    files: "*.csv"
    quiet: 0s
    format: {type: csv}
    fields:
      handle: handle
      title: title
      description: description
    """

  private static let hostile = [
    "\"}) { shop { id } } #", "} mutation { productDelete(input: {id: 1}) { deletedProductId } }",
    "$input @include(if: false)",
  ]
  private static let lines = [
    "one\ntwo", "a\u{2028}b\u{2029}c\u{85}d", "{\"input\": {}}\r\n{\"input\": {}}",
  ]

  @Test(arguments: ["direct", "bulk"])
  func `S11 S12 values are values whatever they look like`(_ route: String) async throws {
    try await TestHome.with(
      ["products": Self.job], sandbox: ["--products", "6", "--orders", "0"]
    ) { home in
      let refreshed = try await home.dray("refresh", "products")
      #expect(refreshed.status == 0, "\(refreshed)")
      let handles = try home.mirror("SELECT handle FROM products ORDER BY id LIMIT 3")
      var file = "handle,title,description\n"
      for (handle, (title, text)) in zip(handles, zip(Self.hostile, Self.lines)) {
        file += "\(handle),\"\(title.replacing("\"", with: "\"\""))\","
        file += "\"\(text.replacing("\"", with: "\"\""))\"\n"
      }
      try home.drop("products", "p.csv", file)
      let result = try await home.dray("run", "products", "--route", route)
      #expect(result.status == 0, "\(result)")
      let receipt = try home.receipt("products", "p.csv")
      #expect(receipt["applied"]?.int == 3, "\(receipt.text)")
      let effects = try await home.sandbox.effects()
      #expect(Set(effects.compactMap { $0["root"]?.string }) == ["productUpdate"])
      #expect(effects.count == 3, "one effect for each line of the plan")
      let read = try await home.dray("refresh", "products", "--full")
      #expect(read.status == 0, "\(read)")
      #expect(
        try home.mirror("SELECT title FROM products ORDER BY id LIMIT 3") == Self.hostile)
      let descriptions = try home.mirror(
        "SELECT description_html FROM products ORDER BY id LIMIT 3")
      for (found, text) in zip(descriptions, Self.lines) {
        #expect(found.contains(text), "\(found.debugDescription)")
      }
    }
  }
}
