// SPDX-License-Identifier: Apache-2.0

/// A report as one HTML page that needs nothing else: a chart for each column that is to have one, then the table.
///
/// The charts are drawn as SVG in the page; there is no script, and the page forbids itself to load anything. Rows are kept
/// until the end, for the charts stand first: it is for reports, whose rows are days.
package struct HTMLTableWriter: TableWriter {
  private let columns: [WrittenColumn]
  private let title: String
  private let note: String
  private let charts: [String]
  private var labels: [String] = []
  private var values: [[ExactDecimal]]
  private var body: [UInt8] = []

  /// A writer of these columns; `note` is a sentence below the title, `charts` the columns drawn, over the first column.
  package init(_ columns: [WrittenColumn], title: String, note: String, charts: [String]) {
    self.columns = columns
    self.title = title
    self.note = note
    self.charts = charts
    values = charts.map { _ in [] }
  }

  package mutating func begin(into out: inout [UInt8]) {
    out.append(
      contentsOf: """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width">
        <title>\(HTMLText.escaped(title))</title>
        <style>\(HTMLText.style)</style>
        </head>
        <body>
        <h1>\(HTMLText.escaped(title))</h1>
        <p>\(HTMLText.escaped(note))</p>

        """.utf8)
  }

  package mutating func write(_ row: WrittenRow, opensRecord: Bool, into out: inout [UInt8]) {
    labels.append(row.count > 0 ? row.text(0) : "")
    for (number, name) in charts.enumerated() {
      let column = columns.firstIndex { $0.name == name }
      values[number].append(
        column.flatMap { ExactDecimal(parsing: row.text($0)) } ?? ExactDecimal(0))
    }
    line(row, isTrailer: false)
  }

  package mutating func end(_ trailer: TableTrailer?, into out: inout [UInt8]) {
    for (number, name) in charts.enumerated() where !labels.isEmpty {
      out.append(
        contentsOf: BarChart(title: name, labels: labels, values: values[number]).svg.utf8)
    }
    out.append(contentsOf: "<table>\n<thead><tr>".utf8)
    for column in columns {
      out.append(contentsOf: "<th>\(HTMLText.escaped(column.name))</th>".utf8)
    }
    out.append(contentsOf: "</tr></thead>\n<tbody>\n".utf8)
    out += body
    out.append(contentsOf: "</tbody>\n".utf8)
    if let trailer {
      body = []
      line(trailer.row(columns: columns.count), isTrailer: true)
      out.append(contentsOf: "<tfoot>\n".utf8)
      out += body
      out.append(contentsOf: "</tfoot>\n".utf8)
    }
    out.append(contentsOf: "</table>\n</body>\n</html>\n".utf8)
  }

  private mutating func line(_ row: WrittenRow, isTrailer: Bool) {
    body.append(contentsOf: "<tr>".utf8)
    for index in 0..<row.count {
      let isNumber =
        switch columns[index].kind {
        case .number, .money: true
        case .text, .plain, .time, .day, .value: false
        }
      body.append(contentsOf: isNumber ? "<td class=n>".utf8 : "<td>".utf8)
      XMLText.append(row[index], to: &body)
      body.append(contentsOf: "</td>".utf8)
    }
    body.append(contentsOf: "</tr>\n".utf8)
  }
}

/// Text in an HTML page, and how the page looks.
enum HTMLText {
  static func escaped(_ text: String) -> String {
    var out: [UInt8] = []
    XMLText.append(text.utf8, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  static let style = """
    body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color:#1b1f24;background:#fff}\
    h1{font-size:1.5rem}table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}\
    th,td{padding:.3rem .6rem;border-bottom:1px solid #d8dee4;text-align:left;white-space:nowrap}td.n{text-align:right}\
    tfoot td{font-weight:600;border-top:2px solid #57606a}figure{margin:1.5rem 0}figcaption{font-weight:600}\
    svg{width:100%;height:auto}.bar{fill:#2f6f9f}.minus{fill:#b3541e}.axis{stroke:#8c959f}.label{font-size:11px;fill:#57606a}
    """
}
