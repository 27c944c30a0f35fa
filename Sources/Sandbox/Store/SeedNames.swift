// SPDX-License-Identifier: Apache-2.0

/// The words the made-up catalogue and its customers are put together from.
enum SeedNames {
  static let vendors = [
    "Nordlicht", "Hansewerk", "Alpenfaden", "Kieler Kontor", "Grünzeug & Söhne", "Atelier Lenz",
    "Tidewater", "Brückner", "Fjordmade", "Ostwind",
  ]
  static let adjectives = [
    "Classic", "Everyday", "Heavy", "Light", "Recycled", "Organic", "Merino", "Waxed", "Quilted",
    "Washed", "Striped", "Plain", "Coastal", "Alpine", "Urban", "Vintage",
  ]
  static let things: [(name: String, type: String)] = [
    ("T-Shirt", "Tops"), ("Hoodie", "Tops"), ("Rain Jacket", "Outerwear"), ("Parka", "Outerwear"),
    ("Chinos", "Bottoms"), ("Jeans", "Bottoms"), ("Beanie", "Accessories"),
    ("Scarf", "Accessories"), ("Wool Socks", "Accessories"), ("Backpack", "Bags"),
    ("Tote Bag", "Bags"), ("Sneakers", "Shoes"), ("Chelsea Boots", "Shoes"), ("Enamel Mug", "Home"),
    ("Linen Apron", "Home"), ("Überwurf", "Home"),
  ]
  static let sizes = ["S", "M", "L", "XL", "XXL", "XS"]
  static let colours = ["Black", "Navy", "Olive", "Sand", "Red", "Grün", "White", "Grey"]
  static let locations: [LocationRow] = [
    LocationRow(name: "Berlin", address: "Sonnenallee 12", zip: "12045", isActive: true),
    LocationRow(name: "Hamburg", address: "Am Sandtorkai 5", zip: "20457", isActive: true),
    LocationRow(name: "München", address: "Lindwurmstraße 88", zip: "80337", isActive: true),
    LocationRow(name: "Köln", address: "Ehrenstraße 3", zip: "50672", isActive: true),
    LocationRow(name: "Leipzig", address: "Karl-Heine-Straße 40", zip: "04229", isActive: true),
    LocationRow(name: "Wien", address: "Neubaugasse 7", zip: "1070", isActive: true),
  ]
  static let firstNames = [
    "Anna", "Ben", "Clara", "David", "Elif", "Finn", "Greta", "Henrik", "Ida", "Jonas", "Käthe",
    "Lukas", "Mia", "Noah", "Oda", "Paul", "Renée", "Søren", "Tilda", "Yusuf",
  ]
  static let lastNames = [
    "Müller", "Schmidt", "Weiß", "Yılmaz", "Nguyen", "O'Connor", "Kowalski", "Lindqvist", "Rossi",
    "Bauer", "Krüger", "Hoffmann", "Jäger", "D'Angelo", "Vogel",
  ]
  static let cities: [(name: String, zip: String)] = [
    ("Berlin", "10115"), ("Dresden", "01067"), ("Köln", "50667"), ("Zürich", "8001"),
    ("Lübeck", "23552"), ("Graz", "8010"), ("Münster", "48143"),
  ]
  static let streets = ["Hauptstraße", "Gartenweg", "Lange Reihe", "Am Markt", "Bergstraße"]
}
