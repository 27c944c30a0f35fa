// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Testing

@testable import Inbound

/// The values of a column, and what they are said to look like.
struct SurveyCase: CustomTestStringConvertible, Sendable {
  let values: [String?]
  let reading: String

  var testDescription: String { reading }
}

@Suite struct SurveyTests {
  static let surveys = [
    SurveyCase(values: [], reading: "nothing in it"),
    SurveyCase(values: ["1", "20", "-3"], reading: "whole numbers"),
    SurveyCase(values: ["0012", "0013"], reading: "digits with leading noughts, kept as text"),
    SurveyCase(values: ["1.50", "12.5"], reading: "numbers such as 1234.50"),
    SurveyCase(values: ["1,5", "12,75"], reading: "numbers such as 1234,50"),
    SurveyCase(values: ["1.234,50", "9,9"], reading: "numbers such as 1.234,50"),
    SurveyCase(values: ["1,234.50", "9.9"], reading: "numbers such as 1,234.50"),
    SurveyCase(values: ["1.234", "5"], reading: "numbers that can be read in two ways"),
    SurveyCase(values: ["1.234", "5,5"], reading: "numbers such as 1.234,50"),
    SurveyCase(values: ["1\u{A0}234,5", "2"], reading: "numbers such as 1 234,50"),
    SurveyCase(values: ["9,90 €", "1,00 €"], reading: "numbers such as 1234,50; with EUR"),
    SurveyCase(values: ["105.29 USD", "1.00 USD"], reading: "numbers such as 1234.50; with USD"),
    SurveyCase(values: ["31.12.2026", "01.02.2026"], reading: "dates, dd.MM.yyyy"),
    SurveyCase(values: ["12/31/2026", "01/02/2026"], reading: "dates, MM/dd/yyyy"),
    SurveyCase(values: ["01/02/2026"], reading: "dates, MM/dd/yyyy or dd/MM/yyyy"),
    SurveyCase(values: ["2026-05-01T10:00:00Z"], reading: "dates, iso"),
    SurveyCase(values: ["20260501", "20261231"], reading: "dates, yyyyMMdd"),
    SurveyCase(values: ["20260501", "20269999"], reading: "whole numbers"),
    SurveyCase(values: ["J", "N", "J"], reading: "a few words: J, N"),
    SurveyCase(values: ["a", "b"], reading: "text"),
    SurveyCase(
      values: ["'4006381333931", "4.00638E+12", "", nil],
      reading:
        "text; 1 with an apostrophe before it; 1 damaged by a spreadsheet; 2 without a value"),
  ]

  @Test(arguments: surveys)
  func `a column is told by what all of its values have in common`(_ it: SurveyCase) {
    var survey = ColumnSurvey("X")
    for value in it.values { survey.add(value) }
    #expect(survey.reading == it.reading)
  }

  static let guesses: [(columns: [String], operation: String?)] = [
    (["ART_NR", "Lager", "Bestand"], "stock.set"), (["sku", "qty"], "stock.set"),
    (["EAN", "Preis"], "price.set"), (["Handle", "Title", "Variant SKU", "Price"], "product.set"),
    (["Order No", "Tracking-Number", "SKU", "Qty"], "shipment.create"),
    (["item/@sku", "item/price/gross"], "price.set"), (["foo", "bar"], nil),
    (["sku", "title"], nil),
  ]

  @Test(arguments: guesses.indices)
  func `the columns' names speak for an operation or for none`(_ index: Int) {
    let (columns, operation) = Self.guesses[index]
    #expect(ColumnGuess.operation(for: columns)?.name == operation)
  }

  @Test(arguments: [
    ("STOCK_20260501.csv", "STOCK_*.csv"), ("stock.csv", "*.csv"), ("A1B2.xml.gz", "A*B*.xml.gz"),
    ("stock", "*"), ("a[b].csv", "*.csv"), ("a[b]7.csv", "a?b]*.csv"),
  ])
  func `the pattern of a job takes tomorrow's file as well`(_ name: String, _ pattern: String) {
    #expect(JobDraft.pattern(name) == pattern)
  }

  @Test(arguments: [
    ("STOCK_20260501.csv", "stock"), ("Artikel Preise.csv", "artikel-preise"), ("2026.csv", "feed"),
    ("receipts.csv", "feed"), ("Übersicht.csv", "bersicht"),
  ])
  func `a job is named after its file`(_ file: String, _ name: String) {
    #expect(JobDraft.name(from: file) == name)
  }
}
