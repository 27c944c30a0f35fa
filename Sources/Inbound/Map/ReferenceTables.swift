// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Mirror
import Tables

/// What the mirror knows that a record is read with: the names of small tables, and the currency.
enum ReferenceTables {
  /// Stands for a name that two rows have.
  static let ambiguous: Int64 = -1

  /// For every mapped field that is a reference, its names and ids.
  static func read(_ mirror: StoreMirror, for job: FeedJob) throws(InboundError)
    -> [String: ByteTable]
  {
    var tables: [String: ByteTable] = [:]
    for mapping in job.fields {
      guard case .reference(let sql) = mapping.field.type else { continue }
      var table = ByteTable()
      try scan(mirror, sql) { name, id in
        if !table.insert(name, id) { table.replace(name, with: ambiguous) }
        table.insert("gid://shopify/\(gidType(of: mapping.field.name))/\(id)", id)
      }
      tables[mapping.field.name] = table
    }
    return tables
  }

  /// How many digits the shop's currency has after the mark; 2 while the shop is not known.
  static func moneyDigits(_ mirror: StoreMirror) throws(InboundError) -> Int {
    try currency(mirror).map(CurrencyDigits.after) ?? 2
  }

  /// The shop's currency; nil while the shop is not known.
  static func currency(_ mirror: StoreMirror) throws(InboundError) -> String? {
    var code: String?
    try scan(mirror, "SELECT currency, 0 FROM shop") { currency, _ in code = currency }
    return code
  }

  /// What is wrong with a job whose amounts are in another currency than the shop's: they are never converted.
  static func currencyFaults(_ mirror: StoreMirror, of job: FeedJob, file: String)
    throws(InboundError) -> [Fault]
  {
    guard job.fields.contains(where: { $0.options.currency != nil }),
      let shop = try currency(mirror)
    else { return [] }
    return job.fields.compactMap { mapping in
      guard let stated = mapping.options.currency, stated != shop else { return nil }
      return Fault(
        "shop-currency", at: Position(file: file, line: 1), field: mapping.field.name,
        "the job \(job.name) reads amounts in \(stated), the shop's currency is another",
        expected: shop, found: stated,
        hint: "amounts are not converted; correct `currency:`, or give the shop's amounts")
    }
  }

  private static func gidType(of field: String) -> String {
    field.prefix(1).uppercased() + field.dropFirst()
  }

  private static func scan(
    _ mirror: StoreMirror, _ sql: String, _ body: (String, Int64) -> Void
  ) throws(InboundError) {
    do {
      try mirror.scan(sql) { row in
        guard let name = row.bytes(0), let id = row.int64(1) else { return }
        body(String(decoding: name, as: UTF8.self), id)
      }
    } catch let error as MirrorError {
      throw InboundError(error)
    } catch { throw InboundError(.bug, "The mirror cannot be read: \(error).") }
  }
}
