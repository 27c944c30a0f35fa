// SPDX-License-Identifier: Apache-2.0

import GRDB
import Journal
import Testing

/// Two workers that want the same change: whatever the order of their steps, it goes out once.
struct ClaimTests {
  /// Which worker acts: 0 reads, then 0 claims, and so on. All orders of two workers with two steps each.
  static let orders = [
    [0, 0, 1, 1], [0, 1, 0, 1], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 1, 0], [1, 1, 0, 0],
  ]
  /// How many changes each worker sends in a request, from which on.
  static let spans: [(first: Range<Int>, second: Range<Int>)] = [
    (0..<4, 0..<4), (0..<3, 1..<4), (0..<2, 2..<4), (0..<1, 0..<4),
  ]

  private static func batch(_ id: String, _ delivery: Delivery) -> Batch {
    Batch(
      id: id, delivery: delivery.id, key: "key-\(id)", variables: Array("{}".utf8), state: .sent,
      firstSentAt: TemporaryJournal.time(3))
  }

  @Test(arguments: orders, [0, 1, 2, 3])
  func `J12 a change that two workers read as planned is claimed by one of them alone`(
    _ order: [Int], _ span: Int
  ) throws {
    let home = try TemporaryJournal()
    let delivery = try home.planned(4)
    let spans = [Self.spans[span].first, Self.spans[span].second]
    var read: [[Change]?] = [nil, nil]
    var claimed: [Int: [Int64]] = [:]
    for worker in order {
      guard let mine = read[worker] else {
        read[worker] = Array(
          try home.journal.planned(of: delivery.id, limit: 10)[
            spans[worker].clamped(
              to: 0..<(try home.journal.planned(of: delivery.id, limit: 10).count))
          ])
        continue
      }
      do throws(JournalError) {
        try home.journal.settle(at: TemporaryJournal.time(4)) { _, db in
          try Journal.insert(Self.batch("b\(worker)", delivery), of: mine, db)
        }
        claimed[worker] = mine.map(\.id)
      } catch {
        #expect(error.description.contains("one is sent twice"), "\(error)")
      }
    }
    let all = claimed.values.flatMap(\.self)
    #expect(!claimed.isEmpty)
    #expect(Set(all).count == all.count, "\(claimed)")
    // What a worker did not get it has left no trace of.
    let changes = try home.journal.changes(of: delivery.id)
    #expect(Set(changes.filter { $0.state == .sent }.map(\.id)) == Set(all))
    for (worker, ids) in claimed {
      #expect(changes.filter { $0.batch == "b\(worker)" }.map(\.id) == ids)
    }
  }

  @Test func `J12 workers at the same moment claim each change once`() async throws {
    let home = try TemporaryJournal()
    let delivery = try home.planned(60)
    let journal = home.journal
    let wins = await withTaskGroup(of: Int.self) { group in
      for worker in 0..<8 {
        group.addTask {
          var wins = 0
          for start in stride(from: 0, to: 60, by: 6) {
            do throws(JournalError) {
              // Read in one transaction, claimed in another: what happens in between is the point.
              let mine = try journal.changes(of: delivery.id).filter {
                $0.record > start && $0.record <= start + 6
              }
              try journal.settle(at: TemporaryJournal.time(4)) { _, db in
                try Journal.insert(Self.batch("w\(worker)-\(start)", delivery), of: mine, db)
              }
              wins += 1
            } catch {
              // Another was first.
              continue
            }
          }
          return wins
        }
      }
      return await group.reduce(0, +)
    }
    #expect(wins == 10)
    let changes = try home.journal.changes(of: delivery.id, limit: 100)
    #expect(changes.count == 60 && changes.allSatisfy { $0.state == .sent && $0.batch != nil })
  }
}
