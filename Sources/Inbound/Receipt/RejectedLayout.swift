// SPDX-License-Identifier: Apache-2.0

import Foundation
import Jobs
import Tables

/// Copies rejected records out of a delivery by their bytes, in its own layout, with code and message.
///
/// Dropped again, the file is a correction: the marks are ignored as input, and written anew rather than twice.
struct RejectedLayout {
  private var walk: RecordWalk
  private let file: FileHandle
  private let sink: ([UInt8]) throws -> Void
  private let style: Style
  private var hasBegun = false
  private var lastEnd = 0

  private enum Style {
    case csv(CSVMarks)
    case xml
  }

  init(
    source: String, name: String, job: FeedJob, sink: @escaping ([UInt8]) throws -> Void
  ) throws {
    walk = try RecordWalk(source: source, name: name, format: job.format)
    file = try FileHandle(forReadingFrom: URL(fileURLWithPath: source))
    self.sink = sink
    style =
      switch job.format {
      case .csv(let format):
        .csv(
          CSVMarks(
            format: format,
            dropsFrom: Correction.marks(walk.columns)
              ? walk.columns.firstIndex(of: Correction.columns[0]) : nil,
            start: try RejectedLayout.bytes(of: file, from: 0, count: 4)))
      case .xml: .xml
      }
  }

  /// Copies one record. Records come in order.
  mutating func add(record: Int, code: String, message: String) throws {
    while let extent = try walk.next() {
      if !hasBegun { try begin(firstAt: extent.offset) }
      lastEnd = extent.offset + extent.length
      guard extent.number == record else { continue }
      let raw = try bytes(from: extent.offset, count: extent.length)
      switch style {
      case .csv(let marks): try sink(marks.marked(raw, with: [code, message]))
      case .xml:
        let text = "\(code): \(message)".replacing("--", with: "- -")
        try sink(Array("  <!-- \(text) -->\n  ".utf8) + raw + [0x0A])
      }
      return
    }
  }

  /// Everything before the first record: the header, or the envelope with our mark on its root.
  private mutating func begin(firstAt offset: Int) throws {
    hasBegun = true
    let start = try bytes(from: 0, count: offset)
    switch style {
    case .csv(let marks): try sink(marks.marked(start, with: Correction.columns))
    case .xml: try sink(XMLEnvelope.marked(start))
    }
  }

  /// Everything after the last record.
  mutating func finish() throws {
    while let extent = try walk.next() { lastEnd = extent.offset + extent.length }
    guard case .xml = style else { return }
    try file.seek(toOffset: UInt64(lastEnd))
    try sink(Array(try file.readToEnd() ?? Data()))
  }

  private func bytes(from offset: Int, count: Int) throws -> [UInt8] {
    try RejectedLayout.bytes(of: file, from: offset, count: count)
  }

  private static func bytes(of file: FileHandle, from offset: Int, count: Int) throws -> [UInt8] {
    try file.seek(toOffset: UInt64(offset))
    return Array(try file.read(upToCount: count) ?? Data())
  }
}

/// The start of an XML document, up to its first record.
enum XMLEnvelope {
  /// The bytes with ` rejected="dray"` on the root's start tag, unless it is there already.
  static func marked(_ bytes: [UInt8]) -> [UInt8] {
    guard let end = rootNameEnd(bytes) else { return bytes }
    let mark = Array(" rejected=\"dray\"".utf8)
    let rest = bytes[end...].prefix { $0 != UInt8(ascii: ">") }
    if String(decoding: rest, as: UTF8.self).contains("rejected=\"dray\"") { return bytes }
    return Array(bytes[..<end]) + mark + Array(bytes[end...])
  }

  /// Where the root element's name ends: after declarations, processing instructions and comments.
  private static func rootNameEnd(_ bytes: [UInt8]) -> Int? {
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")), open + 1 < bytes.count {
      let rest = bytes[open...]
      if rest.starts(with: "<!--".utf8) {
        guard let end = find("-->", in: bytes, from: open) else { return nil }
        index = end
      } else if bytes[open + 1] == UInt8(ascii: "?") || bytes[open + 1] == UInt8(ascii: "!") {
        guard let end = find(">", in: bytes, from: open) else { return nil }
        index = end
      } else {
        return bytes[(open + 1)...].firstIndex { byte in
          byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte <= 0x20
        }
      }
    }
    return nil
  }

  private static func find(_ text: String, in bytes: [UInt8], from start: Int) -> Int? {
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return nil }
    for index in start...(bytes.count - wanted.count)
    where bytes[index..<(index + wanted.count)].elementsEqual(wanted) {
      return index + wanted.count
    }
    return nil
  }
}
