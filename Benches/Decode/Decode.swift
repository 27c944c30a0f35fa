// SPDX-License-Identifier: Apache-2.0

import Glibc
import Tables

/// Decodes a file to fields and says how fast.
@main
struct Decode {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard arguments.count >= 2 else { throw Usage() }
    let path = arguments[1]
    let format = try format(arguments[0], Array(arguments.dropFirst(2)))

    var (records, valueBytes, fileBytes) = (0, 0, 0)
    let clock = ContinuousClock()
    let elapsed = try clock.measure {
      var opened = path
      if try Gunzip.isPacked(path: path) { opened = try unpacked(path) }
      var reader = try openReader(path: opened, named: path, format: format)
      if opened != path { unlink(opened) }
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

  /// The path of what a file packed with gzip holds, unpacked to the disk as deliveries are.
  private static func unpacked(_ path: String) throws -> String {
    let target = path + ".unpacked"
    guard let file = fopen(target, "w") else { throw Usage() }
    defer { fclose(file) }
    _ = try Gunzip.unpack(path: path, named: path, limits: Gunzip.Limits(bytes: 8 << 30)) { piece in
      piece.withUnsafeBytes { _ = fwrite($0.baseAddress, 1, $0.count, file) }
    }
    return target
  }

  private static func format(_ kind: String, _ rest: [String]) throws -> FileFormat {
    switch kind {
    case "csv" where rest.isEmpty: return .csv(CSVFormat())
    case "xlsx" where rest.isEmpty: return .xlsx(XLSXFormat())
    case "xml" where rest.count > 1:
      return .xml(XMLFormat(records: rest[0], fields: Array(rest.dropFirst())))
    case "json" where rest.count > 1:
      var json = JSONFormat(fields: Array(rest.dropFirst()))
      json.records = rest[0]
      return .json(json)
    case "fixed" where !rest.isEmpty:
      let columns = rest.compactMap { text -> FixedFormat.Column? in
        let parts = text.split(separator: ":")
        guard parts.count == 3, let start = Int(parts[1]), let width = Int(parts[2]) else {
          return nil
        }
        return FixedFormat.Column(String(parts[0]), start: start, width: width)
      }
      return .fixed(FixedFormat(kinds: [FixedFormat.Kind(columns: columns)]))
    default: throw Usage()
    }
  }

  /// The process's highest resident memory, in KiB.
  private static func peakMemory() -> Int {
    var usage = rusage()
    // RUSAGE_SELF, whose type in Glibc is not the one that getrusage takes.
    return getrusage(0, &usage) == 0 ? usage.ru_maxrss : 0
  }

  private struct Usage: Error, CustomStringConvertible {
    var description: String {
      """
      usage: dray-decode csv FILE
             dray-decode xlsx FILE
             dray-decode xml FILE RECORDS FIELD…
             dray-decode json FILE RECORDS FIELD…
             dray-decode fixed FILE NAME:START:WIDTH…
      """
    }
  }
}
