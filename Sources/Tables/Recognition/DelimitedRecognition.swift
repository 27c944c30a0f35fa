// SPDX-License-Identifier: Apache-2.0

/// Which delimiter, quote and header line a sample of text speaks for.
///
/// Every delimiter that may be is tried, and with each every line that may be the header. What counts most
/// is that a header holds the columns the job names; then how many rows fit the header's width.
struct DelimitedRecognition {
  /// The best reading.
  private(set) var found: Recognition.Delimited
  /// How sure it is as a whole, in percent.
  private(set) var confidence: Int
  private(set) var evidence: [String] = []
  private(set) var doubts: [String] = []
  /// How many rows of the sample fit the header.
  private(set) var fitting = 0

  /// The delimiters that are tried where none is stated, with their names.
  static let delimiters: [(byte: UInt8, name: String)] = [
    (UInt8(ascii: ","), "a comma"), (UInt8(ascii: ";"), "a semicolon"), (0x09, "a tab"),
    (UInt8(ascii: "|"), "a bar"), (UInt8(ascii: "^"), "a caret"), (UInt8(ascii: "~"), "a tilde"),
  ]

  /// What a delimiter is called.
  static func name(of delimiter: UInt8) -> String {
    delimiters.first { $0.byte == delimiter }?.name ?? "'\(Unicode.Scalar(delimiter))'"
  }

  /// One way to read the sample.
  private struct Reading {
    var delimiter: UInt8
    var header: Int
    var columns: [String]
    var rows: SampleRows
    var score: Double
    var holdsRequired: Bool
    var fitting: Int
    /// Rows after the header.
    var others: Int
    /// Whether the header reads like one.
    var looksNamed: Bool
    /// Whether nearly all rows have the header's width.
    var fits: Bool { fitting * 10 >= others * 9 }
    /// The line the header stands on, from 1.
    var line: Int { rows.rows.isEmpty ? 1 : rows.rows[header].line }
  }

  /// - Parameters:
  ///   - text: UTF-8, without a byte order mark.
  ///   - format: what the job states; nil in it is recognised.
  init(_ text: [UInt8], isWhole: Bool, format: CSVFormat) {
    let quote = format.quote ?? Self.quote(of: text, isWhole: isWhole)
    let candidates = format.delimiter.map { [$0] } ?? Self.delimiters.map(\.byte)
    var readings: [Reading] = []
    for candidate in candidates where candidate != quote {
      guard
        let reading = Self.best(
          text, isWhole: isWhole, delimiter: candidate, quote: quote, format: format)
      else { continue }
      readings.append(reading)
      // The first line holds what the job names, and the rest fits it: nothing else is looked for.
      if reading.holdsRequired, reading.header == 0, reading.fits { break }
    }
    readings.sort { $0.score > $1.score }
    // No delimiter anywhere: one column, whatever the delimiter.
    let first =
      readings.first
      ?? Reading(
        delimiter: candidates[0], header: 0, columns: [],
        rows: SampleRows([], isWhole: true, delimiter: 0, quote: 0, comment: []), score: 0,
        holdsRequired: false, fitting: 0, others: 0, looksNamed: false)
    fitting = first.fitting
    let isHeaderless = !format.names.isEmpty
    found = Recognition.Delimited(
      delimiter: first.delimiter, quote: quote, skip: format.skip ?? first.line - 1,
      headerLine: isHeaderless || !(first.looksNamed || first.holdsRequired) ? nil : first.line,
      columns: isHeaderless ? format.names : first.columns, delimiterConfidence: 99,
      headerConfidence: 99)
    if !isHeaderless, found.headerLine == nil {
      found.columns = first.columns.indices.map { "column \($0 + 1)" }
    }
    confidence = 99
    judge(first, besides: Array(readings.dropFirst()), format)
  }

  /// How sure the best reading is beside the others, and why.
  private mutating func judge(_ first: Reading, besides others: [Reading], _ format: CSVFormat) {
    let name = Self.name(of: first.delimiter)
    if format.delimiter == nil {
      found.delimiterConfidence = Self.confidence(of: first, besides: others.first)
      if first.columns.count < 2 {
        evidence.append("no line is split by a comma, a semicolon, a tab or a bar: one column")
      } else {
        evidence.append(
          "split by \(name), \(first.fitting) of \(first.others) rows have the header's \(first.columns.count) columns"
        )
      }
      for other in others.prefix(2) where other.score > first.score / 10 {
        doubts.append(
          "split by \(Self.name(of: other.delimiter)), \(other.fitting) of \(other.others) rows would have the \(other.columns.count) columns of line \(other.line)"
        )
      }
    }
    if first.rows.quoted > 0, format.quote == nil {
      evidence.append(
        "\(first.rows.quoted) values stand in \(found.quote == UInt8(ascii: "'") ? "single" : "double") quotes"
      )
    }
    if first.rows.unsound > 0 {
      doubts.append("\(first.rows.unsound) values begin with a quote that does not end them")
    }
    if format.names.isEmpty {
      if first.holdsRequired {
        evidence.append("line \(first.line) holds every column the job names")
      } else if first.looksNamed {
        evidence.append("line \(first.line) reads like names: \(Self.shown(first.columns))")
        found.headerConfidence = first.others == 0 ? 75 : first.line == 1 ? 90 : 75
      } else {
        doubts.append(
          "line \(first.line) does not read like names: \(Self.shown(first.columns))")
        found.headerConfidence = 40
      }
    }
    confidence = min(found.delimiterConfidence, found.headerConfidence)
  }

  private static func confidence(of first: Reading, besides second: Reading?) -> Int {
    if first.holdsRequired { return second?.holdsRequired == true ? 80 : 99 }
    if first.columns.count < 2 { return first.rows.rows.count > 1 ? 80 : 65 }
    let rival = max(0, second?.score ?? 0)
    var sure = 50 + 48 * (first.score - rival) / max(first.score, 0.001)
    let fit = first.others == 0 ? 0.7 : Double(first.fitting) / Double(first.others)
    sure *= 0.5 + 0.5 * fit
    return max(1, min(98, Int(sure)))
  }

  static func shown(_ names: [String]) -> String {
    let text = names.prefix(6).joined(separator: ", ") + (names.count > 6 ? ", …" : "")
    return text.count <= 100 ? text : text.prefix(100) + "…"
  }
}

extension DelimitedRecognition {
  /// How many rows may stand before the header.
  private static let headerRows = 30

  /// The best header for one delimiter; nil where the sample has no row.
  private static func best(
    _ text: [UInt8], isWhole: Bool, delimiter: UInt8, quote: UInt8, format: CSVFormat
  ) -> Reading? {
    let rows = SampleRows(
      text, isWhole: isWhole, delimiter: delimiter, quote: quote,
      comment: Array((format.comment ?? "").utf8))
    let first = rows.rows.firstIndex { $0.line > format.skip ?? 0 }
    guard let first else { return nil }
    let last =
      format.skip != nil || !format.names.isEmpty
      ? first : min(first + headerRows, rows.rows.count) - 1
    var best: Reading?
    for header in first...max(first, last) {
      let reading = reading(rows, header: header, delimiter: delimiter, format: format)
      if reading.score > best?.score ?? -1 { best = reading }
      if header == first, reading.fits, reading.looksNamed, reading.columns.count > 1,
        format.required.isEmpty || reading.holdsRequired
      {
        break
      }
    }
    if var best, best.looksNamed, format.names.isEmpty {
      best.looksNamed = !looksLikeData(
        best.columns, rows.rows[(best.header + 1)...], rows)
      return best
    }
    return best
  }

  private static func reading(
    _ rows: SampleRows, header: Int, delimiter: UInt8, format: CSVFormat
  ) -> Reading {
    let row = rows.rows[header]
    let cells = row.fields.map { CSVHeader.trimmed(rows.string($0)) }
    let isHeaderless = !format.names.isEmpty
    let width = isHeaderless ? format.names.count : cells.count - row.emptyTail
    let others = isHeaderless ? rows.rows[header...] : rows.rows[(header + 1)...]
    let fitting = others.count { fits($0, width: width, columns: cells.count) }
    let names = cells.prefix(width)
    let named = names.count { $0.contains { $0.isLetter } && !$0.contains { $0.isNewline } }
    let filled = names.count { !$0.isEmpty }
    // A name or two may be missing or stand twice; values that are no names speak against a header.
    let share =
      filled == 0 || filled * 2 < names.count ? 0 : Double(named) / Double(filled)
    let distinct =
      filled == 0
      ? 0 : Double(Set(names.filter { !$0.isEmpty }.map(CSVHeader.folded)).count) / Double(filled)
    let folded = Set(cells.map(CSVHeader.folded))
    let required = format.required.map(CSVHeader.folded)
    var reading = Reading(
      delimiter: delimiter, header: header,
      columns: row.emptyTail == cells.count ? cells : Array(cells.prefix(width)), rows: rows,
      score: 0,
      holdsRequired: !required.isEmpty && !isHeaderless && required.allSatisfy(folded.contains),
      fitting: fitting, others: others.count,
      looksNamed: share >= 0.9 && distinct >= 0.6)
    let fit =
      others.isEmpty ? (header == 0 ? 0.7 : 0.1) : Double(fitting) / Double(others.count)
    let breadth = width < 2 ? 0.02 : 1 - 1 / Double(width)
    // What stands before the header is little beside what stands after it.
    let coverage =
      (1 - 0.01 * Double(min(header, 40))) * Double(others.count + 1)
      / Double(others.count + 1 + header)
    let quality = isHeaderless ? 1 : max(share * share * distinct, 0.15)
    reading.score =
      fit * breadth * quality * coverage * coverage
      / (1 + Double(rows.unsound) / Double(max(rows.quoted, 1)))
      * (1 - 0.9 * Double(rows.torn) / Double(max(rows.values, 1)))
    if reading.holdsRequired { reading.score += 10 }
    return reading
  }

  private static func fits(_ row: SampleRows.Row, width: Int, columns: Int) -> Bool {
    let count = row.fields.count
    return count >= width && (count <= columns || count - row.emptyTail <= columns)
  }

  /// Whether what stands in the first line is of the kind that stands below it: long texts, or the same
  /// values again.
  private static func looksLikeData(
    _ names: [String], _ others: ArraySlice<SampleRows.Row>, _ rows: SampleRows
  ) -> Bool {
    if names.contains(where: { $0.count > 120 }) { return true }
    // A whole row like the first is another header: two files in one.
    let others = others.prefix(40).filter { row in
      row.fields.map { CSVHeader.trimmed(rows.string($0)) } != names
    }
    var repeated = 0
    for (column, name) in names.enumerated() where !name.isEmpty {
      let again = others.contains { row in
        column < row.fields.count && CSVHeader.trimmed(rows.string(row.fields[column])) == name
      }
      if again { repeated += 1 }
    }
    return repeated * 2 >= max(names.count, 1)
  }

  /// The quote a sample uses: single ones only where values begin and end with them and none with double ones.
  private static func quote(of text: [UInt8], isWhole: Bool) -> UInt8 {
    let (double, single) = (UInt8(ascii: "\""), UInt8(ascii: "'"))
    guard text.contains(single) else { return double }
    var (best, bestQuoted) = (double, 0)
    for delimiter in delimiters.map(\.byte) {
      let inDouble = SampleRows(
        text, isWhole: isWhole, delimiter: delimiter, quote: double, comment: [])
      if inDouble.quoted > 0, inDouble.unsound == 0 { return double }
      let inSingle = SampleRows(
        text, isWhole: isWhole, delimiter: delimiter, quote: single, comment: [])
      if inSingle.quoted > max(bestQuoted, 1), inSingle.unsound == 0 {
        (best, bestQuoted) = (single, inSingle.quoted)
      }
    }
    return best
  }
}
