// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

/// `jobs/tables/NAME.csv`: a header, then a key in the first column and what it means in the second.
struct LookupTable {
  /// The file's name without `.csv`.
  var name: String
  /// Key → value.
  var values: [String: String]
  /// The file's bytes.
  var bytes: [UInt8]
  /// The line of each key.
  private var lines: [String: Int] = [:]

  private init(name: String) {
    self.name = name
    values = [:]
    bytes = []
  }

  /// Reads a table that a job names at a position.
  ///
  /// - Throws: every fault of it at once.
  static func read(_ name: String, folder: String, namedAt position: Position) throws(ConfigError)
    -> LookupTable
  {
    let file = "jobs/tables/\(name).csv"
    guard !name.contains("/"), !name.hasPrefix(".") else {
      throw ConfigError([
        Fault(
          "lookup-name", at: position, "a look-up table cannot have this name",
          expected: "the name of a file in jobs/tables without .csv", found: quoted(name))
      ])
    }
    let path = "\(folder)/\(name).csv"
    var table = LookupTable(name: name)
    do {
      table.bytes = try ConfigFile.read(path, as: file)
    } catch {
      guard error.code == "no-such-file" else { throw ConfigError([error]) }
      throw ConfigError([
        Fault(
          "no-lookup", at: position, "there is no look-up table \(file)",
          hint: "make it: a header, then lines of key,value")
      ])
    }
    let faults = table.fill(from: path, file: file)
    guard faults.isEmpty else { throw ConfigError(faults) }
    return table
  }

  private mutating func fill(from path: String, file: String) -> [Fault] {
    var faults: [Fault] = []
    do {
      var reader = try CSVReader(path: path, named: file, format: CSVFormat())
      guard reader.columns.count >= 2 else {
        return [
          Fault(
            "lookup-columns", at: Position(file: file, line: 1), "the table has one column",
            expected: "a header such as key,value", hint: "a comma stands between them")
        ]
      }
      var batch = RecordBatch(columnCount: reader.columns.count)
      while try reader.next(into: &batch) {
        for index in batch.records.indices {
          if let fault = batch.records[index].fault {
            faults.append(fault)
            continue
          }
          let key = batch.string(index, 0) ?? ""
          let line = batch.records[index].line
          if let first = lines[key] {
            faults.append(
              Fault(
                "lookup-twice", at: reader.position(record: index, column: 0, in: batch),
                "the key \(quoted(key)) stands on line \(first) already",
                hint: "a key has one meaning"))
            continue
          }
          lines[key] = line
          values[key] = batch.string(index, 1) ?? ""
        }
      }
    } catch {
      switch error {
      case .fault(let fault): faults.append(fault)
      case .failure(let failure):
        faults.append(
          Fault("unreadable", at: Position(file: file, line: 1), failure.description))
      }
    }
    return faults
  }

  /// What the table means by its keys and a field cannot be.
  func faults(for field: Operation.Field) -> [Fault] {
    let file = "jobs/tables/\(name).csv"
    return lines.sorted { $0.value < $1.value }.compactMap { key, line in
      guard let value = values[key], !value.isEmpty,
        let expected = field.type.complaint(aboutConstant: value)
      else { return nil }
      return Fault(
        "wrong-constant", at: Position(file: file, line: line),
        "'\(field.name)' cannot be what the table says of \(quoted(key))", expected: expected,
        found: quoted(value))
    }
  }
}
