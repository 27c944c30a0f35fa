// SPDX-License-Identifier: Apache-2.0

import Tables

/// `jobs/tables/NAME.csv`: a header, then a key in the first column and what it means in the second.
struct LookupTable {
  /// The file's name without `.csv`.
  var name: String
  /// Key → value.
  var values: [String: String]
  /// The file's bytes.
  var bytes: [UInt8]

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
    var table = LookupTable(name: name, values: [:], bytes: [])
    do {
      table.bytes = try ConfigFile.read("\(folder)/\(name).csv", as: file)
    } catch {
      guard error.code == "no-such-file" else { throw ConfigError([error]) }
      throw ConfigError([
        Fault(
          "no-lookup", at: position, "there is no look-up table \(file)",
          hint: "make it: a header, then key,value")
      ])
    }
    let faults = table.fill(file: file)
    guard faults.isEmpty else { throw ConfigError(faults) }
    return table
  }

  private mutating func fill(file: String) -> [Fault] {
    var faults: [Fault] = []
    var lines: [String: Int] = [:]
    var number = 0
    for line in String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    {
      number += 1
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.filter { $0 != "\r" }
      }
      guard number > 1, !line.isEmpty else { continue }
      guard cells.count >= 2 else {
        faults.append(
          Fault(
            "lookup-columns", at: Position(file: file, line: number), "a line has no second column")
        )
        continue
      }
      if let first = lines[cells[0]] {
        faults.append(
          Fault(
            "lookup-twice", at: Position(file: file, line: number),
            "the key \(quoted(cells[0])) stands on line \(first) already",
            hint: "a key has one meaning"))
        continue
      }
      lines[cells[0]] = number
      values[cells[0]] = cells[1]
    }
    return faults
  }
}
