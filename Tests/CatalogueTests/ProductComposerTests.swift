// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@testable import Catalogue

/// Records of one product beside what each comes to.
struct ComposeCase: CustomTestStringConvertible, Sendable {
  var testDescription: String
  /// Whether the store has the product.
  var isKnown = true
  var settings: [String: String] = [:]
  var faulty = 0
  /// One for each record; nil is a cleared value.
  var records: [[String: String?]]
  /// One for each record: `unchanged`, `shared N`, `rejected CODE`, or the steps with the wanted values.
  var become: [String]

  init(
    _ name: String, known: Bool = true, settings: [String: String] = [:], faulty: Int = 0,
    _ records: [String: String?]..., become: [String]
  ) {
    testDescription = name
    isKnown = known
    self.settings = settings
    self.faulty = faulty
    self.records = records
    self.become = become
  }
}

@Suite struct ProductComposerTests {
  static let shirt = """
    {"id": 7, "handle": "shirt", "title": "Shirt", "description": "<p>A shirt</p>", "vendor": "Acme",
     "type": "Tops", "category": null, "status": "ACTIVE", "tags": ["blue", "Men"],
     "seo_title": null, "seo_description": null, "options": ["Size"], "channels": [1],
     "metafields": [{"namespace": "custom", "key": "care", "value": "wash"}],
     "media": [{"id": 90, "alt": "front", "url": "https://cdn.example/files/front_5f2c9c1e-0000-4000-8000-0123456789ab.jpg?v=1"}],
     "variants": [
       {"id": 71, "options": ["S"], "sku": "S-1", "barcode": null, "price": "10.00", "compare_at_price": null,
        "cost": "4.5", "weight": "0.2", "weight_unit": "KILOGRAMS", "taxable": 1, "requires_shipping": 1,
        "tracked": 1, "inventory_policy": "DENY", "media": [90], "metafields": []},
       {"id": 72, "options": ["M"], "sku": "S-2", "barcode": "4006381333931", "price": "10.00",
        "compare_at_price": "12.00", "cost": null, "weight": "0.2", "weight_unit": "KILOGRAMS", "taxable": 1,
        "requires_shipping": 1, "tracked": 1, "inventory_policy": "DENY", "media": [], "metafields": []}]}
    """
  static let context = """
    {"channels": [{"id": 1, "name": "Online Store"}, {"id": 2, "name": "Point of Sale"}],
     "metafield_types": {"metafield.custom.care": "multi_line_text_field"}}
    """

  static func compose(_ it: ComposeCase) -> [Composition.Composed] {
    ProductComposer.compose(
      Composition.Group(
        name: "shirt",
        records: it.records.enumerated().map {
          Composition.Row(record: $0.offset + 1, line: $0.offset + 2, values: $0.element)
        }, current: it.isKnown ? shirt : nil, context: context, faulty: it.faulty,
        settings: it.settings, key: ["handle"]))
  }

  static func words(_ composed: Composition.Composed) -> String {
    switch composed.outcome {
    case .unchanged: "unchanged"
    case .shared(let other): "shared \(other)"
    case .rejected(let code, _): "rejected \(code)"
    case .superseded: "superseded"
    case .change(let intent):
      (intent.identity["does"] ?? "") + ": "
        + intent.desired.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value ?? "nil")" }
        .joined(separator: " ")
    }
  }

  static let cases: [ComposeCase] = [
    ComposeCase(
      "what the store has already",
      [
        "handle": "shirt", "title": "Shirt", "option1_name": "Size", "option1_value": "S",
        "price": "10.00",
      ],
      become: ["unchanged"]),
    ComposeCase(
      "amounts and weights that are written otherwise",
      [
        "handle": "shirt", "option1_value": "s", "price": "10", "cost": "4.50", "weight": "200",
        "weight_unit": "g", "taxable": "true", "inventory_policy": "DENY", "compare_at_price": nil,
      ],
      become: ["variants-update: option1_value=s"]),
    ComposeCase(
      "a new title and a new price on one line",
      ["handle": "shirt", "title": "Shirt 2", "option1_value": "S", "price": "11.00"],
      become: ["update variants-update: price=11.00 title=Shirt 2"]),
    ComposeCase(
      "product columns left empty on later lines",
      ["handle": "shirt", "title": "Shirt 2", "option1_value": "S", "price": "11.00"],
      ["handle": "shirt", "option1_value": "M", "price": "12.00", "description": nil],
      become: ["update variants-update: price=11.00 title=Shirt 2", "variants-update: price=12.00"]),
    ComposeCase(
      "product columns repeated, and contradicted",
      ["handle": "shirt", "title": "New", "option1_value": "S"],
      ["handle": "shirt", "title": "New", "option1_value": "M"],
      ["handle": "shirt", "title": "Newer", "option1_value": "L"],
      become: ["update: title=New", "unchanged", "rejected conflicting-records"]),
    ComposeCase(
      "an emptied description and an emptied reduction",
      [
        "handle": "shirt", "description": nil, "option1_value": "M", "compare_at_price": nil,
        "barcode": nil,
      ],
      become: ["update variants-update: barcode=nil compare_at_price=nil description=nil"]),
    ComposeCase(
      "one of two variants and a new one: the other is not touched",
      ["handle": "shirt", "option1_name": "Size", "option1_value": "S", "price": "9.00"],
      ["handle": "shirt", "option1_value": "L", "price": "9.00", "sku": "S-3"],
      become: [
        "variants-update: price=9.00", "variants-create: option1_value=L price=9.00 sku=S-3",
      ]),
    ComposeCase(
      "a variant known by its SKU gets another size",
      ["handle": "shirt", "option1_value": "Medium", "sku": "S-2"],
      become: ["variants-update: option1_value=Medium"]),
    ComposeCase(
      "one variant twice, alike and not",
      ["handle": "shirt", "option1_value": "S", "price": "9.00"],
      ["handle": "shirt", "option1_value": "S", "price": "9.00"],
      ["handle": "shirt", "option1_value": "S", "price": "8.00"],
      become: ["variants-update: price=9.00", "shared 1", "rejected conflicting-records"]),
    ComposeCase(
      "other options than the product has",
      ["handle": "shirt", "option1_name": "Colour", "option1_value": "Red"],
      become: ["rejected other-options"]),
    ComposeCase(
      "tags are added", ["handle": "shirt", "tags": #"["men","summer"]"#],
      become: [#"tags: tags=["blue","Men","summer"]"#]),
    ComposeCase(
      "tags replace", settings: ["tags": "replace"],
      ["handle": "shirt", "tags": #"["men","summer"]"#],
      become: [#"update: tags=["men","summer"]"#]),
    ComposeCase(
      "a metafield of the product and one of the variant",
      [
        "handle": "shirt", "option1_value": "S", "metafield.custom.care": "cold",
        "variant_metafield.custom.fit": "slim",
      ],
      become: [
        "update variants-update: metafield.custom.care=cold variant_metafield.custom.fit=slim"
      ]),
    ComposeCase(
      "a channel it is on and one it is not",
      ["handle": "shirt", "published": #"["online store","Point of Sale"]"#],
      become: [#"publish: published=["Online Store","Point of Sale"]"#]),
    ComposeCase(
      "an unknown channel", ["handle": "shirt", "published": #"["Ebay"]"#],
      become: ["rejected unknown-channel"]),
    ComposeCase(
      "an image it has under the store's own name, and a new one",
      ["handle": "shirt", "option1_value": "S", "image_url": "https://pim.example/img/front.jpg"],
      ["handle": "shirt", "image_url": "https://pim.example/img/back.jpg", "image_alt": "back"],
      become: [
        "unchanged",
        "images images-ready: image_alt=back image_url=https://pim.example/img/back.jpg",
      ]),
    ComposeCase(
      "a variant's image: shown already, there already, and new",
      [
        "handle": "shirt", "option1_value": "S",
        "variant_image_url": "https://pim.example/img/front.jpg",
      ],
      [
        "handle": "shirt", "option1_value": "M",
        "variant_image_url": "https://pim.example/img/front.jpg",
      ],
      [
        "handle": "shirt", "option1_value": "L",
        "variant_image_url": "https://pim.example/img/l.jpg",
      ],
      become: [
        "unchanged", "variant-images: variant_image_url=https://pim.example/img/front.jpg",
        "variants-create images images-ready variant-images: image_url=https://pim.example/img/l.jpg option1_value=L variant_image_url=https://pim.example/img/l.jpg",
      ]),
    ComposeCase(
      "an image that is no address", ["handle": "shirt", "image_url": "file:///etc/passwd"],
      become: ["rejected not-a-url"]),
    ComposeCase(
      "a new product without a title", known: false, ["handle": "shirt", "price": "1.00"],
      ["handle": "shirt", "price": "1.00"],
      become: ["rejected missing-title", "rejected missing-title"]),
    ComposeCase(
      "a new product with options, images and a channel", known: false,
      [
        "handle": "shirt", "title": "Shirt", "option1_name": "Size", "option1_value": "S",
        "price": "1.00",
        "image_url": "https://a.example/1.jpg", "published": #"["Online Store"]"#,
      ],
      ["handle": "shirt", "option1_value": "M", "price": "2.00"],
      ["handle": "shirt", "image_url": "https://a.example/2.jpg"],
      become: [
        #"create variants-update images images-ready publish: handle=shirt image_url=https://a.example/1.jpg price=1.00 published=["Online Store"] title=Shirt"#,
        "variants-create: option1_value=M price=2.00",
        "images images-ready: image_url=https://a.example/2.jpg",
      ]),
    ComposeCase(
      "a new product without options", known: false,
      [
        "handle": "lamp", "title": "Lamp", "option1_name": "Title",
        "option1_value": "Default Title",
        "price": "1.00",
      ], become: ["create variants-update: handle=lamp price=1.00 title=Lamp"]),
    ComposeCase(
      "the whole list: one variant stays, one is new, one goes", settings: ["variants": "replace"],
      ["handle": "shirt", "option1_name": "Size", "option1_value": "S", "price": "10.00"],
      ["handle": "shirt", "option1_value": "L", "price": "9.00"],
      become: ["replace: variants=2", "shared 1"]),
    ComposeCase(
      "the whole list as it is", settings: ["variants": "replace"],
      ["handle": "shirt", "option1_name": "Size", "option1_value": "S", "price": "10.00"],
      ["handle": "shirt", "option1_value": "M", "price": "10.00"],
      become: ["unchanged", "unchanged"]),
    ComposeCase(
      "a whole list that is not whole", settings: ["variants": "replace"], faulty: 1,
      ["handle": "shirt", "option1_name": "Size", "option1_value": "S", "price": "9.00"],
      become: ["rejected incomplete-list"]),
  ]

  @Test(arguments: cases) func `records of a product become changes of its parts`(_ it: ComposeCase)
  {
    #expect(Self.compose(it).map(Self.words) == it.become)
  }

  @Test func `each record has exactly one outcome, whatever the records`() {
    var random = SeededNumbers(seed: 7)
    let fields: [String: [String?]] = [
      "title": ["Shirt", "Other"], "description": [nil, "x"], "option1_name": ["Size", "Colour"],
      "option1_value": ["S", "M", "L", "XL"], "sku": [nil, "S-1", "S-9"],
      "price": ["1.00", "10.00"],
      "image_url": ["https://a/b/1.jpg", "x"], "variant_image_url": ["https://a/b/1.jpg"],
      "published": [#"["Online Store"]"#, #"["Nowhere"]"#], "tags": [#"["a"]"#, nil],
    ]
    for round in 0..<2_000 {
      let records = (0...Int(random.next() % 6)).map { _ in
        var row: [String: String?] = ["handle": "shirt"]
        for (field, values) in fields.sorted(by: { $0.key < $1.key }) where random.next() % 2 == 0 {
          row.updateValue(values[Int(random.next() % UInt64(values.count))], forKey: field)
        }
        return row
      }
      var it = ComposeCase("\(round)", become: [])
      it.records = records
      it.isKnown = random.next() % 2 == 0
      it.settings = random.next() % 3 == 0 ? ["variants": "replace"] : [:]
      let composed = Self.compose(it)
      #expect(composed.map(\.record) == Array(1...records.count))
      for one in composed {
        guard case .shared(let other) = one.outcome else { continue }
        guard case .change = composed[other - 1].outcome else {
          Issue.record("record \(one.record) shares \(other), which has no change: \(records)")
          continue
        }
      }
    }
  }
}

/// SplitMix64: the same numbers from the same seed.
struct SeededNumbers {
  var state: UInt64
  init(seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return (z ^ (z >> 31)) >> 8
  }
}
