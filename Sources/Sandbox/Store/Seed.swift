// SPDX-License-Identifier: Apache-2.0

/// Makes a catalogue with its stock: the same options make the same one.
///
/// SKUs are `SKU-00001` and on. Its oddities, all in variants 1 to 9 so that a test finds them:
/// - variants 7 and 8 share the SKU `SKU-00007`, two inventory items behind one key;
/// - variant 9 has no SKU;
/// - variant 5 (`SKU-00005`) is not stocked at the last location;
/// - variant 6 (`SKU-00006`) has no barcode;
/// - every eleventh barcode begins with a zero.
struct Seed {
  private(set) var assortment = Assortment()
  private(set) var stock = Stockroom()
  private var generator = Generator(seed: 2026)
  private let now: Moment

  init(products: Int, variantsPerProduct: Int, locations: Int, now: Moment) {
    self.now = now
    stock.locations = Seed.locations(locations)
    let perProduct = max(1, variantsPerProduct)
    assortment.reserve(products * perProduct)
    assortment.products.reserveCapacity(products)
    stock.reserve(products * perProduct)
    for product in 0..<max(0, products) { add(product, variants: perProduct) }
  }

  /// The first `count` locations, numbered once the names run out.
  static func locations(_ count: Int) -> [LocationRow] {
    (0..<max(1, count)).map { index in
      let names = SeedNames.locations
      guard index >= names.count else { return names[index] }
      return LocationRow(
        name: "Lager \(index + 1)", address: "Industriestraße \(index + 1)", zip: "33602",
        isActive: true)
    }
  }

  private mutating func add(_ index: Int, variants: Int) {
    let thing = generator.pick(SeedNames.things)
    let title = "\(generator.pick(SeedNames.adjectives)) \(thing.name)"
    let created = Moment(seconds: now.seconds - 86_400 * (90 + generator.below(600)))
    let updated = Moment(seconds: now.seconds - 86_400 - generator.below(86_400 * 80))
    let options =
      variants == 1 ? [] : variants <= SeedNames.sizes.count ? ["Size"] : ["Size", "Color"]
    assortment.products.append(
      ProductRow(
        title: title, handle: "\(Seed.handle(title))-\(index + 1)",
        vendor: generator.pick(SeedNames.vendors), type: thing.type,
        tags: index % 5 == 0 ? ["sale", "season-\(index % 3 + 1)"] : [],
        status: index % 50 == 49 ? "DRAFT" : index % 50 == 48 ? "ARCHIVED" : "ACTIVE",
        options: options, createdAt: created, updatedAt: updated,
        publishings: index % 50 < 48 ? Seed.publishings(created) : []))
    let price = Money(cents: (5 + generator.below(195)) * 100 - 1 - generator.below(2) * 4)
    for position in 0..<variants {
      addVariant(position, options: options, price: price, updated: updated)
    }
  }

  private mutating func addVariant(
    _ position: Int, options: [String], price: Money, updated: Moment
  ) {
    let number = assortment.variantCount + 1
    let sizes = SeedNames.sizes.count
    var title = "Default Title"
    if !options.isEmpty {
      title = SeedNames.sizes[position % sizes]
      if options.count > 1 {
        let colour = position / sizes
        let round = colour / SeedNames.colours.count
        title += " / " + SeedNames.colours[colour % SeedNames.colours.count]
        if round > 0 { title += " \(round + 1)" }
      }
    }
    let reduced = number % 7 == 0
    assortment.add(
      sku: number == 9 ? "" : "SKU-" + padded(number == 8 ? 7 : number, 5),
      barcode: number == 6 ? "" : Seed.barcode(number), title: title,
      price: price, compareAtPrice: reduced ? price + Money(cents: 1000) : nil)
    for location in stock.locations.indices {
      let absent = number == 5 && location > 0 && location == stock.locations.count - 1
      let quantity = generator.below(8) == 0 ? 0 : generator.below(120)
      stock.add(available: absent ? nil : quantity, at: updated)
    }
  }

  /// What is on sale is on sale in the first and the last channel.
  static func publishings(_ since: Moment) -> [ProductRow.Publishing] {
    [.init(publication: 0, at: since), .init(publication: 2, at: since)]
  }

  /// An EAN-13 with its check digit.
  static func barcode(_ number: Int) -> String {
    let body =
      (number % 11 == 0 ? "0" : "4") + padded((260_000_000_000 + number) % 100_000_000_000, 11)
    let sum = body.utf8.enumerated().reduce(0) { sum, digit in
      sum + Int(digit.element - 0x30) * (digit.offset % 2 == 0 ? 1 : 3)
    }
    return body + String((10 - sum % 10) % 10)
  }

  /// A title as a handle: lower case ASCII letters, digits and single hyphens.
  static func handle(_ title: String) -> String {
    var out = ""
    for scalar in title.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": out.unicodeScalars.append(scalar)
      case "ä": out += "a"
      case "ö": out += "o"
      case "ü": out += "u"
      case "ß": out += "ss"
      default: if !out.isEmpty, out.last != "-" { out += "-" }
      }
    }
    if out.last == "-" { out.removeLast() }
    return out
  }
}
