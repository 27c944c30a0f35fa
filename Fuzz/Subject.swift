// SPDX-License-Identifier: Apache-2.0

import Glibc

/// The bytes under test as a file, and what every reader owes whatever they are.
enum Subject {
  /// One file in memory for all runs: opening its path gives a description of its own.
  private static let descriptor: CInt = {
    var name = Array("/dev/shm/subject-XXXXXX\0".utf8CString)
    let descriptor = mkstemp(&name)
    unlink(name)
    return descriptor
  }()

  /// Puts the bytes in the file.
  static func path(of bytes: UnsafeBufferPointer<UInt8>) -> String {
    precondition(descriptor >= 0 && ftruncate(descriptor, 0) == 0, "no file in /dev/shm")
    precondition(pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count)
    return "/proc/self/fd/\(descriptor)"
  }

  /// Reads a file to its end or to its fault, and holds every record against what readers promise. The result is the
  /// values of all sound records, nil where the file was refused.
  @discardableResult
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, as format: FileFormat) -> [[String?]]? {
    do throws(TableError) {
      var reader = try openReader(path: path(of: bytes), named: "f", format: format)
      var batch = RecordBatch(columnCount: reader.columns.count)
      var rows: [[String?]] = []
      var number = 0
      while try reader.next(into: &batch) {
        precondition(batch.count > 0, "an empty batch is the end")
        precondition(batch.cells.count == batch.count * batch.columnCount, "cells are missing")
        checkChildren(of: batch, reader)
        for (index, extent) in batch.records.enumerated() {
          number += 1
          precondition(extent.number == number, "records are numbered without gaps")
          precondition(extent.line >= 1 && extent.offset >= 0 && extent.length >= 0)
          if let fault = extent.fault {
            check(fault.position)
            continue
          }
          rows.append((0..<batch.columnCount).map { value(index, $0, batch, reader) })
        }
      }
      return rows
    } catch {
      if case .fault(let fault) = error { check(fault.position) }
      return nil
    }
  }

  private static func value(
    _ record: Int, _ column: Int, _ batch: RecordBatch, _ reader: any RecordReader
  ) -> String? {
    check(reader.position(record: record, column: column, in: batch))
    return text(batch.cell(record, column), of: batch)
  }

  /// Rows of child tables belong to records of their batch, in order.
  private static func checkChildren(of batch: RecordBatch, _ reader: any RecordReader) {
    precondition(batch.children.count == reader.children.count, "child tables are missing")
    let numbers = (batch.records.first?.number ?? 0)...(batch.records.last?.number ?? 0)
    for (index, table) in batch.children.enumerated() {
      precondition(table.cells.count == table.count * reader.children[index].columns.count)
      var last = 0
      for row in 0..<table.count {
        let number = table.records[row].number
        precondition(numbers.contains(number) && number >= last, "a row of no record")
        last = number
        for column in 0..<table.columnCount { _ = text(table.cell(row, column), of: table) }
      }
    }
  }

  /// A value, which is UTF-8 whatever the file's encoding; nil where there is none.
  private static func text(_ cell: RecordBatch.Cell, of batch: RecordBatch) -> String? {
    guard cell.hasValue else { return nil }
    let range = Int(cell.start)..<Int(cell.start) + Int(cell.length)
    guard let text = String(validating: batch.bytes[range], as: UTF8.self) else {
      preconditionFailure("a value that is no UTF-8")
    }
    return text
  }

  private static func check(_ position: Position) {
    precondition(position.line >= 1 && position.column >= 1, "\(position)")
  }
}
