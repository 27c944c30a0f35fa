// SPDX-License-Identifier: Apache-2.0

import Tables

/// Adds our two columns to a record's own bytes, in its own delimiter, line end and encoding.
struct CSVMarks {
  private let delimiter: UInt8
  private let quote: UInt8
  /// The column from which a record's own bytes are left out: the marks of an earlier correction.
  private let dropsFrom: Int?
  private let encoding: Encoding

  private enum Encoding {
    case utf8
    /// Bytes above 127 mean something else than in UTF-8: our words are kept to ASCII.
    case singleByte
    case utf16(isBigEndian: Bool)
  }

  init(format: CSVFormat, dropsFrom: Int?, start: [UInt8]) {
    delimiter = format.delimiter
    quote = format.quote
    self.dropsFrom = dropsFrom
    let name = format.encoding.lowercased()
    if start.starts(with: [0xFF, 0xFE]) {
      encoding = .utf16(isBigEndian: false)
    } else if start.starts(with: [0xFE, 0xFF]) {
      encoding = .utf16(isBigEndian: true)
    } else if start.starts(with: [0xEF, 0xBB, 0xBF]) || name == "utf-8" || name == "utf8" {
      encoding = .utf8
    } else {
      encoding = .singleByte
    }
  }

  /// The record with `values` after its own.
  func marked(_ record: [UInt8], with values: [String]) -> [UInt8] {
    if case .utf16(let isBigEndian) = encoding {
      let marked = appended(to: utf8(record, isBigEndian), values)
      return utf16(marked, isBigEndian)
    }
    return appended(to: record, values)
  }

  private func appended(to record: [UInt8], _ values: [String]) -> [UInt8] {
    var body = record[...]
    var end: [UInt8] = []
    while let last = body.last, last == 0x0A || last == 0x0D {
      end.insert(last, at: 0)
      body.removeLast()
    }
    var marked = Array(kept(body))
    for value in values {
      marked.append(delimiter)
      marked.append(quote)
      for byte in ascii(value).utf8 {
        if byte == quote { marked.append(quote) }
        marked.append(byte)
      }
      marked.append(quote)
    }
    return marked + (end.isEmpty ? [0x0A] : end)
  }

  /// The record's bytes before the column from which they are dropped.
  private func kept(_ body: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    guard let dropsFrom else { return body }
    var column = 0
    var isQuoted = false
    for index in body.indices {
      if body[index] == quote { isQuoted.toggle() }
      guard !isQuoted, body[index] == delimiter else { continue }
      column += 1
      if column == dropsFrom { return body[..<index] }
    }
    return body
  }

  private func ascii(_ text: String) -> String {
    guard case .singleByte = encoding else { return text }
    return String(text.unicodeScalars.map { $0.isASCII ? Character($0) : "?" })
  }

  private func utf8(_ bytes: [UInt8], _ isBigEndian: Bool) -> [UInt8] {
    let (high, low) = isBigEndian ? (0, 1) : (1, 0)
    let units = stride(from: 0, to: bytes.count - 1, by: 2).map { index -> UInt16 in
      UInt16(bytes[index + high]) << 8 | UInt16(bytes[index + low])
    }
    return Array(String(decoding: units, as: UTF16.self).utf8)
  }

  private func utf16(_ bytes: [UInt8], _ isBigEndian: Bool) -> [UInt8] {
    var units: [UInt8] = []
    for unit in String(decoding: bytes, as: UTF8.self).utf16 {
      let (high, low) = (UInt8(unit >> 8), UInt8(unit & 255))
      units += isBigEndian ? [high, low] : [low, high]
    }
    return units
  }
}
