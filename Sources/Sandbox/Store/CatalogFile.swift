// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// A catalogue read from Shopify's product CSV, the old or the new generation of columns. A variant whose
/// row names no quantity has none; the quantity lies at the first location.
struct CatalogFile {
  private(set) var assortment = Assortment()
  private(set) var stock = Stockroom()

  init(path: String, locations: Int, now: Moment) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw CatalogFileError("\(path): cannot be read: \(error)")
    }
    var rows = CatalogFile.rows(Array(data))
    guard !rows.isEmpty else { throw CatalogFileError("\(path): is empty; expected a header row") }
    let header = rows.removeFirst()
    func column(_ names: String...) -> Int? {
      header.firstIndex { cell in names.contains { $0.lowercased() == cell.lowercased() } }
    }
    guard let handle = column("Handle", "URL handle"), let title = column("Title") else {
      throw CatalogFileError(
        "\(path):1: expected the columns Handle and Title of Shopify's product CSV, found "
          + header.joined(separator: ", "))
    }
    stock.locations = Seed.locations(locations)
    let columns = Columns(
      handle: handle, title: title, vendor: column("Vendor"), type: column("Type"),
      tags: column("Tags"), status: column("Status"),
      optionNames: (1...3).map { column("Option\($0) Name") },
      optionValues: (1...3).map { column("Option\($0) Value") },
      sku: column("Variant SKU", "SKU"), barcode: column("Variant Barcode", "Barcode"),
      price: column("Variant Price", "Price"),
      compareAtPrice: column("Variant Compare At Price", "Compare-at price"),
      quantity: column("Variant Inventory Qty", "Inventory quantity"))
    for (index, row) in rows.enumerated() where row.contains(where: { !$0.isEmpty }) {
      try add(row, columns, line: "\(path): record \(index + 2)", now: now)
    }
  }

  private struct Columns {
    var handle: Int
    var title: Int
    var vendor: Int?
    var type: Int?
    var tags: Int?
    var status: Int?
    var optionNames: [Int?]
    var optionValues: [Int?]
    var sku: Int?
    var barcode: Int?
    var price: Int?
    var compareAtPrice: Int?
    var quantity: Int?
  }

  private mutating func add(_ row: [String], _ columns: Columns, line: String, now: Moment)
    throws
  {
    func cell(_ column: Int?) -> String {
      guard let column, column < row.count else { return "" }
      return row[column]
    }
    func money(_ column: Int?, _ name: String) throws -> Money? {
      let text = cell(column)
      guard !text.isEmpty else { return nil }
      guard case .amount(let money)? = Money.reading(text) else {
        throw CatalogFileError("\(line): expected an amount in \(name), found \"\(text)\"")
      }
      return money
    }
    let handle = cell(columns.handle)
    let names = columns.optionNames.map(cell).filter { !$0.isEmpty }
    let values = columns.optionValues.map(cell).filter { !$0.isEmpty }
    if assortment.products.last?.handle != handle {
      let isPlain = values.isEmpty || values == ["Default Title"]
      let status = cell(columns.status)
      assortment.products.append(
        ProductRow(
          title: cell(columns.title), handle: handle, vendor: cell(columns.vendor),
          type: cell(columns.type),
          tags: cell(columns.tags).split(separator: ",").map { String($0.drop { $0 == " " }) },
          status: status.isEmpty ? "ACTIVE" : status.uppercased(), options: isPlain ? [] : names,
          createdAt: Moment(seconds: now.seconds - 86_400 * 100),
          updatedAt: Moment(seconds: now.seconds - 86_400)))
    }
    let price = try money(columns.price, "the price")
    // A row with neither price, option nor SKU carries a further image only.
    guard price != nil || !values.isEmpty || !cell(columns.sku).isEmpty else { return }
    assortment.add(
      sku: cell(columns.sku), barcode: cell(columns.barcode),
      title: values.isEmpty ? "Default Title" : values.joined(separator: " / "),
      price: price ?? .zero,
      compareAtPrice: try money(columns.compareAtPrice, "the compare-at price"))
    for location in stock.locations.indices {
      stock.add(
        available: location == 0 ? Int(cell(columns.quantity)) ?? 0 : 0,
        at: Moment(seconds: now.seconds - 86_400))
    }
  }

  /// The records of a CSV: quotes, doubled quotes, line breaks in quotes, a byte order mark.
  private static func rows(_ bytes: [UInt8]) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    var index = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    func take() {
      row.append(String(decoding: cell, as: UTF8.self))
      cell.removeAll(keepingCapacity: true)
    }
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\"") where isQuoted:
        if index < bytes.count, bytes[index] == byte {
          cell.append(byte)
          index += 1
        } else {
          isQuoted = false
        }
      case UInt8(ascii: "\"") where cell.isEmpty: isQuoted = true
      case UInt8(ascii: ",") where !isQuoted: take()
      case UInt8(ascii: "\r") where !isQuoted: continue
      case UInt8(ascii: "\n") where !isQuoted:
        take()
        rows.append(row)
        row = []
      default: cell.append(byte)
      }
    }
    if !cell.isEmpty || !row.isEmpty {
      take()
      rows.append(row)
    }
    return rows
  }
}

/// A product CSV that cannot be used, told with its place.
struct CatalogFileError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
