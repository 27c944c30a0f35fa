// SPDX-License-Identifier: Apache-2.0

import Tables

/// Reads what a job says of delimited text; what it leaves out is recognised from each file.
struct DelimitedReading {
  /// What was wrong.
  private(set) var faults: [Fault] = []

  /// The format; nil where it cannot be told.
  mutating func read(_ settings: Settings, columns: [String]) -> CSVFormat? {
    var csv = CSVFormat.recognised
    csv.delimiter =
      settings["type"]?.text == "tsv" ? 0x09 : settings["delimiter"]?.character
    csv.quote = settings["quote"]?.character
    csv.encoding = settings["encoding"]?.text
    csv.fallbackEncoding = settings["fallback_encoding"]?.text
    csv.skip = settings["skip"]?.integer
    csv.required = columns
    if let delimiter = csv.delimiter, delimiter == csv.quote,
      let place = settings["quote"] ?? settings["delimiter"]
    {
      faults.append(
        Fault("same-character", at: place.position, "'delimiter' and 'quote' are the same"))
    }
    readHeader(settings, into: &csv)
    readComment(settings, into: &csv)
    readTrailer(settings, into: &csv)
    return csv
  }

  private mutating func readHeader(_ settings: Settings, into csv: inout CSVFormat) {
    let names = settings["columns"]
    guard let header = settings["header"] else {
      if let names {
        faults.append(
          Fault(
            "not-its-key", at: names.keyPosition,
            "'columns' names those of a file without a header",
            hint: "say 'header: none' beside it, or leave it out"))
      }
      return
    }
    guard let names, let texts = names.texts else {
      if !settings.mentions("columns") {
        faults.append(
          Fault(
            "missing-key", at: header.keyPosition, "'header: none' needs the names of the columns",
            expected: "columns: [sku, quantity]"))
      }
      return
    }
    csv.names = texts
    // What stands before the first record is not told from it without a header.
    csv.skip = csv.skip ?? 0
    let folded = texts.map(CSVHeader.folded)
    for (index, name) in folded.enumerated() where folded[..<index].contains(name) {
      faults.append(
        Fault(
          "duplicate-column", at: names.position, "'columns' names a column twice",
          found: quoted(texts[index])))
    }
    for name in csv.required where !folded.contains(CSVHeader.folded(name)) {
      faults.append(
        Fault(
          "unknown-column", at: names.position, "'columns' does not name '\(name)'",
          hint: nearestName(to: name, among: texts).map { "did you mean '\($0)'?" }
            ?? "the job speaks of that column"))
    }
  }

  private mutating func readComment(_ settings: Settings, into csv: inout CSVFormat) {
    guard let comment = settings["comment"], let text = comment.text else { return }
    csv.comment = text
    guard !text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) || text.utf8.first == csv.quote else {
      return
    }
    faults.append(
      Fault(
        "wrong-value", at: comment.position, "'comment' cannot be that",
        expected: "ASCII that does not begin with the quote, such as '#'", found: quoted(text)))
  }

  private mutating func readTrailer(
    _ settings: Settings, into csv: inout CSVFormat
  ) {
    guard let setting = settings["trailer"], let block = setting.table,
      let begins = block["begins"]?.text
    else { return }
    var trailer = CSVFormat.Trailer(begins: begins, count: block["count"]?.integer)
    if let total = block["total"]?.table, let column = total["column"]?.text,
      let field = total["field"]?.integer
    {
      var sum = CSVFormat.Trailer.Total(column: column, field: field)
      if let mark = settings["decimal"]?.text?.utf8.first { sum.decimal = mark }
      sum.marks =
        settings["thousands"]?.text.flatMap(NumberMarks.Thousands.init)?.texts ?? []
      trailer.total = sum
      if csv.names.isEmpty, !csv.required.contains(column) { csv.required.append(column) }
    }
    if !begins.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) {
      faults.append(
        Fault(
          "wrong-value", at: block["begins"]?.position ?? setting.position,
          "'begins' cannot be that", expected: "ASCII", found: quoted(begins)))
    }
    csv.trailer = trailer
  }
}
