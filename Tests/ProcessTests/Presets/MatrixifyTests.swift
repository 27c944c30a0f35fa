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

  @Test func `products are named by their IDs too, and several images stand in one cell`()
    async throws
  {
    try await TestHome.with(
      TestHome.feed("product.set", "matrixify-products"), sandbox: TestHome.small
    ) { home in
      #expect(try await home.dray("refresh").status == 0)
      let ids = try home.mirror(
        "SELECT p.id || '|' || min(v.id) FROM products p JOIN variants v ON v.product_id = p.id GROUP BY p.id HAVING count(*) > 1 ORDER BY p.id LIMIT 2"
      ).map { $0.split(separator: "|").map(String.init) }
      let sheet = String(
        decoding: try LayoutFile.bytes("matrixify-products--ids.csv"), as: UTF8.self
      ).replacing("{first}", with: ids[0][0]).replacing("{variant}", with: ids[0][1])
        .replacing("{second}", with: ids[1][0])
      try home.drop("feed", "IDS.csv", sheet)
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(
        home.lines("feed", "IDS.csv") == [
          "1 applied", "2 applied", "3 applied", "4 applied", "5 rejected missing-value",
        ])
      #expect(
        try home.mirror(
          "SELECT p.title, v.price, (SELECT count(*) FROM product_publications c JOIN publications n ON n.id = c.publication_id WHERE c.product_id = p.id AND c.is_published AND n.name = 'Online Store') FROM products p JOIN variants v ON v.product_id = p.id WHERE v.id = \(ids[0][1])"
        ) == ["Renamed|11.50|0"])
      #expect(try home.mirror("SELECT count(*) FROM products WHERE title = 'Second'") == ["1"])
      for (id, images) in [(ids[0][0], ["a.jpg", "b;v=2.jpg"]), (ids[1][0], ["c.jpg", "d.jpg"])] {
        let has = try home.mirror(
          "SELECT url FROM product_media WHERE product_id = \(id) ORDER BY position")
        #expect(images.allSatisfy { image in has.contains { $0.contains(image) } }, "\(has)")
      }
      try home.drop(
        "feed", "RENAME.csv",
        "ID,Handle,Command,Title\n\(ids[0][0]),another-handle,MERGE,\n")
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(home.lines("feed", "RENAME.csv") == ["1 rejected missing-title"])
    }
  }

  @Test func `commands of variants, images, tags and products do what they say, each on its level`()
    async throws
  {
    try await TestHome.with(
      TestHome.feed("product.set", "matrixify-products"), sandbox: TestHome.small
    ) { home in
      let header =
        "Handle,Command,Title,Tags,Tags Command,Image Src,Image Command,Variant Command,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
      let image = "https://pim.example/"
      try home.drop(
        "feed", "A.csv",
        header
          + "cup,NEW,Cup,\"a, b\",,\(image)1.jpg;\(image)2.jpg,,,Size,S,C-S,1.00\ncup,NEW,,,,,,,Size,M,C-M,2.00\n"
          + "jug,NEW,Jug,\"a, b\",,\(image)3.jpg,,,Size,S,J-S,1.00\njug,NEW,,,,,,,Size,M,J-M,2.00\n"
      )
      #expect(try await home.dray("run", "feed").status == 0)
      try home.drop(
        "feed", "B.csv",
        header
          + "cup,UPDATE,,a,DELETE,\(image)1.jpg,DELETE,,,,,\ncup,UPDATE,,,,,,DELETE,Size,S,,\ncup,UPDATE,,,,,,UPDATE,Size,M,,2.50\n"
          + "jug,REPLACE,Jug,c,,\(image)4.jpg,,,Size,L,J-L,3.00\n" + "vase,UPDATE,Vase,,,,,,,,,\n")
      #expect(try await home.dray("run", "feed").status == 0)
      let lines = home.lines("feed", "B.csv")
      #expect(
        lines.filter { $0.contains("rejected") } == ["5 rejected unknown-key"], "\(lines)")
      #expect(
        try home.mirror(
          "SELECT p.handle, p.tags, v.option1, v.price FROM products p JOIN variants v ON v.product_id = p.id WHERE p.handle IN ('cup', 'jug') ORDER BY 1, v.position"
        ) == ["cup|[\"b\"]|M|2.50", "jug|[\"c\"]|L|3.00"])
      let images = try home.mirror(
        "SELECT p.handle || ' ' || m.url FROM products p JOIN product_media m ON m.product_id = p.id WHERE p.handle IN ('cup', 'jug') ORDER BY 1"
      )
      #expect(images.count == 2, "\(images)")
      #expect(images.first?.contains("2.jpg") == true && images.last?.contains("4.jpg") == true)
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
