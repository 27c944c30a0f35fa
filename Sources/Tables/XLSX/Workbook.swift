// SPDX-License-Identifier: Apache-2.0

/// What all sheets of a workbook share.
struct Workbook {
  let archive: ZipArchive
  let sheets: WorkbookSheets
  let strings: SharedStrings
  /// How numbers are shown, by style.
  let kinds: [SheetNumber.Kind]

  /// Reads all but the sheets of the workbook at a path.
  init(_ archive: ZipArchive, at path: String, named name: String) throws(TableError) {
    self.archive = archive
    sheets = try WorkbookSheets(archive, named: name)
    func run<Part: PartTarget>(_ part: String, _ target: Part) throws(TableError) -> Part {
      try PartParser(part, of: archive, to: target, named: name).run()
      return target
    }
    kinds =
      try sheets.types["styles"].map { (part) throws(TableError) in
        try run(part, StylesPart()).kinds
      } ?? []
    let strings = SharedStrings(named: name, beside: path)
    if let part = sheets.types["sharedStrings"] { _ = try run(part, strings) }
    self.strings = strings
  }
}
