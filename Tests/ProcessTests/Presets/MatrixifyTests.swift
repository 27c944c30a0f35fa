// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct MatrixifyTests {
  @Test func `a Products sheet does what its commands say`() async throws {
    try await TestHome.with(
      TestHome.feed("product.set", "matrixify-products"), sandbox: TestHome.small
    ) { home in
      try home.write(
        "before.csv",
        "Handle,Command,Title,Tags,Option1 Name,Option1 Value\ngone,MERGE,Gone,,,\nmug,MERGE,Old mug,\"old, tea\",Colour,Red\n"
      )
      #expect(try await home.dray("run", "feed", "\(home.path)/before.csv").status == 0)
      let lines = try await home.work("matrixify-products.csv")
      #expect(
        lines == [
          "1 applied", "2 applied", "3 applied", "4 rejected unknown-key", "5 unchanged",
          "6 applied",
        ])
      #expect(
        try home.mirror(
          "SELECT handle, title, status, seo_title, tags FROM products WHERE handle IN ('mug', 'pot', 'lid', 'spoon', 'gone') ORDER BY handle"
        ) == [
          "mug|Mug|ACTIVE|Mugs and cups|[\"cup\",\"old\",\"tea\"]",
          "pot|Pot|DRAFT|NULL|[\"tea\"]",
        ])
      #expect(
        try home.mirror(
          "SELECT v.option1, v.sku, v.barcode, v.price, CAST(v.weight AS TEXT), v.weight_unit FROM variants v JOIN products p ON p.id = v.product_id WHERE p.handle = 'mug' AND v.sku <> '' ORDER BY v.position"
        ) == [
          "Red|M-1|4006381333931|9.50|350|GRAMS", "Blue|M-2|NULL|9.50|0.35|KILOGRAMS",
        ])
      #expect(
        try home.mirror(
          "SELECT owner_type, namespace, key, type FROM metafields WHERE namespace = 'custom' ORDER BY 1, 3"
        ) == [
          "PRODUCT|custom|care|multi_line_text_field",
          "PRODUCT|custom|colours|list.single_line_text_field",
          "PRODUCTVARIANT|custom|shelf|single_line_text_field",
          "PRODUCTVARIANT|custom|shelf|single_line_text_field",
        ])
      try await home.expectAudit()
    }
  }

  @Test func `a deletion counts for max_deleted`() async throws {
    try await TestHome.with(
      TestHome.feed("product.set", "matrixify-products", "rails: {max_deleted: 0}\n"),
      sandbox: TestHome.small
    ) { home in
      _ = try await home.dray("refresh")
      let handle = try #require(try home.mirror("SELECT handle FROM products LIMIT 1").first)
      try home.drop("feed", "F.csv", "Handle,Command\n\(handle),DELETE\n")
      #expect(try await home.dray("run", "feed").status == 65)
      #expect(try home.receipt("feed", "F.csv")["state"] == "held")
      #expect(try await home.dray("approve", "d1").status == 0)
      #expect(try await home.changes(of: "productDelete").count == 1)
      let undo = try await home.dray("undo", "d1")
      #expect("\(undo)".contains("1 rejected"), "a deleted product cannot be brought back: \(undo)")
    }
  }

  @Test func `fulfillment lines of an Orders sheet ship what is open`() async throws {
    try await TestHome.with(
      TestHome.feed("shipment.create", "matrixify-tracking"), sandbox: TestHome.small
    ) { home in
      try await home.order(("SKU-00010", 3, "Berlin"), ("SKU-00011", 1, "Berlin"))
      try await home.order(("SKU-00012", 2, "Hamburg"))
      try await home.order(("SKU-00013", 1, "Berlin"))
      let lines = try await home.work("matrixify-tracking.csv")
      #expect(
        lines == [
          "1 unchanged", "2 applied", "3 applied", "4 applied", "5 unchanged", "6 unchanged",
          "7 unchanged", "8 rejected wrong-word",
        ])
      #expect(
        try await home.shipped() == [
          "#1001 00340434161094000001: SKU-00010 × 3, SKU-00011 × 1", "#1002 T2: SKU-00012 × 2",
        ])
    }
  }
}
