// SPDX-License-Identifier: Apache-2.0

import Tables

/// The records of a file one by one: where each stands.
struct RecordWalk {
  private var reader: any RecordReader
  private var batch: RecordBatch
  private var index = 0

  init(source: String, name: String, format: FileFormat) throws {
    reader = try openReader(path: source, named: name, format: format)
    batch = RecordBatch(columnCount: reader.columns.count)
  }

  /// The columns in file order.
  var columns: [String] { reader.columns }

  /// The next record; nil at the end of the file.
  mutating func next() throws -> RecordBatch.Extent? {
    if index >= batch.count {
      index = 0
      guard try reader.next(into: &batch) else { return nil }
    }
    defer { index += 1 }
    return batch.records[index]
  }
}
