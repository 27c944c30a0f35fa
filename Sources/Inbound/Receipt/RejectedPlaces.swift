// SPDX-License-Identifier: Apache-2.0

import Journal
import Tables

/// Rejected lines of a fixed-width file, each below the reason and the headings it belongs to.
struct RejectedPlaces: RejectedRecords {
  private let file: FileSlices
  private var encoding = TextEncoding.utf8
  private var headings: [FixedReader.Heading] = []
  private var hasBegun = false

  init(file: FileSlices) { self.file = file }

  mutating func look(at batch: RecordBatch, of reader: any RecordReader) {}

  mutating func copy(
    _ index: Int, _ outcome: ReceiptLine, of batch: RecordBatch, _ reader: any RecordReader
  ) throws(ReadFailure) -> [UInt8] {
    guard let reader = reader as? FixedReader else { return [] }
    encoding = reader.encoding
    var bytes: [UInt8] = []
    if !hasBegun {
      hasBegun = true
      // A byte order mark is part of the layout.
      bytes = try file.bytes(at: 0, count: reader.markLength)
    }
    for heading in reader.headings(of: index) where !headings.contains(heading) {
      bytes += try line(heading.offset, heading.length)
    }
    headings = reader.headings(of: index)
    let extent = batch.records[index]
    return bytes + encoding.encode(reason(outcome)) + (try line(extent.offset, extent.length))
  }

  func ending(isBrokenOff: Bool) -> [UInt8] { [] }

  /// The bytes of a line; the last one of a file may lack its end.
  private func line(_ offset: Int, _ length: Int) throws(ReadFailure) -> [UInt8] {
    let bytes = try file.bytes(at: offset, count: length)
    let hasEnd = ["\n", "\r"].map(encoding.encode).contains { bytes.suffix($0.count) == $0[...] }
    return hasEnd ? bytes : bytes + encoding.encode("\n")
  }

  /// The reason, as a line that readers pass over.
  private func reason(_ outcome: ReceiptLine) -> String {
    let text = "line \(outcome.line): \(outcome.code ?? ""): \(outcome.message ?? "")"
    let plain = String(
      String.UnicodeScalarView(text.unicodeScalars.map { $0.value < 0x20 ? " " : $0 }))
    return "\(RejectionMark.line)\(plain)\n"
  }
}
