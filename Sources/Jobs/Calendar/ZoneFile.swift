// SPDX-License-Identifier: Apache-2.0

import Glibc

/// A zone that cannot be had.
package struct ZoneError: Error, Sendable, Equatable, CustomStringConvertible {
  package var description: String
}

extension Zone {
  /// Where the system keeps its tz database.
  package static let database = "/usr/share/zoneinfo"

  /// The zone of an IANA name; `UTC` needs no database.
  package static func named(
    _ name: String, in folder: String = database
  ) throws(ZoneError) -> Zone {
    guard name.uppercased() != "UTC" else { return utc }
    let isName =
      !name.isEmpty && !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
      && name.utf8.allSatisfy {
        ($0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z"))
          || ($0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9")) || "_+-/".utf8.contains($0)
      }
    guard isName else {
      throw ZoneError(description: "\(quoted(name)) is no name of a time zone")
    }
    do {
      let bytes = try SmallFile("\(folder)/\(name)", limit: 1 << 20).bytes
      guard let zone = Zone(name: name, tzif: bytes) else {
        throw ZoneError(description: "\(folder)/\(name) is no time zone file")
      }
      return zone
    } catch let error as ZoneError {
      throw error
    } catch {
      guard access(folder + "/Etc/UTC", R_OK) == 0 || access(folder + "/UTC", R_OK) == 0 else {
        throw ZoneError(
          description: "there is no time zone database in \(folder); install the package tzdata")
      }
      throw ZoneError(description: "the system knows no time zone \(quoted(name))")
    }
  }

  /// A zone from the bytes of a TZif file of version 2 or later; nil where they are none.
  init?(name: String, tzif bytes: [UInt8]) {
    var reader = TZif(bytes: bytes)
    // The first block has times of 32 bits and is there for old readers.
    guard let old = reader.header(), old.version >= UInt8(ascii: "2") else { return nil }
    reader.skip(old.length(timeSize: 4))
    guard let header = reader.header(), header.types > 0 else { return nil }
    var times: [Int] = []
    for _ in 0..<header.times {
      guard let time = reader.integer(8) else { return nil }
      times.append(time)
    }
    guard let indexes = reader.take(header.times) else { return nil }
    var types: [Int] = []
    for _ in 0..<header.types {
      guard let offset = reader.integer(4), reader.take(2) != nil else { return nil }
      types.append(offset)
    }
    guard let first = types.first, indexes.allSatisfy({ Int($0) < types.count }) else { return nil }
    reader.skip(header.characters + header.leaps * 12 + header.standards + header.universals)
    var changes: [Int] = []
    var offsets = [first]
    func add(_ time: Int, _ offset: Int) {
      // Summer time without end: one year's ends when the next one's begins.
      if changes.last == time {
        changes.removeLast()
        offsets.removeLast()
      }
      guard offset != offsets[offsets.count - 1] else { return }
      changes.append(time)
      offsets.append(offset)
    }
    for (time, index) in zip(times, indexes) { add(time, types[Int(index)]) }
    guard let footer = reader.footer() else { return nil }
    if !footer.isEmpty {
      guard let rule = ZoneRule(footer) else { return nil }
      let start = times.last.map { CivilTime(seconds: $0).year } ?? 1970
      for (time, offset) in rule.changes(from: start, through: CalendarEvent.lastYear + 1)
      where times.last.map({ time > $0 }) ?? true {
        add(time, offset)
      }
    }
    self.name = name
    self.changes = changes
    self.offsets = offsets
  }
}

/// The parts of a TZif file, read one after the other.
private struct TZif {
  let bytes: [UInt8]
  var offset = 0

  struct Header {
    var version: UInt8
    var universals: Int
    var standards: Int
    var leaps: Int
    var times: Int
    var types: Int
    var characters: Int

    /// The bytes of the block that follows.
    func length(timeSize: Int) -> Int {
      times * (timeSize + 1) + types * 6 + characters + leaps * (timeSize + 4) + standards
        + universals
    }
  }

  init(bytes: [UInt8]) { self.bytes = bytes }

  mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
    guard count >= 0, offset + count <= bytes.count else { return nil }
    defer { offset += count }
    return bytes[offset..<offset + count]
  }

  mutating func skip(_ count: Int) { offset += count }

  /// A signed number of 4 or 8 bytes, the highest first.
  mutating func integer(_ size: Int) -> Int? {
    guard let bytes = take(size) else { return nil }
    let raw = bytes.reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return size == 4 ? Int(Int32(truncatingIfNeeded: raw)) : Int(Int64(bitPattern: raw))
  }

  mutating func header() -> Header? {
    guard take(4).map(Array.init) == Array("TZif".utf8), let version = take(1)?.first,
      take(15) != nil
    else { return nil }
    var counts: [Int] = []
    for _ in 0..<6 {
      guard let count = integer(4), count >= 0 else { return nil }
      counts.append(count)
    }
    return Header(
      version: version, universals: counts[0], standards: counts[1], leaps: counts[2],
      times: counts[3], types: counts[4], characters: counts[5])
  }

  /// The rule for the time after the last change, between two line ends; empty where there is none.
  mutating func footer() -> String? {
    guard take(1)?.first == UInt8(ascii: "\n"), offset <= bytes.count,
      let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    return String(decoding: bytes[offset..<end], as: UTF8.self)
  }
}
