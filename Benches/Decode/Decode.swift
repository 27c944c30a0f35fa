// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tables

/// Decodes a file to fields and says how fast: `dray-decode csv FILE`, `dray-decode xml FILE RECORDS FIELD…`.
@main
struct Decode {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    guard arguments.count >= 2, let kind = arguments.first else { throw Usage() }
    let path = arguments[2]
    let format: FileFormat
    switch kind {
    case "csv": format = .csv(CSVFormat())
    case "xml" where arguments.count > 3:
      format = .xml(XMLFormat(records: arguments[3], fields: Array(arguments.dropFirst(3))))
    default: throw Usage()
    }

    var (records, valueBytes, fileBytes) = (0, 0, 0)
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      var reader = try openReader(path: path, named: path, format: format)
      var batch = RecordBatch(columnCount: reader.columns.count)
      while try reader.next(into: &batch) {
        records += batch.count
        for cell in batch.cells where cell.hasValue { valueBytes += Int(cell.length) }
        if let last = batch.records.last { fileBytes = last.offset + last.length }
      }
    }
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    print(
      "records \(records)", "bytes \(fileBytes)", "value_bytes \(valueBytes)", "seconds \(seconds)",
      "mb_per_s \(Int(Double(fileBytes) / 1e6 / seconds))", "peak_rss_kib \(peakMemory())",
      separator: "\n")
  }

  /// The process's highest resident memory, in KiB.
  private static func peakMemory() -> Int {
    var usage = rusage()
    // RUSAGE_SELF, whose type in Glibc is not the one that getrusage takes.
    return getrusage(0, &usage) == 0 ? usage.ru_maxrss : 0
  }

  private struct Usage: Error, CustomStringConvertible {
    var description: String { "usage: dray-decode csv FILE | dray-decode xml FILE RECORDS FIELD…" }
  }
}
