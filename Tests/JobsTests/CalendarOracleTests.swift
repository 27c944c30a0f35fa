// SPDX-License-Identifier: Apache-2.0

import Foundation
import Jobs
import Testing

/// Our calendar beside systemd's own, on expressions made by chance from a fixed seed.
struct CalendarOracleTests {
  static let analyze = "/usr/bin/systemd-analyze"
  static let isThere = FileManager.default.isExecutableFile(atPath: analyze)

  static let zones = [
    "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata",
    "America/Santiago", "Africa/Casablanca", "Pacific/Chatham", "America/Nuuk", "Asia/Tehran",
  ]
  static let bases = [
    "2026-01-01 00:00:00", "2026-02-27 22:59:59", "2026-03-08 06:30:00", "2026-03-28 12:00:00",
    "2026-10-24 23:59:00", "2027-12-31 23:59:59", "2028-02-28 12:34:56", "2025-11-02 05:59:59",
  ]

  @Test(.enabled(if: isThere, "systemd-analyze is not installed"), arguments: zones)
  func `an expression means what systemd says, but for days with a clock change`(
    _ zone: String
  ) throws {
    var chance = Chance(seed: UInt64(zone.utf8.reduce(7) { $0 &* 31 &+ UInt64($1) }))
    var compared = 0
    var excused = 0
    for base in Self.bases {
      let expressions = (0..<60).map { _ in chance.expression() + " " + zone }
      let answers = try Self.ask(expressions, base: base)
      #expect(answers.count == expressions.count)
      for (expression, answer) in zip(expressions, answers) {
        guard case .some(let answer) = answer else { continue }
        let ours = Self.ours(expression, base: base, count: 4)
        compared += 1
        guard ours != answer else { continue }
        // The only excuse is a clock change between two of the times, of which systemd skips or repeats some.
        let place = try Zone.named(zone)
        guard let ours, let answer, Self.isExcused(ours, answer, in: place) else {
          Issue.record("\(expression) after \(base): systemd \(answer ?? []), we \(ours ?? [])")
          continue
        }
        excused += 1
      }
    }
    #expect(compared > Self.bases.count * 55)
    #expect(zone != "UTC" || excused == 0)
  }

  /// Whether two lists differ only by moments of a date on which the clock changes.
  static func isExcused(_ ours: [Int], _ theirs: [Int], in zone: Zone) -> Bool {
    let last = min(ours.last ?? .max, theirs.last ?? .max)
    let odd = Set(ours).symmetricDifference(theirs).filter { $0 <= last }
    return odd.allSatisfy { moment in
      zone.offset(at: Moment(moment - 86_400)) != zone.offset(at: Moment(moment + 86_400))
    }
  }

  /// The next moments by our calendar; nil where the expression is refused.
  static func ours(_ text: String, base: String, count: Int) -> [Int]? {
    do {
      let schedule = try Schedule(text)
      var moments: [Int] = []
      var moment = try #require(Moment(base.replacing(" ", with: "T") + "Z"))
      while moments.count < count, let next = schedule.next(after: moment) {
        moments.append(next.seconds)
        moment = next
      }
      return moments
    } catch { return nil }
  }

  /// The next moments by systemd; `.some(nil)` for an expression it refuses, nil for one it gives up on.
  static func ask(_ expressions: [String], base: String) throws -> [[Int]??] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: analyze)
    process.arguments =
      ["calendar", "--iterations=4", "--base-time=\(base) UTC"] + expressions
    process.environment = ["TZ": "UTC", "LC_ALL": "C", "SYSTEMD_COLORS": "0"]
    let (output, complaints) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = complaints
    try process.run()
    let text = String(
      decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let refused = String(
      decoding: try complaints.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    // One block for each expression that was taken, in order.
    var blocks = text.replacing("\n\n\n", with: "\n\n").components(separatedBy: "\n\n")
      .filter { $0.contains("Normalized form:") }[...]
    var answers: [[Int]??] = []
    for expression in expressions {
      guard !refused.contains("specification '\(expression)'") else {
        answers.append(.some(nil))
        continue
      }
      guard !refused.contains("next elapse for '\(expression)'") else {
        answers.append(nil)
        continue
      }
      guard let block = blocks.popFirst() else { break }
      answers.append(
        block.split(separator: "\n").compactMap { line in
          guard line.contains("Next elapse:") || line.contains("Iter. #") else { return nil }
          let words = line.split(separator: " ")
          guard words.last == "UTC", words.count > 3 else { return nil }
          return Moment("\(words[words.count - 3])T\(words[words.count - 2])Z")?.seconds
        })
    }
    #expect(blocks.isEmpty)
    return answers
  }
}

/// Chance from a seed: the same expressions on every run.
struct Chance: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
    return mixed ^ (mixed >> 31)
  }

  mutating func below(_ end: Int) -> Int { Int.random(in: 0..<end, using: &self) }

  /// A calendar expression without a zone; now and then one that nobody takes.
  mutating func expression() -> String {
    if below(12) == 0 {
      return [
        "minutely", "hourly", "daily", "weekly", "monthly", "quarterly", "semiannually", "yearly",
        "annually", "Daily", "bi-annually",
      ].randomElement(using: &self) ?? "daily"
    }
    var text = ""
    if below(3) == 0 { text += weekdays() + " " }
    if below(3) != 0 { text += date() + " " }
    if below(8) != 0 || text.isEmpty { text += time() }
    while text.hasSuffix(" ") { text.removeLast() }
    return text
  }

  private mutating func weekdays() -> String {
    let names = ["Mon", "Tuesday", "Wed", "thu", "Fri", "Saturday", "SUN"]
    let first = below(7)
    switch below(4) {
    case 0: return names[first]
    case 1: return names[first] + "," + names[below(7)]
    case 2: return names[first] + ".." + names[below(7)]
    default: return names[first] + ".." + names[min(6, first + 2)] + "," + names[below(7)]
    }
  }

  private mutating func date() -> String {
    let year = below(3) == 0 ? list(2024...2032) : "*"
    let month = below(2) == 0 ? list(1...12) : "*"
    let mark = below(4) == 0 ? "~" : "-"
    let day = below(3) == 0 ? "*" : mark == "~" ? list(1...16) : list(1...31)
    return below(4) == 0 ? month + mark + day : year + "-" + month + mark + day
  }

  private mutating func time() -> String {
    let text = (below(3) == 0 ? "*" : list(0...23)) + ":" + (below(4) == 0 ? "*" : list(0...59))
    return below(3) == 0 ? text + ":" + (below(4) == 0 ? "*" : list(0...59)) : text
  }

  /// Numbers of a range, rarely one beyond it.
  private mutating func list(_ range: ClosedRange<Int>) -> String {
    (0..<[1, 1, 1, 2, 3][below(5)]).map { _ in part(range) }.joined(separator: ",")
  }

  private mutating func part(_ range: ClosedRange<Int>) -> String {
    let top = below(40) == 0 ? range.upperBound + 1 : range.upperBound
    let start = Int.random(in: range.lowerBound...top, using: &self)
    var text = below(2) == 0 && start < 10 ? "0\(start)" : "\(start)"
    // 252 takes a range of one number everywhere but in seconds; we take it everywhere.
    if below(4) == 0, start < range.upperBound {
      text += "..\(min(range.upperBound, start + 1 + below(11)))"
    }
    if below(4) == 0 { text += "/\(below(9))" }
    return text
  }
}
