// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Foundation
import Tables
import Testing

@testable import Jobs

@Suite struct PresetTests {
  @Test(arguments: Preset.names) func `a preset makes a job by itself`(_ name: String) throws {
    let preset = try #require(Preset.builtIn(name))
    #expect(preset.doc.hasSuffix("."))
    let home = try ScratchHome(["dray.yaml": ScratchHome.plain])
    for operation in preset.operations {
      try FileManager.default.createDirectory(
        atPath: home.path + "/jobs", withIntermediateDirectories: true)
      try Data("feed: \(operation)\npreset: \(name)\n".utf8).write(
        to: URL(fileURLWithPath: home.path + "/jobs/x.yaml"))
      #expect(home.complaints == [])
    }
  }

  @Test func `every file of presets is embedded`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Sources/Jobs/Presets").path(percentEncoded: false)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder)
    #expect(Set(files) == Set(Preset.names.map { "\($0).yaml" }))
    for name in Preset.names {
      let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).yaml"))
      #expect(Preset.builtIn(name)?.bytes == Array(bytes))
    }
  }

  @Test func `a job says otherwise than its preset, field by field`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain,
      "jobs/x.yaml": """
      feed: stock.set
      preset: shopify-inventory
      fields: {location: Where}
      where: "Where <> ''"
      """,
    ])
    #expect(home.complaints == [])
    guard case .feed(let job) = try JobFile.load(home.path + "/jobs/x.yaml") else {
      Issue.record("no feed")
      return
    }
    #expect(job.filter == "Where <> ''")
    #expect(job.preset == "shopify-inventory")
    let fields = Dictionary(uniqueKeysWithValues: job.fields.map { ($0.field.name, $0) })
    #expect(fields["location"]?.source == .column("Where"))
    #expect(fields["location"]?.isOptional == false)
    #expect(fields["on_hand"]?.source == .column("On hand (new)"))
    #expect(fields["on_hand"]?.isOptional == true)
    guard case .csv(let csv) = job.format else { return }
    #expect(csv.required == ["SKU", "On hand (new)", "Where"])
  }

  static let own = """
    name: till
    doc: What the till writes.
    for: stock.set
    recognise: {columns: [ART, "SITE {n}"]}
    format: {type: csv, delimiter: ";"}
    fields: {sku: ART, location: SITE}
    """

  @Test func `a home has presets of its own, which a job completes`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain, "jobs/presets/till.yaml": Self.own,
      "jobs/x.yaml": "feed: stock.set\npreset: till\nfields: {available: QTY}\n",
    ])
    #expect(home.complaints == [])
    guard case .feed(let job) = try JobFile.load(home.path + "/jobs/x.yaml") else { return }
    #expect(job.fields.map(\.field.name).sorted() == ["available", "location", "sku"])
    let names = Preset.available(jobs: home.path + "/jobs").map(\.name)
    #expect(names == Preset.names + ["till"])
    let before = job.digest
    try Data((Self.own + "\nwhere: \"ART <> ''\"\n").utf8).write(
      to: URL(fileURLWithPath: home.path + "/jobs/presets/till.yaml"))
    guard case .feed(let changed) = try JobFile.load(home.path + "/jobs/x.yaml") else { return }
    #expect(changed.digest != before, "a delivery is finished with what it was planned with")
  }

  static let faulty: [(String, String)] = [
    (
      own.replacingOccurrences(of: "for: stock.set", with: "for: stock.st"),
      "jobs/presets/till.yaml:3:6: there is no operation 'stock.st'; did you mean 'stock.set'?"
    ),
    (
      own.replacingOccurrences(of: "name: till", with: "name: tills"),
      "jobs/presets/till.yaml:1:7: a preset has the name of its file; expected 'till', found 'tills'"
    ),
    (
      own.replacingOccurrences(of: "columns: [ART, \"SITE {n}\"]", with: "also: [ART]"),
      "jobs/presets/till.yaml:4:12: nothing tells such a file from others; expected 'columns' or 'any' for a table, 'root' for XML"
    ),
    (
      own.replacingOccurrences(of: "SITE {n}", with: "SITE {n"),
      "jobs/presets/till.yaml:4:22: 'columns' holds no name; expected a name such as Price: {list}, found 'SITE {n'"
    ),
    (
      own.replacingOccurrences(of: "sku: ART", with: "sku: ART, skuu: ART"),
      "jobs/presets/till.yaml:6:20: stock.set has no field 'skuu'; did you mean 'sku'?"
    ),
    (
      own + "\nquiet: 3s\n",
      "jobs/presets/till.yaml:7:1: there is no key 'quiet' here; the keys are "
    ),
  ]

  @Test(arguments: faulty)
  func `a preset's faults are told with their place, used or not`(_ text: String, _ fault: String)
    throws
  {
    for job in [nil, "feed: stock.set\npreset: till\nfields: {available: QTY}\n"] {
      var files = ["dray.yaml": ScratchHome.plain, "jobs/presets/till.yaml": text]
      files["jobs/x.yaml"] = job ?? "feed: stock.set\npreset: shopify-inventory\n"
      let complaints = try ScratchHome(files).complaints
      #expect(complaints.count == 1, "\(complaints)")
      #expect(complaints.first?.hasPrefix(fault) == true, "\(complaints)")
    }
  }

  @Test func `a home's preset cannot take a name that Dray has`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain,
      "jobs/presets/shopify-products.yaml": Self.own,
      "jobs/x.yaml": "feed: stock.set\npreset: shopify-inventory\n",
    ])
    #expect(
      home.complaints == [
        "jobs/presets/shopify-products.yaml:1:1: Dray itself has a preset of this name; give this one another"
      ])
  }
}

@Suite struct LayoutTests {
  static let headers: [(String, String)] = [
    ("shopify-products", "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price"),
    ("shopify-products", "\u{20}handle ,TITLE"),
    ("shopify-products-new", "Title,URL handle,Description,SKU,Price"),
    ("shopify-inventory", "SKU,Location,On hand (current),On hand (new)"),
    (
      "shopify-inventory",
      "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Bin name,Incoming (not editable),On hand (current),On hand (new)"
    ),
    (
      "shopify-inventory-2023",
      "Handle,Title,Option1 Name,Option1 Value,SKU,HS Code,COO,Location,Incoming,Unavailable,Committed,Available,On hand"
    ),
  ]

  @Test(arguments: headers)
  func `a header names its layout`(_ preset: String, _ header: String) {
    let sight = Layout.Sight(columns: header.split(separator: ",").map(String.init))
    #expect(Preset.fitting(sight).first?.preset.name == preset)
  }

  @Test func `a header of nobody's fits nothing`() {
    #expect(Preset.fitting(Layout.Sight(columns: ["A", "B"])).isEmpty)
    #expect(Preset.fitting(Layout.Sight(columns: [])).isEmpty)
  }

  @Test(
    arguments: [
      (
        "Metafield: {name} [{type}]", "metafield: custom.care [multi_line_text_field]",
        ["name": "custom.care", "type": "multi_line_text_field"]
      ),
      (
        "{label} (product.metafields.{name})", " Fabric (soft) (product.metafields.custom.fabric) ",
        ["label": "Fabric (soft)", "name": "custom.fabric"]
      ),
      (
        "Inventory Available: {location}", "Inventory Available: Åre: east",
        ["location": "Åre: east"]
      ),
      ("SKU", "sku", [:]),
      ("Metafield: {name} [{type}]", "Metafield: custom.care", nil),
      ("Inventory Available: {location}", "Inventory Available: ", nil),
      ("SKU", "SKU2", nil),
    ] as [(String, String, [String: String]?)])
  func `a pattern finds what stands in its holes`(
    _ pattern: String, _ column: String, _ values: [String: String]?
  ) throws {
    #expect(try #require(ColumnPattern(pattern)).values(in: column) == values)
  }

  @Test(arguments: ["{", "}", "{}", "{a}{b}", "a}b{c", "{a{b}}"])
  func `what is no pattern is refused`(_ text: String) { #expect(ColumnPattern(text) == nil) }

  @Test func `a document is known by its root, its namespace and its elements`() {
    var layout = Layout()
    layout.root = ColumnPattern("BMECAT")
    layout.elements = ["T_NEW_CATALOG"]
    #expect(layout.likelihood(of: .init(root: "BMECAT", elements: ["T_NEW_CATALOG"])) == 70)
    #expect(layout.likelihood(of: .init(root: "BMECAT", elements: ["T_UPDATE_PRICES"])) == nil)
    #expect(layout.likelihood(of: .init(columns: ["BMECAT"])) == nil)
    layout.namespace = "http://www.bmecat.org/bmecat/2005"
    #expect(layout.likelihood(of: .init(root: "BMECAT", elements: ["T_NEW_CATALOG"])) == nil)
  }
}

@Suite struct LayoutFileTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Layouts").path(percentEncoded: false)
  static let tables: [String] = {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".csv") }.sorted()
  }()

  @Test(arguments: tables)
  func `a file of ours is known by its columns`(_ name: String) throws {
    let reader = try CSVReader(path: "\(Self.folder)/\(name)", named: name, format: CSVFormat())
    let fits = Preset.fitting(Layout.Sight(columns: reader.columns))
    #expect(fits.first?.preset.name == String(name.dropLast(4)).components(separatedBy: "--")[0])
    #expect(fits.first?.percent ?? 0 >= 90, "columns of it that the layout does not know")
  }

  @Test func `every layout of ours has a preset, and each column that is open its field`() throws {
    #expect(!Self.tables.isEmpty)
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain,
      "jobs/x.yaml": "feed: product.set\npreset: shopify-products\n",
    ])
    guard case .feed(let job) = try JobFile.load(home.path + "/jobs/x.yaml") else { return }
    let fitted = job.fitted(to: [
      "Handle", "Fabric (product.metafields.custom.fabric)",
      "Color (product.metafields.shopify.color-pattern)", "x (product.metafields.c.d)",
    ])
    #expect(
      fitted.fields.filter { $0.field.name.hasPrefix("metafield.") }.map {
        "\($0.field.name) \($0.source)"
      } == ["metafield.custom.fabric column(\"Fabric (product.metafields.custom.fabric)\")"])
  }

  static let faulty: [(String, String)] = [
    (
      "metafield.{a}.{b}: {columns: \"x {a}\"}",
      "jobs/x.yaml:5:32: these columns do not fill 'metafield.{a}.{b}'; expected a name with {a} and {b}, found 'x {a}'"
    ),
    (
      "metafield.{a}: {column: x}",
      "jobs/x.yaml:5:18: 'metafield.{a}' needs the columns it is for; expected 'columns' with a pattern such as Metafield: {name}"
    ),
    (
      "meta.{a}: {columns: \"x {a}\"}",
      "jobs/x.yaml:5:3: product.set has no fields 'meta.{a}'; such a field's name begins with metafield. or variant_metafield."
    ),
  ]

  @Test(arguments: faulty)
  func `fields for columns that cannot be are told with their place`(
    _ entry: String, _ fault: String
  ) throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain,
      "jobs/x.yaml":
        "feed: product.set\nformat: {type: csv}\nfields:\n  handle: Handle\n  \(entry)\n  title: T\n",
    ])
    #expect(home.complaints == [fault])
  }
}
