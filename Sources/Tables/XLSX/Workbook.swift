// SPDX-License-Identifier: Apache-2.0

/// What all sheets of a workbook share.
struct Workbook {
  let archive: ZipArchive
  let strings: SharedStrings
  /// How numbers are shown, by style.
  let kinds: [SheetNumber.Kind]
  let countsFrom1904: Bool
  private let name: String
  private let sheets: [(name: String, part: String, isVisible: Bool)]

  /// Reads all but the sheets of the workbook at a path.
  init(_ archive: ZipArchive, at path: String, named name: String) throws(TableError) {
    self.archive = archive
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
    countsFrom1904 = book.countsFrom1904
    sheets = book.sheets.compactMap { sheet in
      relations.targets[sheet.id].map { (sheet.name, $0, sheet.isVisible) }
    }
    kinds =
      try relations.types["styles"].map { (part) throws(TableError) in
        try run(part, StylesPart()).kinds
      } ?? []
    let strings = SharedStrings(named: name, beside: path)
    if let part = relations.types["sharedStrings"] { _ = try run(part, strings) }
    self.strings = strings
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
