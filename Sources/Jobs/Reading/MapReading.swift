// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

extension FeedReading {
  /// What `map:`, `map_timeout:` and `group:` say.
  mutating func readMap(into job: inout FeedJob, bytes: [UInt8]) {
    if let setting = settings["map"], let text = setting.text {
      let isOwn = own["map"] != nil
      var map = RowMap(
        PlacedText(text, at: setting.position, of: isOwn ? bytes : []),
        timeLimit: settings["map_timeout"]?.duration ?? RowMap.usualLimit)
      map.isOptional = !isOwn
      job.map = map
    } else if let limit = own["map_timeout"] {
      faults.append(
        Fault(
          "not-its-key", at: limit.keyPosition, "'map_timeout' limits 'map', which the job lacks",
          hint: "leave it out"))
    }
    if let group = settings["group"], let columns = group.texts {
      switch settings["format"]?.table?["type"]?.text {
      case "xml"?, "json"?:
        faults.append(
          Fault(
            "not-its-key", at: group.keyPosition, "'group' puts rows of a flat file together",
            hint: "what repeats within a record of this format is a table of 'children'"))
      default: job.group = columns
      }
    }
  }

  /// The look-up tables that SQL of the job may read: those whose name stands in it.
  ///
  /// - Parameter known: the tables that are read already.
  mutating func readTables(known: [LookupTable]) -> [LookupTable] {
    let texts = sqlTexts
    guard !texts.isEmpty else { return [] }
    for (sql, position) in texts { checkLookups(in: sql, at: position) }
    let files: [String]
    do {
      files = try FileManager.default.contentsOfDirectory(atPath: folder + "/tables").sorted()
    } catch {
      // No folder of tables: there are none.
      return []
    }
    var read: [LookupTable] = []
    for file in files where file.hasSuffix(".csv") && !file.hasPrefix(".") {
      let name = String(file.dropLast(4))
      guard !known.contains(where: { $0.name == name }),
        let (_, position) = texts.first(where: {
          PlacedText($0.sql, at: $0.position).offset(of: name) != nil
        })
      else { continue }
      do {
        read.append(try LookupTable.read(name, folder: folder + "/tables", namedAt: position))
      } catch {
        faults += error.faults
      }
    }
    return read
  }

  /// The SQL of the job: its SELECT, its condition, its expressions.
  private var sqlTexts: [(sql: String, position: Position)] {
    var texts: [(String, Position)] = []
    for key in ["map", "where"] {
      if let setting = settings[key], let text = setting.text {
        texts.append((text, setting.position))
      }
    }
    for entry in settings["fields"]?.table?.entries ?? [] {
      if let sql = entry.table?["sql"], let text = sql.text { texts.append((text, sql.position)) }
    }
    return texts
  }

  /// `lookup('NAME', …)` names a table that is there.
  private mutating func checkLookups(in sql: String, at position: Position) {
    var rest = sql[...]
    while let call = rest.firstRange(of: "lookup(") {
      rest = rest[call.upperBound...]
      let argument = rest.drop { $0.isWhitespace }
      guard argument.first == "'" else { continue }
      let name = String(argument.dropFirst().prefix { $0 != "'" })
      guard !FileManager.default.fileExists(atPath: "\(folder)/tables/\(name).csv") else {
        continue
      }
      faults.append(
        Fault(
          "no-lookup", at: position, "there is no look-up table jobs/tables/\(name).csv",
          hint: "make it: a header, then lines of key,value"))
    }
  }
}
