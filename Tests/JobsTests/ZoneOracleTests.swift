// SPDX-License-Identifier: Apache-2.0

import Foundation
import Jobs
import Testing

/// Our schedules beside Python's zoneinfo: every zone there is, ten years, exactly one slot a date or an hour.
struct ZoneOracleTests {
  static let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "Oracles/zones.py").path
  static let python = ["/usr/bin/python3", "/usr/local/bin/python3"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  @Test(.enabled(if: python != nil, "there is no python3"))
  func `T03 T04 every zone has a daily slot once a date and an hourly one every elapsed hour`()
    throws
  {
    let answers = try Self.ask()
    try #require(answers.count > 1_000, "zoneinfo knows hardly any zone")
    let first = CivilTime(year: 2024, month: 1, day: 2).seconds
    let last = CivilTime(year: 2034, month: 12, day: 30).seconds
    for answer in answers {
      let zone = try Zone.named(answer.zone)
      let found =
        answer.kind == "hourly"
        ? try Self.hourly(zone, from: first, to: last - 86_400)
        : try Self.daily(answer.kind, zone, from: first, to: last)
      #expect(
        found.count == answer.count && found.sum == answer.sum,
        "\(answer.zone) \(answer.kind): \(found.count) slots, expected \(answer.count)")
    }
  }

  /// Slots of the local dates from one to before another; `00:00`, `01:30`, `02:30` or `monthly`.
  static func daily(
    _ kind: String, _ zone: Zone, from first: Int, to last: Int
  ) throws -> (count: Int, sum: Int) {
    let schedule = try Schedule(kind == "monthly" ? kind : "*-*-* \(kind)", zone: zone)
    var (count, sum) = (0, 0)
    var moment = Moment(first - 3 * 86_400)
    while let next = schedule.next(after: moment) {
      moment = next
      let reading = zone.reading(at: next).seconds
      // A slot moved out of a gap stands on its own date still.
      guard reading >= first else { continue }
      guard reading < last else { break }
      count += 1
      sum += next.seconds
    }
    return (count, sum)
  }

  /// Slots within the days around each change of the offset, as the oracle walks them.
  static func hourly(
    _ zone: Zone, from first: Int, to last: Int
  ) throws -> (count: Int, sum: Int) {
    let schedule = try Schedule("hourly", zone: zone)
    var (count, sum) = (0, 0)
    for day in stride(from: first, to: last, by: 86_400)
    where zone.offset(at: Moment(day)) != zone.offset(at: Moment(day + 86_400)) {
      var moment = Moment(day - 86_400 - 1)
      while let next = schedule.next(after: moment), next.seconds < day + 2 * 86_400 {
        count += 1
        sum += next.seconds
        moment = next
      }
    }
    return (count, sum)
  }

  struct Answer {
    var zone: String
    var kind: String
    var count: Int
    var sum: Int
  }

  static func ask() throws -> [Answer] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try #require(python))
    process.arguments = [script, "2024", "2034"]
    process.environment = ["PYTHONTZPATH": Zone.database, "PYTHONDONTWRITEBYTECODE": "1"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard words.count == 4, let count = Int(words[2]), let sum = Int(words[3]) else { return nil }
      return Answer(zone: String(words[0]), kind: String(words[1]), count: count, sum: sum)
    }
  }
}
