// SPDX-License-Identifier: Apache-2.0

import Glibc

/// EDI interchanges, which are told apart so that they can be refused by name: Dray does not read them.
package enum Interchange: String, Sendable {
  case x12 = "X12"
  case edifact = "EDIFACT"

  /// What a file begins with that is an interchange; nil for any other file.
  package static func recognised(in bytes: [UInt8]) -> Interchange? {
    var start = bytes[...]
    if start.starts(with: [0xEF, 0xBB, 0xBF]) { start = start.dropFirst(3) }
    let text = Array(start.drop { $0 <= 0x20 }.prefix(16))
    func isDigit(_ index: Int) -> Bool { (48...57).contains(text[index]) }
    if text.count >= 7, text.starts(with: Array("ISA".utf8)), text[3] == text[6], isDigit(4),
      isDigit(5), !isDigit(3)
    {
      return .x12
    }
    if text.starts(with: Array("UNB+UNO".utf8)) { return .edifact }
    let isAdvised = text.count >= 12 && text.starts(with: Array("UNA".utf8))
    return isAdvised && text[9...].starts(with: Array("UNB".utf8)) ? .edifact : nil
  }

  /// Why a file is not read at all; nil where it may be.
  static func fault(path: String, named name: String) -> Fault? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 64)
    let count = pread(descriptor, &bytes, bytes.count, 0)
    guard count > 0, let kind = recognised(in: Array(bytes.prefix(count))) else { return nil }
    return Fault(
      "edi", at: Position(file: name, line: 1),
      "this is an \(kind.rawValue) interchange, which Dray does not read",
      hint: "have an EDI converter write CSV, or XML such as UBL, of it")
  }
}
