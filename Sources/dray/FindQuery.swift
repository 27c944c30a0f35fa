// SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Mirror
import Runner
import Tables

/// `dray find KIND KEY`
struct Find: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Look something up in the mirror: product, variant, order, fulfillment, fulfillment-order, location."
  )

  @OptionGroup var home: HomeOption
  @Argument(help: "product, variant, order, fulfillment, fulfillment-order or location.") var kind:
    String
  @Argument(help: "An id, SKU, barcode, handle, title, order name, e-mail or location name.")
  var key: String
  @Flag(help: "JSON instead of a table.") var json = false

  func run() throws {
    let mirror = try OpenedHome.load(home.path).mirrorForReading()
    let found: StoreMirror.Found
    do throws(MirrorError) {
      found = try mirror.find(kind: kind, key: key)
    } catch {
      throw RunnerError(error)
    }
    Output.rows(found.columns, found.rows, json: json)
    guard found.rows.isEmpty else { return }
    throw RunnerError(
      .notFound,
      "the mirror has no \(kind) \(key); 'dray refresh' brings it up to date")
  }
}

/// `dray query SQL`
struct Query: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read-only SQL over the mirror; its tables are in docs/mirror.md.")

  @OptionGroup var home: HomeOption
  @Argument(help: "One SELECT.") var sql: String
  @Flag(help: "JSON instead of a table.") var json = false
  @Flag(help: "CSV instead of a table.") var csv = false

  func run() throws {
    let mirror = try OpenedHome.load(home.path).mirrorForReading()
    var columns: [String] = []
    var rows: [[JSON]] = []
    var writer = CSVWriter(lineEnd: .lf) { Output.bytes($0) }
    do {
      try mirror.query(
        sql,
        columns: {
          columns = $0
          if csv { writer.write($0) }
        },
        row: { row in
          // CSV is streamed; a table needs all rows to know its widths.
          if csv { writer.write(row.map(Output.plain)) } else { rows.append(row) }
        })
      if csv { writer.flush() }
    } catch let error as MirrorError {
      guard error.description != "not authorized" else {
        throw RunnerError(.usage, "only reading is allowed here: one SELECT over the mirror")
      }
      throw RunnerError(error)
    }
    if !csv { Output.rows(columns, rows, json: json) }
  }
}
