// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Inbound
import Journal

/// A plan as one page for a browser: nothing is fetched from elsewhere, nothing runs, and every value is text.
struct PlanPage {
  var job: String
  var reports: [PlanReport]

  var text: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>\(Self.escaped("What \(job) would change"))</title>
    <style>
    body { font: 16px/1.4 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; color: #1a1a1a; }
    table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
    th, td { text-align: left; padding: .3rem .6rem; border-bottom: 1px solid #ddd; vertical-align: top; overflow-wrap: anywhere; }
    th { border-bottom: 2px solid #888; }
    del { color: #a00; text-decoration: line-through; }
    ins { color: #060; text-decoration: none; font-weight: 600; }
    .stop { background: #fff3d6; border-left: 4px solid #c80; padding: .6rem 1rem; }
    .totals td { font-variant-numeric: tabular-nums; }
    </style>
    </head>
    <body>
    <h1>\(Self.escaped("What \(job) would change"))</h1>
    <p>Nothing has been sent to the shop.</p>
    \(reports.map(section).joined(separator: "\n"))
    </body>
    </html>

    """
  }

  private func section(_ report: PlanReport) -> String {
    var parts = ["<h2>\(Self.escaped(report.file))</h2>"]
    for (word, reasons) in [
      ("This file would be refused", report.preview.refused),
      ("This file would wait for your approval", report.preview.held),
      ("This file breaks off", report.preview.brokenOff.map { [$0] } ?? []),
    ] {
      for reason in reasons {
        parts.append("<p class=\"stop\">\(word): \(Self.escaped(reason.message))</p>")
      }
    }
    if let totals = report.preview.totals {
      parts.append(
        Self.table(
          ["Records", "To change", "Unchanged", "Rejected", "Superseded"],
          [
            [
              "\(totals.records)", "\(totals.changes + totals.shared)", "\(totals.unchanged)",
              "\(totals.rejected)", "\(totals.superseded)",
            ]
          ], kind: "totals"))
    }
    if !report.changes.isEmpty {
      parts.append("<h3>Changes</h3>")
      parts.append(
        Self.table(
          ["Line", "Key", "Field", "Now", "Then"],
          report.changes.map { change in
            [
              "\(change.line)", Self.escaped(change.key), Self.escaped(change.field),
              "<del>\(Self.escaped(change.old ?? "(none)"))</del>",
              "<ins>\(Self.escaped(change.new ?? "(none)"))</ins>",
            ]
          }))
    }
    if !report.rejections.isEmpty {
      parts.append("<h3>Rejected records</h3>")
      parts.append(
        Self.table(
          ["Line", "Key", "Reason"],
          report.rejections.map {
            ["\($0.line)", Self.escaped($0.key), Self.escaped($0.message)]
          }))
    }
    if report.isCut {
      parts.append("<p>There are more; this page shows the first.</p>")
    }
    parts.append("<h3>What it would take</h3>")
    parts.append(
      Self.table(
        ["Route", "Requests", "Points", "Time"],
        report.estimates.map {
          ["\($0.route.rawValue)", "\($0.requests)", "\($0.points)", $0.words]
        }))
    return parts.joined(separator: "\n")
  }

  /// A table of cells that are HTML already.
  private static func table(_ head: [String], _ rows: [[String]], kind: String = "") -> String {
    let cells = rows.map { "<tr>\($0.map { "<td>\($0)</td>" }.joined())</tr>" }
    let top = head.map { "<th>\($0)</th>" }.joined()
    return
      "<table class=\"\(kind)\"><thead><tr>\(top)</tr></thead><tbody>\n\(cells.joined(separator: "\n"))\n</tbody></table>"
  }

  /// Text that cannot be markup.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      default: escaped.unicodeScalars.append(character)
      }
    }
    return escaped
  }
}
