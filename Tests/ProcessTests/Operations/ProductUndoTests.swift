// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `dray undo` of products: what was made is archived or deleted, what was added is taken away, what has changed
/// since is left alone.
@Suite struct ProductUndoTests {
  private static let state = """
    SELECT p.handle, p.title, p.status, p.tags, v.option1, v.sku, v.price, v.cost
    FROM variants v JOIN products p ON p.id = v.product_id
    WHERE p.handle IN ('alpine-parka-1', 'linen-shirt') ORDER BY p.handle, v.position
    """

  @Test func `products made anew are archived, new variants deleted, and values and tags go back`()
    async throws
  {
    try await OperationCase.productSet.with { home in
      let before = try home.mirror(Self.state)
      try home.drop("feed", "F.csv", OperationCase.productSet.good)
      #expect(try await home.dray("run", "feed").status == 0)
      let done = try await home.changes()
      let undo = try await home.dray("undo", "d1")
      #expect(undo.status == 0, "\(undo)")
      let receipt = try home.receipt("feed", "undo-d1.csv")
      // The other records of the new product go with it.
      #expect(receipt["applied"]?.int == 3, "\(receipt.text)")
      #expect(receipt["unchanged"]?.int == 2)
      let after = try home.mirror(Self.state)
      #expect(after.filter { $0.hasPrefix("alpine") } == before)
      #expect(after.count == before.count + 2)
      #expect(
        after.suffix(2).allSatisfy { $0.hasPrefix("linen-shirt|Linen Shirt|ARCHIVED|") }, "\(after)"
      )
      let roots = try await home.changes().filter { $0.value != done[$0.key] }
      #expect(
        Set(roots.keys) == [
          "productUpdate", "productVariantsBulkUpdate", "tagsRemove", "productVariantsBulkDelete",
        ])
      // Taken back in turn: on sale again; a variant that was deleted stays so, and says why.
      let again = try await home.dray("undo", "d2")
      #expect(again.status == 0, "\(again)")
      let lines = home.lines("feed", "undo-d2.csv")
      #expect(lines.filter { $0.contains("applied") }.count == 2, "\(lines)")
      #expect(lines.filter { $0.contains("rejected cannot-undo") }.count == 1, "\(lines)")
      #expect(
        try home.mirror("SELECT title, status FROM products WHERE handle = 'linen-shirt'")
          == ["Linen Shirt|ACTIVE"])
      #expect(
        try home.mirror("SELECT title FROM products WHERE handle = 'alpine-parka-1'")
          == ["Alpine Parka II"])
      try await home.expectAudit()
    }
  }

  @Test func `a product or variant that has changed in the shop since is left, with the reason`()
    async throws
  {
    try await OperationCase.productSet.with { home in
      try home.drop("feed", "F.csv", OperationCase.productSet.good)
      #expect(try await home.dray("run", "feed").status == 0)
      _ = try await home.sandbox.post(
        "product-update", ["handle": "linen-shirt", "title": "Linen Shirt, slim"])
      _ = try await home.sandbox.post("variant", ["sku": "NEW-1", "price": "444.00"])
      #expect(try await home.dray("undo", "d1").status == 0)
      let records = home.text("outbox/receipts/feed/undo-d1.csv.receipt.csv") ?? ""
      #expect(
        records.contains(
          "changed since, and left as it is: title was set to Linen Shirt, the store has Linen Shirt, slim"
        ), "\(records)")
      #expect(
        records.contains(
          "changed since, and left as it is: price was set to 505.00, the store has 444.00"),
        "\(records)")
      #expect(try home.receipt("feed", "undo-d1.csv")["rejected"]?.int == 2)
      #expect(try await home.changes(of: "productVariantsBulkDelete").isEmpty)
      #expect(
        try home.mirror("SELECT status FROM products WHERE handle = 'linen-shirt'") == ["ACTIVE"])
      try await home.expectAudit()
    }
  }

  @Test func `images, metafields and channels that were added are taken away, and nothing else`()
    async throws
  {
    try await OperationCase.productSet.with { home in
      let state = """
        SELECT (SELECT count(*) FROM product_media m WHERE m.product_id = p.id),
          (SELECT group_concat(publication_id) FROM product_publications c
            WHERE c.product_id = p.id AND is_published),
          (SELECT group_concat(namespace || '.' || key || '=' || value) FROM metafields f
            WHERE f.owner_type = 'PRODUCT' AND f.owner_id = p.id)
        FROM products p WHERE handle = 'alpine-parka-1'
        """
      let before = try home.mirror(state)
      try home.write(
        "jobs/feed.yaml",
        "feed: product.set\nquiet: 0s\nformat: {type: csv}\nfields: {handle: handle, image_url: image, published: channels, metafield.custom.care: care}\n"
      )
      try home.drop(
        "feed", "F.csv",
        "handle,image,channels,care\nalpine-parka-1,https://pim.example/new.jpg,Point of Sale,cold wash\n"
      )
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(try home.mirror(state) != before)
      #expect(try await home.dray("undo", "d1").status == 0)
      #expect(
        try home.receipt("feed", "undo-d1.csv")["applied"]?.int == 1,
        "\(home.text("outbox/receipts/feed/undo-d1.csv.receipt.csv") ?? "")")
      #expect(try await home.dray("refresh").status == 0)
      #expect(try home.mirror(state) == before)
      for root in ["productDeleteMedia", "metafieldsDelete", "publishableUnpublish"] {
        #expect(try await home.changes(of: root).count == 1, "\(root)")
      }
      try await home.expectAudit()
    }
  }

  @Test
  func `a channel with a minus before it is left, FALSE in a product CSV too, and undo goes back`()
    async throws
  {
    try await OperationCase.productSet.with { home in
      let channels = """
        SELECT group_concat(name, '+') FROM (SELECT u.name FROM product_publications c
          JOIN publications u ON u.id = c.publication_id JOIN products p ON p.id = c.product_id
          WHERE p.handle = 'alpine-parka-1' AND c.is_published ORDER BY u.name)
        """
      #expect(try home.mirror(channels) == ["Online Store+Shop"])
      try home.write(
        "jobs/feed.yaml",
        "feed: product.set\nquiet: 0s\nformat: {type: csv}\nfields: {handle: handle, published: channels}\n"
      )
      try home.drop(
        "feed", "F.csv",
        "handle,channels\nalpine-parka-1,\"Point of Sale, -Online Store\"\n")
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(try home.mirror(channels) == ["Point of Sale+Shop"])
      #expect(try await home.dray("undo", "d1").status == 0)
      #expect(try home.mirror(channels) == ["Online Store+Shop"])
      try home.write(
        "jobs/feed.yaml", "feed: product.set\nquiet: 0s\npreset: shopify-products\n")
      let csv = "Handle,Title,Published\nalpine-parka-1,Alpine Parka,FALSE\n"
      try home.drop("feed", "G.csv", csv)
      let second = try await home.dray("run", "feed")
      #expect(second.status == 0, "\(second)")
      #expect(try home.mirror(channels) == ["Shop"])
    }
  }

  @Test func `an archived product goes back on sale unless someone has changed its status`()
    async throws
  {
    try await OperationCase.productArchive.with { home in
      try home.drop("feed", "F.csv", OperationCase.productArchive.good)
      #expect(try await home.dray("run", "feed").status == 0)
      _ = try await home.sandbox.post(
        "product-update", ["handle": "one-more", "status": "DRAFT"])
      #expect(try await home.dray("undo", "d1").status == 0)
      #expect(
        try home.mirror(
          "SELECT handle, status FROM products WHERE handle IN ('alpine-parka-1', 'one-more') ORDER BY 1"
        ) == ["alpine-parka-1|ACTIVE", "one-more|DRAFT"])
      let records = home.text("outbox/receipts/feed/undo-d1.csv.receipt.csv") ?? ""
      #expect(
        records.contains(
          "changed since, and left as it is: status was set to ARCHIVED, the store has DRAFT"),
        "\(records)")
    }
  }

  /// Each request of an undo, killed before and after the store has carried it out.
  static let kills = ["productUpdate", "tagsRemove", "productVariantsBulkDelete"].flatMap { root in
    [(root, "hang"), (root, "hang:after")]
  }

  @Test(arguments: kills)
  func `an undo killed at any of its requests is finished by the next run, once`(
    _ root: String, _ fault: String
  ) async throws {
    try await OperationCase.productSet.with { home in
      let before = try home.mirror(Self.state)
      try home.drop("feed", "F.csv", OperationCase.productSet.good)
      #expect(try await home.dray("run", "feed").status == 0)
      let done = try await home.changes(of: root).count
      try await home.sandbox.script("\(root):1:\(fault)")
      let command = try home.start(["undo", "d1"])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      try await home.sandbox.clearFaults()
      let run = try await home.dray("run", "feed")
      #expect(run.status == 0, "\(run)")
      #expect(try home.receipt("feed", "undo-d1.csv")["applied"]?.int == 3)
      #expect(try home.mirror(Self.state).filter { $0.hasPrefix("alpine") } == before)
      #expect(
        try await home.changes(of: root).count == done + (root == "productUpdate" ? 2 : 1))
      try await home.expectAudit()
    }
  }
}
