// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct ShopifyProductLayoutTests {
  @Test(arguments: ["shopify-products", "shopify-products-new"])
  func `a product CSV of either generation makes products with all that can be read of it`(
    _ preset: String
  ) async throws {
    try await TestHome.with(
      TestHome.feed("product.set", preset, "tags: replace\n"), sandbox: TestHome.small
    ) { home in
      let lines = try await home.work("\(preset).csv")
      #expect(lines == ["1 applied", "2 applied", "3 applied"])
      #expect(
        try home.mirror(
          """
          SELECT p.handle, p.status, p.seo_title, v.option1, coalesce(v.sku, ''), coalesce(v.barcode, ''), v.price, v.compare_at_price, v.cost,
            CAST(v.weight AS TEXT), v.weight_unit, v.inventory_policy, v.taxable
          FROM products p JOIN variants v ON v.product_id = p.id WHERE p.handle IN ('mug', 'gift')
          ORDER BY p.handle, v.position
          """) == [
            "gift|DRAFT|NULL|Default Title|||10.00|NULL|NULL|0|KILOGRAMS|DENY|0",
            "mug|ACTIVE|Mugs|Red|M-1|4006381333931|9.50|12.00|4.10|0.35|KILOGRAMS|DENY|1",
            "mug|ACTIVE|Mugs|Blue|0042||9.50|NULL|NULL|0.35|KILOGRAMS|CONTINUE|1",
          ])
      #expect(
        try home.mirror(
          "SELECT namespace, key, value FROM metafields WHERE namespace IN ('custom', 'shopify')")
          == ["custom|fabric|Clay"])
      try home.drop("feed", "again.csv", try LayoutFile.bytes("\(preset).csv") + [10])
      #expect(try await home.dray("run", "feed").status == 0)
      #expect(try home.receipt("feed", "again.csv")["unchanged"]?.int == 3)
      try await home.expectAudit()
    }
  }
}
