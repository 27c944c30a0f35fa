// SPDX-License-Identifier: Apache-2.0

/// Files that people send and Dray does not read, told by their first bytes so that each is refused by its name.
package enum ForeignFile: String, Sendable, CaseIterable {
  case x12
  case edifact
  case zip
  /// A spreadsheet of LibreOffice and its kin.
  case ods
  /// What Excel wrote until 2003, or another document of that Office.
  case xls
  case pdf
  /// A page for a browser, which servers send in a file's place, and some systems under the name of a spreadsheet.
  case html
  /// Packed with gzip, and once more.
  case gzip
  case sevenZip = "7z"
  case rar
  case bzip2
  case xz
  case zstd
  case tar
  case parquet
  case sqlite

  /// How many bytes tell.
  package static let sampleBytes = 512

  /// What a file begins with; nil where it is none of these.
  ///
  /// An XLSX is a zip archive too: its reader tells the two apart.
  package static func recognised(in bytes: some Collection<UInt8>) -> ForeignFile? {
    let first = Array(bytes.prefix(sampleBytes))
    if let signature = signatures.first(where: { first.starts(with: $0.bytes) }) {
      guard signature.kind == .zip else { return signature.kind }
      return String(decoding: first, as: UTF8.self).contains(openDocument) ? .ods : .zip
    }
    if first.count > 262, first[257...].starts(with: "ustar".utf8) { return .tar }
    if first.starts(with: "BZh".utf8), first.dropFirst(4).starts(with: "1AY&SY".utf8) {
      return .bzip2
    }
    let marked = first.starts(with: [0xEF, 0xBB, 0xBF]) ? first.dropFirst(3) : first[...]
    let text = Array(marked.drop { $0 <= 0x20 }.prefix(16))
    let lower = text.map { UInt8(ascii: "A")...UInt8(ascii: "Z") ~= $0 ? $0 | 0x20 : $0 }
    if ["<!doctype html", "<html>", "<html "].contains(where: { lower.starts(with: $0.utf8) }) {
      return .html
    }
    return interchange(text)
  }

  private static let signatures: [(kind: ForeignFile, bytes: [UInt8])] = [
    (.zip, [0x50, 0x4B, 0x03, 0x04]), (.zip, [0x50, 0x4B, 0x05, 0x06]), (.gzip, [0x1F, 0x8B]),
    (.xls, [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), (.pdf, Array("%PDF-".utf8)),
    (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]), (.rar, Array("Rar!\u{1A}\u{7}".utf8)),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]),
    (.zstd, [0x28, 0xB5, 0x2F, 0xFD]), (.parquet, Array("PAR1\u{15}".utf8)),
    (.sqlite, Array("SQLite format 3\0".utf8)),
  ]

  private static let openDocument = "mimetypeapplication/vnd.oasis.opendocument.spreadsheet"

  /// EDI, by the text it begins with.
  private static func interchange(_ text: [UInt8]) -> ForeignFile? {
    func isDigit(_ index: Int) -> Bool { (48...57).contains(text[index]) }
    if text.count >= 7, text.starts(with: "ISA".utf8), text[3] == text[6], isDigit(4), isDigit(5),
      !isDigit(3)
    {
      return .x12
    }
    if text.starts(with: "UNB+UNO".utf8) { return .edifact }
    let isAdvised = text.count >= 12 && text.starts(with: "UNA".utf8)
    return isAdvised && text[9...].starts(with: "UNB".utf8) ? .edifact : nil
  }

  /// What it is, as a sentence has it.
  package var words: String {
    switch self {
    case .x12: "an X12 interchange"
    case .edifact: "an EDIFACT interchange"
    case .zip: "a zip archive"
    case .ods: "an OpenDocument spreadsheet (.ods)"
    case .xls: "an old Office document, such as Excel's .xls"
    case .pdf: "a PDF document"
    case .html: "an HTML page"
    case .gzip: "packed with gzip more than once"
    case .sevenZip: "a 7-Zip archive"
    case .rar: "a RAR archive"
    case .bzip2: "packed with bzip2"
    case .xz: "packed with xz"
    case .zstd: "packed with zstd"
    case .tar: "a tar archive"
    case .parquet: "a Parquet file"
    case .sqlite: "an SQLite database"
    }
  }

  /// What a person can do.
  private var hint: String {
    switch self {
    case .x12, .edifact: "have an EDI converter write CSV, or XML such as UBL, of it"
    case .zip, .sevenZip, .rar, .tar: "unpack it before it is dropped"
    case .ods, .xls: "save it as XLSX or CSV"
    case .pdf, .parquet, .sqlite: "have the sender write CSV, XML, JSON or XLSX"
    case .html:
      "look at it in a browser: servers send such a page where there is no file, or no leave to have it"
    case .gzip: "pack it once"
    case .bzip2, .xz, .zstd: "pack it with gzip, or not at all"
    }
  }

  /// The code that receipts give.
  private var code: String {
    switch self {
    case .x12, .edifact: "edi"
    case .zip: "zip"
    case .gzip: "nested-archive"
    case .ods, .xls, .pdf, .html, .sevenZip, .rar, .bzip2, .xz, .zstd, .tar, .parquet, .sqlite:
      "foreign-file"
    }
  }

  /// Why such a file is refused.
  package func fault(of name: String) -> Fault {
    Fault(
      code, at: Position(file: name, line: 1), "the file is \(words), which Dray does not read",
      hint: hint)
  }

  /// What keeps a file from being read as its job says; nil where it may be.
  static func fault(path: String, named name: String, format: FileFormat) throws(TableError)
    -> Fault?
  {
    let first: [UInt8]
    do { first = try FileSlices(path: path).bytes(at: 0, count: sampleBytes) } catch {
      throw .failure(error)
    }
    guard let found = recognised(in: first) else { return nil }
    switch (found, format) {
    // A workbook; or a page whose elements the job reads.
    case (.zip, .xlsx), (.html, .xml): return nil
    default: return found.fault(of: name)
    }
  }
}
