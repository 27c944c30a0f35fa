// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Foundation
import Tables
import Testing

@testable import Jobs

@Suite struct `A home` {
  @Test func `L09 an inbox inside the outbox is refused, and so is every other overlap`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain + """

        folders:
          outbox: exchange
          inbox: exchange/in
          state: jobs

        """, "jobs/x.yaml": "export: orders\nfile: 'o-{sequence}'\n",
    ])
    #expect(
      home.complaints
        == [
          "dray.yaml:5:11: 'inbox' \(home.path)/exchange/in lies inside 'outbox' \(home.path)/exchange; give each a folder of its own",
          "dray.yaml:7:10: 'jobs' and 'state' are the same folder \(home.path)/jobs; give each a folder of its own",
        ].sorted { $0 < $1 })
  }

  @Test func `L09 faults of every file are told at once, dray.yaml first`() throws {
    let home = try ScratchHome([
      "dray.yaml": "store: {shop: a, auth: {access_token: {env: A}}}\nx: 1\n",
      "jobs/b.yaml": "export: orders\n", "jobs/a.yml": "", "jobs/A.yaml": "feed: stock.set\n",
      "jobs/a.yaml": "export: orders\nfile: 'o-{sequence}'\n",
      "jobs/receipts.yaml": "export: orders\nfile: 'o-{sequence}'\n",
    ])
    #expect(
      home.complaints == [
        "dray.yaml:2:1: there is no key 'x' here; the keys are store, folders, targets, alerts, alert, keep",
        "jobs/A.yaml:1:1: the key 'format' is missing; how the file's bytes become records",
        "jobs/A.yaml:1:1: the key 'fields' is missing; the operation's fields and where each value comes from; plain text is a column (in XML and JSON, a path)",
        "jobs/a.yaml:1:1: two jobs have one name but for upper and lower case: 'A' and 'a'; rename one",
        "jobs/a.yml:1:1: a job file's name ends in .yaml; found 'a.yml'; rename it",
        "jobs/b.yaml:1:1: the key 'file' is missing; the file's name, with {sequence}, {job}, {since:%Y%m%d} and {until:%Y%m%dT%H%M%S} filled in",
        "jobs/receipts.yaml:1:1: a job cannot have this name; expected letters, digits, '-' and '_', and not 'receipts', found 'receipts'",
      ])
  }

  @Test func `a home that is none says how to make one`() throws {
    let home = try ScratchHome(["x": ""])
    #expect(
      home.complaints == [
        "dray.yaml:1:1: there is no dray.yaml in \(home.path); `dray init` makes one; --home or DRAY_HOME names another home",
        "jobs:1:1: there is no folder \(home.path)/jobs; `dray init` makes one with commented examples",
      ])
  }

  @Test func `every key of a feed arrives`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain, "jobs/tables/w.csv": "a,b\n10,Berlin\n\"2\n0\",Wien\n",
      "jobs/x.yaml": """
      feed: stock.set
      files: "S_*.csv"
      format: {type: csv, delimiter: tab, quote: "'", encoding: windows-1252, fallback_encoding: iso-8859-15, decimal: ","}
      fields:
        sku: {column: ART}
        location: {column: WH, lookup: w}
        available: {sql: 'number("Qty on hand")'}
      where: STATUS <> '"X"'
      absent: keep
      compare: mirror
      route: bulk
      quiet: 500ms
      rails: {min_records: 10, max_changed: 30%, max_zeroed: 0.5%}
      receipt: all
      repeat: send
      duplicates: last
      order: name
      empty: accept
      supersede: true
      max_bytes: 5MB
      stop_at: 12.50%
      """,
    ])
    let (_, jobs) = try Home.load(home.path)
    guard case .feed(let job)? = jobs.first else {
      Issue.record("no feed")
      return
    }
    var format = CSVFormat.recognised
    format.delimiter = 9
    format.quote = UInt8(ascii: "'")
    format.encoding = "windows-1252"
    format.fallbackEncoding = "iso-8859-15"
    format.required = ["ART", "WH", "Qty on hand"]
    #expect(job.name == "x")
    #expect(job.operation.name == "stock.set")
    #expect(job.files == "S_*.csv")
    #expect(job.format == .csv(format))
    #expect(job.numbers == NumberMarks(decimal: UInt8(ascii: ",")))
    #expect(job.columns == [])
    #expect(job.fields.map(\.field.name) == ["sku", "location", "available"])
    #expect(
      job.fields.map(\.source) == [
        .column("ART"), .lookup(column: "WH", table: "w"), .sql(#"number("Qty on hand")"#),
      ])
    #expect(job.fields[2].position?.description == "jobs/x.yaml:7:20")
    #expect(job.filter == #"STATUS <> '"X"'"#)
    #expect(job.filterPlace?.start.line == 8)
    #expect(job.comparison == .mirror)
    #expect(job.route == .bulk)
    #expect(job.quiet == .milliseconds(500))
    #expect(job.rails.minRecords == .count(10))
    #expect(job.rails.maxChanged?.description == "30")
    #expect(job.rails.maxZeroed?.description == "0.5")
    #expect(job.receipt == .all)
    #expect(job.repeats == .send)
    #expect(job.duplicates == .last)
    #expect(job.order == .name)
    #expect(job.empty == .accept)
    #expect(job.supersedes)
    #expect(job.maxBytes == 5_000_000)
    #expect(job.stopAtPercent?.description == "12.50")
    #expect(job.lookups == ["w": ["10": "Berlin", "2\n0": "Wien"]])
  }

  @Test func `the columns of XML are those spoken of anywhere, each with its path`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain,
      "jobs/x.yaml": """
      feed: price.set
      format: {type: xml, records: /prices/item, doctype: ignore}
      columns: {GROSS: price/gross, SKU: "@sku"}
      fields:
        sku: SKU
        price: {sql: 'coalesce(GROSS, number("price/@net"))'}
        compare_at_price: price/list
      where: '"@status" = ''A'''
      """,
    ])
    let (_, jobs) = try Home.load(home.path)
    guard case .feed(let job)? = jobs.first, case .xml(let format) = job.format else {
      Issue.record("no feed of XML")
      return
    }
    #expect(job.columns == ["GROSS", "SKU", "price/@net", "price/list", "@status"])
    #expect(format.fields == ["price/gross", "@sku", "price/@net", "price/list", "@status"])
    #expect(format.ignoresDoctype)
  }

  @Test func `the digest follows the job file and its look-up tables`() throws {
    let job = """
      feed: stock.set
      format: {type: csv}
      fields: {sku: A, location: {column: B, lookup: w}, available: C}
      """
    func digest(_ job: String, _ table: String) throws -> String {
      let home = try ScratchHome([
        "dray.yaml": ScratchHome.plain, "jobs/x.yaml": job, "jobs/tables/w.csv": table,
      ])
      guard case .feed(let feed) = try JobFile.load(home.path + "/jobs/x.yaml") else { return "" }
      return feed.digest
    }
    let first = try digest(job, "a,b\n1,2\n")
    #expect(first.count == 64)
    #expect(try digest(job, "a,b\n1,2\n") == first)
    #expect(try digest(job + "\n", "a,b\n1,2\n") != first)
    #expect(try digest(job, "a,b\n1,3\n") != first)
  }

  @Test func `folders are absolute, without links, and as dray.yaml says`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain + "\nfolders: {inbox: ../in, archive: /srv/archive}\n",
      "jobs/.keep": "",
    ])
    let link = home.path + "-link"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: home.path)
    defer { #expect(throws: Never.self) { try FileManager.default.removeItem(atPath: link) } }
    let folders = try HomeConfig.load(home: link).folders
    let parent = URL(filePath: home.path).deletingLastPathComponent().path(percentEncoded: false)
    #expect(folders.home == home.path)
    #expect(folders.jobs == home.path + "/jobs")
    #expect(folders.inbox == parent + "in")
    #expect(folders.archive == "/srv/archive")
  }
}
