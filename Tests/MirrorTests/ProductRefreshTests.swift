// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Mirror

/// Products with all that belongs to them, read from the stand-in store.
struct ProductRefreshTests {
  private static let streams = ["products", "metafields", "publications", "product_publications"]

  private func with(
    _ store: SandboxStore, _ body: (SandboxStore) async throws -> Void
  ) async throws {
    do {
      try await body(store)
    } catch {
      try await store.stop()
      throw error
    }
    try await store.stop()
  }

  /// A product with everything.
  private static let coat: JSON = [
    "input": [
      "title": "Coat", "handle": "coat", "vendor": "Acme", "productType": "Outerwear",
      "tags": ["b", "A"], "descriptionHtml": "<p>Warm</p>", "templateSuffix": "alt",
      "status": "DRAFT", "category": "gid://shopify/TaxonomyCategory/aa-1",
      "seo": ["title": "Buy a coat", "description": "Warm"],
      "files": [
        ["originalSource": "https://example.com/one.jpg", "alt": "One"],
        ["originalSource": "https://example.com/two.jpg"],
      ],
      "metafields": [
        ["namespace": "custom", "key": "care", "type": "single_line_text_field", "value": "30°"]
      ],
      "productOptions": [
        ["name": "Size", "values": [["name": "S"], ["name": "M"]]],
        ["name": "Color", "values": [["name": "Red"]]],
      ],
      "variants": [
        [
          "optionValues": [
            ["optionName": "Size", "name": "S"], ["optionName": "Color", "name": "Red"],
          ],
          "sku": "COAT-S", "price": "99", "taxable": false, "inventoryPolicy": "CONTINUE",
          "file": ["originalSource": "https://example.com/one.jpg"],
          "inventoryItem": [
            "cost": "40", "tracked": true, "requiresShipping": true,
            "harmonizedSystemCode": "620111",
            "countryCodeOfOrigin": "PT",
            "measurement": ["weight": ["value": .number("1.50"), "unit": "KILOGRAMS"]],
          ],
          "metafields": [
            [
              "namespace": "custom", "key": "fit", "type": "single_line_text_field",
              "value": "slim",
            ]
          ],
        ],
        [
          "optionValues": [
            ["optionName": "Size", "name": "M"], ["optionName": "Color", "name": "Red"],
          ], "sku": "COAT-M", "price": "99",
        ],
      ],
    ]
  ]

  private static let product = """
    SELECT handle, vendor, type, status, category, tags, description_html, seo_title,
      seo_description, template FROM products WHERE handle = 'coat'
    """
  private static let options = """
    SELECT o.position, o.name, option_values FROM product_options o
    JOIN products p ON p.id = product_id WHERE handle = 'coat' ORDER BY 1
    """
  private static let variants = """
    SELECT sku, option1, option2, option3, taxable, inventory_policy, tracked, requires_shipping, cost,
      weight, weight_unit, hs_code, country_of_origin, media_id IS NOT NULL FROM variants
    WHERE sku LIKE 'COAT-%' ORDER BY sku DESC
    """
  private static let media = """
    SELECT m.position, m.type, m.alt, m.url LIKE '%/files/%' FROM product_media m
    JOIN products p ON p.id = product_id WHERE handle = 'coat' ORDER BY 1
    """
  private static let metafields = """
    SELECT owner_type, namespace, key, type, value, length(compare_digest) FROM metafields ORDER BY 1
    """

  private func expectCoat(_ store: SandboxStore) throws {
    #expect(
      try store.rows(Self.product) == [
        [
          "coat", "Acme", "Outerwear", "DRAFT", "aa-1", #"["A","b"]"#, "<p>Warm</p>", "Buy a coat",
          "Warm", "alt",
        ]
      ])
    #expect(
      try store.rows(Self.options) == [
        ["1", "Size", #"["S","M"]"#], ["2", "Color", #"["Red"]"#],
      ])
    #expect(
      try store.rows(Self.variants) == [
        [
          "COAT-S", "S", "Red", "null", "0", "CONTINUE", "1", "1", "40.00", "1.5", "KILOGRAMS",
          "620111", "PT", "1",
        ],
        [
          "COAT-M", "M", "Red", "null", "1", "DENY", "0", "1", "null", "0", "KILOGRAMS", "null",
          "null", "0",
        ],
      ])
    #expect(
      try store.rows(Self.media) == [["1", "IMAGE", "One", "1"], ["2", "IMAGE", "null", "1"]])
    #expect(
      try store.rows(Self.metafields) == [
        ["PRODUCT", "custom", "care", "single_line_text_field", "30°", "64"],
        ["PRODUCTVARIANT", "custom", "fit", "single_line_text_field", "slim", "64"],
      ])
  }

  @Test(arguments: ["bulk", "pages", "by id"])
  func `a product comes with all that belongs to it`(_ way: String) async throws {
    try await with(SandboxStore()) { store in
      if way != "bulk" { try await store.refresh(Self.streams) }
      store.wait(hours: 1)
      try await store.change("product", Self.coat)
      try await store.change("media-ready", [:])
      try await store.change("publish", ["handle": "coat", "publication": "Shop"])
      if way == "by id" {
        try await store.mirror.reread(
          "products", ids: [10_222_000_000_012], from: store.admin)
      } else {
        let done = try await store.refresh(Self.streams)
        #expect(done.map(\.way) == [way, way, "pages", way])
      }
      try expectCoat(store)
      #expect(
        try store.rows(
          """
          SELECT c.name, b.is_published FROM product_publications b JOIN products p ON p.id = product_id
            JOIN publications c ON c.id = publication_id WHERE handle = 'coat'
          """) == [["Shop", "1"]])
    }
  }

  @Test func `what a product has no longer goes when it is read again`() async throws {
    try await with(SandboxStore()) { store in
      try await store.change("product", Self.coat)
      try await store.change("publish", ["handle": "coat", "publication": "Shop"])
      try await store.refresh(Self.streams)
      store.wait(hours: 1)
      try await store.change(
        "product",
        [
          "identifier": ["handle": "coat"],
          "input": [
            "files": [["originalSource": "https://example.com/three.jpg"]], "metafields": [],
            "productOptions": [["name": "Size", "values": [["name": "M"]]]],
            "variants": [
              ["optionValues": [["optionName": "Size", "name": "M"]], "sku": "COAT-M"]
            ],
          ],
        ])
      try await store.change(
        "publish", ["handle": "coat", "publication": "Shop", "published": false])
      try await store.refresh(Self.streams)
      #expect(try store.rows(Self.options) == [["1", "Size", #"["M"]"#]])
      #expect(try store.rows(Self.variants).map(\.[0]) == ["COAT-M"])
      #expect(try store.rows(Self.media).count == 1)
      // Those of a variant that is gone have nobody left to find them; a whole read takes them away.
      #expect(
        try store.rows(
          """
          SELECT count(*) FROM metafields WHERE owner_type = 'PRODUCT'
            OR owner_id IN (SELECT id FROM variants)
          """) == [["0"]])
      try await store.refresh(["metafields"], full: true)
      #expect(try store.rows(Self.metafields).isEmpty)
      #expect(
        try store.rows(
          """
          SELECT count(*) FROM product_publications b JOIN products p ON p.id = product_id
          WHERE handle = 'coat'
          """) == [["0"]])
    }
  }

  @Test func `a product that is gone goes when it is read by id, with all it had`() async throws {
    try await with(SandboxStore()) { store in
      try await store.change("product", Self.coat)
      try await store.refresh(Self.streams)
      try await store.change("product-delete", ["handle": "coat"])
      try await store.mirror.reread(
        "products", ids: [10_222_000_000_012, 10_222_000_000_000], from: store.admin)
      #expect(try store.rows("SELECT count(*) FROM products") == [["12"]])
      #expect(try store.rows(Self.variants).isEmpty)
      #expect(
        try store.rows("SELECT count(*) FROM metafields WHERE owner_type = 'PRODUCT'") == [["0"]])
      #expect(
        try store.rows("SELECT count(*) FROM product_media WHERE product_id = 10222000000012")
          == [["0"]])
    }
  }

  @Test func `what was settled while a product was read again is left as it is`() async throws {
    try await with(SandboxStore()) { store in
      try await store.refresh(["products"])
      let id = try store.rows("SELECT id FROM products LIMIT 1")[0][0]
      try store.mirror.copy(
        [
          MirrorUpdate(
            sql:
              "UPDATE products SET title = 'Ours', known_at = :known_at WHERE id = CAST(:id AS INTEGER)",
            arguments: ["id": id, "known_at": "2030-01-01T00:00:00.000Z"])
        ], upTo: 1)
      try await store.mirror.reread(
        "products", ids: [try #require(Int64(id))], from: store.admin)
      #expect(try store.rows("SELECT title FROM products WHERE id = \(id)") == [["Ours"]])
    }
  }

  @Test func `without the scope there are no channels and the rest is as ever`() async throws {
    try await with(SandboxStore(without: "_publications")) { store in
      let done = try await store.refresh(Self.streams)
      #expect(done.map(\.stream) == Self.streams)
      #expect(try store.rows("SELECT count(*) FROM publications") == [["0"]])
      #expect(try store.rows("SELECT count(*) FROM product_publications") == [["0"]])
      #expect(try store.rows("SELECT count(*) > 0 FROM variants") == [["1"]])
      #expect(try store.mirror.unfilled(Self.streams).isEmpty)
      try await store.mirror.reread("products", ids: [10_222_000_000_000], from: store.admin)
    }
  }
}
