// SPDX-License-Identifier: Apache-2.0

/// Which sheets a workbook has, and where its parts stand in the archive.
struct WorkbookSheets {
  /// The other parts, by their type's last word, such as `styles`.
  let types: [String: String]
  let countsFrom1904: Bool
  private let name: String
  private let sheets: [(name: String, part: String, isVisible: Bool)]

  /// Reads the small parts that say so.
  init(_ archive: ZipArchive, named name: String) throws(TableError) {
    self.name = name
    func run<Part: PartTarget>(_ part: String, _ target: Part) throws(TableError) -> Part {
      try PartParser(part, of: archive, to: target, named: name).run()
      return target
    }
    var main = "xl/workbook.xml"
    if archive.entry("_rels/.rels") != nil {
      main =
        try run("_rels/.rels", RelationsPart(folder: "")).types["officeDocument"] ?? main
    }
    let book = try run(main, WorkbookPart())
    let steps = main.split(separator: "/")
    let folder = steps.dropLast().joined(separator: "/")
    let relations = try run(
      (steps.dropLast() + ["_rels", "\(steps.last ?? "").rels"]).joined(separator: "/"),
      RelationsPart(folder: folder))
    types = relations.types
    countsFrom1904 = book.countsFrom1904
    sheets = book.sheets.compactMap { sheet in
      relations.targets[sheet.id].map { (sheet.name, $0, sheet.isVisible) }
    }
  }

  /// In a few words which sheets there are and which one is read; nil where there is none to read.
  func words(reading wanted: String?) -> String? {
    do throws(TableError) {
      let read = try sheet(wanted).name
      let others = sheets.map(\.name).filter { $0 != read }
      let shown = others.prefix(10).map { "'\($0)'" }.joined(separator: ", ")
      let more = others.count > 10 ? " and \(others.count - 10) more" : ""
      return others.isEmpty
        ? "its one sheet is '\(read)'" : "the sheet '\(read)' is read, not \(shown)\(more)"
    } catch { return nil }
  }

  /// The sheet of that name; nil is the first one that is not hidden.
  func sheet(_ wanted: String?) throws(TableError) -> (name: String, part: String) {
    let found =
      wanted.map { wanted in
        sheets.first { $0.name == wanted }
          ?? sheets.first { $0.name.lowercased() == wanted.lowercased() }
      } ?? (sheets.first(where: \.isVisible) ?? sheets.first)
    guard let found else {
      throw .fault(
        Fault(
          "no-sheet", at: Position(file: name, line: 1),
          wanted.map { "the workbook has no sheet '\($0)'" } ?? "the workbook has no sheet",
          expected: wanted,
          found: sheets.isEmpty
            ? nil : sheets.prefix(30).map { "'\($0.name)'" }.joined(separator: ", "),
          hint: "correct `sheet:` in the job's format, or leave it out for the first sheet"))
    }
    return (found.name, found.part)
  }
}
