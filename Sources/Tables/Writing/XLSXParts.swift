// SPDX-License-Identifier: Apache-2.0

/// The fixed parts of a workbook.
enum XLSXParts {
  private static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
  private static let relations =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  private static let package = "http://schemas.openxmlformats.org/package/2006"
  private static let types = "application/vnd.openxmlformats-officedocument.spreadsheetml"

  /// What stands before the rows of a sheet whose first rows stay in sight.
  static func sheetStart(frozen: Int) -> [UInt8] {
    Array(
      """
      \(declaration)<worksheet xmlns="\(main)"><sheetViews><sheetView workbookViewId="0">\
      <pane ySplit="\(frozen)" topLeftCell="A\(frozen + 1)" activePane="bottomLeft" state="frozen"/>\
      </sheetView></sheetViews><sheetData>
      """.utf8)
  }

  /// What comes after the sheets: names and contents.
  static func closing(sheets: Int, title: String) -> [(name: String, content: [UInt8])] {
    let numbers = 1...sheets
    let parts = [
      (
        "xl/workbook.xml",
        """
        <workbook xmlns="\(main)" xmlns:r="\(relations)"><sheets>\
        \(numbers.map { "<sheet name=\"\(name(title, $0))\" sheetId=\"\($0)\" r:id=\"s\($0)\"/>" }.joined())\
        </sheets></workbook>
        """
      ),
      (
        "xl/_rels/workbook.xml.rels",
        """
        <Relationships xmlns="\(package)/relationships">\
        <Relationship Id="styles" Type="\(relations)/styles" Target="styles.xml"/>\
        \(numbers.map {
          "<Relationship Id=\"s\($0)\" Type=\"\(relations)/worksheet\" Target=\"worksheets/sheet\($0).xml\"/>"
        }.joined())</Relationships>
        """
      ),
      ("xl/styles.xml", styles),
      (
        "_rels/.rels",
        """
        <Relationships xmlns="\(package)/relationships">\
        <Relationship Id="book" Type="\(relations)/officeDocument" Target="xl/workbook.xml"/></Relationships>
        """
      ),
      (
        "[Content_Types].xml",
        """
        <Types xmlns="\(package)/content-types">\
        <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
        <Default Extension="xml" ContentType="application/xml"/>\
        <Override PartName="/xl/workbook.xml" ContentType="\(types).sheet.main+xml"/>\
        <Override PartName="/xl/styles.xml" ContentType="\(types).styles+xml"/>\
        \(numbers.map {
          "<Override PartName=\"/xl/worksheets/sheet\($0).xml\" ContentType=\"\(types).worksheet+xml\"/>"
        }.joined())</Types>
        """
      ),
    ]
    return parts.map { ($0.0, Array((declaration + $0.1).utf8)) }
  }

  /// Style 0 is plain, 1 an amount, 2 a day, 3 a time, 4 the header.
  private static let styles = """
    <styleSheet xmlns="\(main)"><numFmts count="2">\
    <numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="166" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/>\
    </numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/>\
    <name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>\
    <patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/>\
    <diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>\
    </cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
    <xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="165" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="166" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>\
    <xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1">\
    <cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>
    """

  /// A sheet's name as XML: at most 31 characters, none that Excel refuses.
  private static func name(_ title: String, _ number: Int) -> String {
    let suffix = number == 1 ? "" : " (\(number))"
    let plain = title.unicodeScalars.map { scalar in
      scalar.value < 0x20 || ":\\/?*[]'".unicodeScalars.contains(scalar) ? "_" : Character(scalar)
    }
    let kept = String(plain.prefix(31 - suffix.count))
    return HTMLText.escaped(kept.isEmpty ? "_" : kept) + suffix
  }
}

/// Days and times as a spreadsheet counts them: days since 1899-12-30, a time of day as a fraction.
enum SheetDate {
  /// The serial number of `2026-08-01`; nil for anything else, and before March 1900, where spreadsheets disagree.
  static func day(_ text: some Collection<UInt8>) -> String? {
    let digits = Array(text)
    guard digits.count == 10, let day = dayNumber(digits) else { return nil }
    return String(day)
  }

  /// The serial number of the local time in `2026-08-01T14:05:09+02:00`; nil for anything else.
  static func time(_ text: some Collection<UInt8>) -> String? {
    let digits = Array(text)
    guard digits.count >= 19, digits[10] == UInt8(ascii: "T"), let day = dayNumber(digits),
      let hour = number(digits[11..<13]), let minute = number(digits[14..<16]),
      let second = number(digits[17..<19])
    else { return nil }
    let fraction = String((hour * 3600 + minute * 60 + second) * 10_000_000_000 / 86_400)
    return "\(day)." + String(repeating: "0", count: max(0, 10 - fraction.count)) + fraction
  }

  private static func dayNumber(_ digits: [UInt8]) -> Int? {
    guard let year = number(digits[0..<4]), let month = number(digits[5..<7]),
      let day = number(digits[8..<10]), (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    let days = CivilDate(year: year, month: month, day: day).daysSince1970 + 25_569
    return days > 60 ? days : nil
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
    Int(String(decoding: digits, as: UTF8.self))
  }
}
