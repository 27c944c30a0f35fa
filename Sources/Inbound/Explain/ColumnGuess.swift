// SPDX-License-Identifier: Apache-2.0

import Catalogue

/// Which columns of a file are which fields of an operation, by their names; only whole names count.
struct ColumnGuess {
  /// Field → column, for each field with one column that is called so.
  let columns: [String: String]

  /// Guesses for the columns of a file; in XML and JSON the name is the last step of a path, or all of them.
  init(_ names: [String], for operation: Operation) {
    var found: [String: String] = [:]
    let plain = names.map { name in
      Set([Self.plain(name), Self.plain(name.replacing("/", with: ""))])
    }
    for field in operation.fields {
      let words = [Self.plain(field.name)] + (Self.words[field.name] ?? [])
      // The first word that fits one column alone; a name that two columns have says nothing.
      for word in words {
        let places = plain.indices.filter { plain[$0].contains(word) }
        guard places.count <= 1 else { break }
        if let place = places.first, !found.values.contains(names[place]) {
          found[field.name] = names[place]
          break
        }
      }
    }
    columns = found
  }

  /// The operation the columns speak for; nil where none.
  static func operation(for names: [String]) -> Operation? {
    // What names orders is about them, whatever else it counts.
    let namesOrders = names.contains {
      plain($0) == "order" || words["order"]?.contains(plain($0)) == true
    }
    for (name, signature) in signatures where !namesOrders || signature.contains(["order"]) {
      guard let operation = Operation.named(name) else { continue }
      let guess = ColumnGuess(names, for: operation).columns
      if signature.allSatisfy({ $0.contains { guess[$0] != nil } }) { return operation }
    }
    return nil
  }

  /// Operations by the fields that speak for them, the most telling first: of each list one field.
  private static let signatures: [(String, [[String]])] = [
    ("shipment.create", [["order"], ["tracking_number"]]),
    ("product.set", [["handle", "product_id"], ["title"]]),
    ("stock.set", [["sku", "barcode", "variant_id"], ["available", "on_hand"]]),
    ("price.set", [["sku", "barcode", "variant_id"], ["price", "compare_at_price", "cost"]]),
    (
      "inventory-item.update",
      [["sku", "barcode", "variant_id", "item_id"], ["hs_code", "country_of_origin", "weight"]]
    ),
    ("customer.set", [["email", "customer_id"], ["first_name", "last_name", "phone"]]),
  ]

  /// What columns are called in the wild, without space and marks and in lower case.
  private static let words: [String: [String]] = [
    "sku": [
      "variantsku", "artno", "artnr", "artikelnr", "artikelnummer", "artikel", "articleno",
      "articlenumber", "article", "itemno", "itemnumber", "itemcode", "item", "itemsku", "matnr",
      "material", "productcode", "partno", "partnumber", "supplieraid", "mpn",
    ],
    "barcode": ["variantbarcode", "ean", "ean13", "ean11", "gtin", "upc", "eancode"],
    "variant_id": ["variantid"],
    "product_id": ["productid"],
    "location": [
      "warehouse", "wh", "lager", "lagerort", "site", "depot", "werks", "store", "filiale", "loc",
      "locationid", "locationname",
    ],
    "available": [
      "qty", "quantity", "stock", "bestand", "menge", "lagerbestand", "inventory",
      "inventoryquantity",
      "availableqty", "qtyavailable", "stocklevel", "verfuegbar", "verfügbar",
    ],
    "on_hand": ["onhand", "qtyonhand", "onhandqty", "physical"],
    "delta": ["change", "difference", "adjustment"],
    "price": [
      "variantprice", "preis", "vk", "vkpreis", "bruttopreis", "grossprice", "netprice",
      "salesprice", "sellingprice", "priceamount", "retailprice", "gross", "pricevalue",
    ],
    "compare_at_price": [
      "variantcompareatprice", "uvp", "rrp", "msrp", "listprice", "was", "list",
    ],
    "cost": ["costperitem", "ek", "ekpreis", "purchaseprice", "unitcost"],
    "handle": ["urlhandle", "slug"],
    "title": ["name", "productname", "bezeichnung", "producttitle", "titel"],
    "description": ["bodyhtml", "beschreibung", "longdescription", "descriptionlong", "body"],
    "vendor": ["brand", "hersteller", "marke", "manufacturer", "manufacturername"],
    "type": ["producttype", "produkttyp"],
    "tags": ["keywords"],
    "image_url": ["imagesrc", "imagelink", "image", "bild", "productimageurl"],
    "image_alt": ["imagealttext"],
    "weight": ["variantweight", "gewicht", "brgew"],
    "weight_unit": ["gewichtseinheit", "gewei"],
    "hs_code": ["hscode", "zolltarifnummer", "tariffcode", "customscode"],
    "country_of_origin": ["coo", "ursprungsland", "countryoforigin"],
    "order": [
      "orderno", "ordernumber", "orderid", "ordername", "auftrag", "auftragsnr", "auftragsnummer",
      "bestellnummer", "orderreference",
    ],
    "tracking_number": [
      "track", "trackno", "trackingnr", "trackingno", "trackingcode", "trackingid", "tracking",
      "sendungsnummer", "awb",
      "paketnummer", "consignmentno",
    ],
    "tracking_company": ["carrier", "carriername", "shippingcarrier", "versender", "spediteur"],
    "tracking_url": ["trackinglink"],
    "quantity": ["qty", "menge", "shippedqty", "quantityshipped", "qtyshipped", "lfimg"],
    "shipment": ["shipmentid", "shipmentno", "parcel", "paket", "packageid"],
    "email": ["emailaddress", "mail", "e-mail"],
    "first_name": ["firstname", "vorname"],
    "last_name": ["lastname", "nachname", "surname"],
    "phone": ["telephone", "telefon", "phonenumber", "mobile"],
  ]

  /// A name without space and marks, in lower case; of a path its last step.
  static func plain(_ name: String) -> String {
    let step = name.split(separator: "/").last.map(String.init) ?? name
    let local = step.split(separator: ":").last.map(String.init) ?? step
    return local.lowercased().filter { $0.isLetter || $0.isNumber }
  }
}
