// SPDX-License-Identifier: Apache-2.0

import Tables
import Testing

@Suite struct InterchangeTests {
  static let cases: [(String, String?)] = [
    ("ISA*00*          *00*          *01*999999999", "X12"),
    ("\u{FEFF}\nISA|00|          |", "X12"),
    ("UNA:+.? 'UNB+UNOC:3+A+B", "EDIFACT"),
    ("UNB+UNOC:3+4399901876613:14", "EDIFACT"),
    ("ISA,NAME\n1,2\n", nil), ("ISA1234", nil), ("UNA;UNB;X\n", nil), ("", nil),
  ]

  @Test(arguments: cases)
  func `an EDI interchange is refused by its name`(_ text: String, _ kind: String?) throws {
    #expect(Interchange.recognised(in: Array(text.utf8))?.rawValue == kind)
    guard let kind else { return }
    let table = try ReadTable(Array(text.utf8), .csv(CSVFormat()))
    #expect(
      table.fault?.description
        == "a.csv:1:1: this is an \(kind) interchange, which Dray does not read; have an EDI converter write CSV, or XML such as UBL, of it"
    )
  }
}
