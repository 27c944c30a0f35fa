// SPDX-License-Identifier: Apache-2.0

extension Recognition {
  /// What a receipt says in `read_as`, and commands with `--json`; its shape is documented in docs/receipts.md.
  package var json: JSON {
    var members: [JSON.Member] = []
    func add(_ name: String, _ value: JSON) { members.append(JSON.Member(name, value)) }
    func texts(_ texts: [String]) -> JSON { .array(texts.map(JSON.string)) }
    switch kind {
    case .csv(let csv):
      add("type", csv.delimiter == 0x09 ? "tsv" : "csv")
      add("delimiter", .string(csv.delimiter == 0x09 ? "tab" : Self.text(csv.delimiter)))
      add("quote", .string(CSVFormat.name(ofQuote: csv.quote)))
      add("header_line", csv.headerLine.map { JSON($0) } ?? .null)
      add("columns", texts(csv.columns))
    case .xml(let xml):
      add("type", "xml")
      add("root", .string(xml.root))
      add("records", xml.records.map(JSON.string) ?? .null)
      add(
        "namespaces",
        .object(xml.namespaces.map { JSON.Member($0.prefix, .string($0.uri)) }))
    case .json(let json):
      add("type", json.isLines ? "jsonl" : "json")
      add("records", .string("/" + json.records))
    case .fixed(let fixed):
      add("type", "fixed")
      add("width", JSON(fixed.width))
    case .xlsx: add("type", "xlsx")
    case .foreign(let kind): add("type", .string(kind.rawValue))
    case .empty: add("type", "empty")
    case .unknown: add("type", "unknown")
    }
    if isGzip { add("packed", "gzip") }
    add("encoding", encoding.map { .string($0.name) } ?? .null)
    add("line_end", lineEnd.map { .string($0.rawValue) } ?? .null)
    add("confidence", JSON(confidence))
    add("evidence", texts(evidence))
    add("doubts", texts(doubts))
    return .object(members)
  }

  private static func text(_ byte: UInt8) -> String { String(Unicode.Scalar(byte)) }
}
