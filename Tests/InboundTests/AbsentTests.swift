// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables
import Testing

@testable import Inbound

/// Objects that a feed named before and names no more.
struct AbsentTests {
  private let whole = "sku;wh;qty\nA-1;Berlin;5\n007;Berlin;6\nB-1;Berlin;5\n"

  private func job(after: Int = 1, _ change: (inout FeedJob) -> Void = { _ in }) throws -> FeedJob {
    try FeedHome.stockJob { job in
      job.absent = .zero
      job.absentAfter = after
      change(&job)
    }
  }

  /// Plans a file and takes all its changes as applied.
  private func work(
    _ home: FeedHome, _ text: String, _ job: FeedJob, correction: Bool = false
  ) async throws -> [String] {
    let delivery = try home.delivery(text, correction: correction)
    let verdict = try await home.planner.plan(delivery, of: job)
    guard case .planned = verdict else { return ["\(verdict)"] }
    let outcomes = try home.outcomes(delivery)
    #expect(try home.parts.journal.counts(of: delivery.id).closes)
    try home.settle(delivery)
    return outcomes.map { text in
      text.split(separator: " ").prefix(3).joined(separator: " ")
        + (text.contains(#""desired":{"available":"0"}"#) ? " zero" : "")
    }
  }

  @Test func `only what the feed named before goes to zero, once`() async throws {
    let home = try FeedHome()
    let job = try job()
    #expect(try await work(home, whole, job) == ["2 planned 1002/10"])
    let without = "sku;wh;qty\n007;Berlin;6\n"
    #expect(
      try await work(home, without, job)
        == ["1 planned 1002/10", "2 planned 1001/10 zero", "3 planned 1005/10 zero"])
    #expect(try home.parts.journal.delivery(2)?.absent == 2)
    #expect(try home.parts.journal.delivery(2)?.records == 3)
    // They have left the set: nothing more is asked of them.
    #expect(try await work(home, without, job) == ["1 planned 1002/10"])
  }

  @Test func `with after, so many files in a row must leave it out`() async throws {
    let home = try FeedHome()
    let job = try job(after: 2)
    _ = try await work(home, whole, job)
    let without = "sku;wh;qty\n007;Berlin;6\nA-1;Berlin;5\n"
    #expect(try await work(home, without, job) == ["1 planned 1002/10"])
    #expect(try await work(home, whole, job) == ["2 planned 1002/10"])
    #expect(try await work(home, without, job) == ["1 planned 1002/10"])
    #expect(
      try await work(home, without, job) == ["1 planned 1002/10", "3 planned 1005/10 zero"])
  }

  @Test func `a rejected record names its object all the same`() async throws {
    let home = try FeedHome()
    let job = try job()
    _ = try await work(home, whole, job)
    let outcomes = try await work(
      home, "sku;wh;qty\nA-1;Berlin;many\n007;Berlin;6\nB-1;Berlin;5\n", job)
    #expect(outcomes == ["1 rejected not-a-whole-number", "2 planned 1002/10"])
  }

  @Test func `a file that cannot be read whole has no effect and does not change what is known`()
    async throws
  {
    let home = try FeedHome()
    let job = try job()
    _ = try await work(home, whole, job)
    let broken = try await work(home, "sku;wh;qty\n007;Berlin\n", job)
    #expect(broken.first?.hasPrefix("refused") == true)
    #expect(broken.first?.contains("may be about any object") == true)
    let names = try home.names()
    #expect(names == ["1001/10 0", "1002/10 0", "1005/10 0"])
  }

  @Test func `a correction names objects and leaves none out`() async throws {
    let home = try FeedHome()
    let job = try job()
    _ = try await work(home, whole, job)
    #expect(
      try await work(home, "sku;wh;qty\nB-1;Leipzig;9\n", job, correction: true)
        == ["1 planned 1005/20"])
    #expect(try home.names() == ["1001/10 0", "1002/10 0", "1005/10 0", "1005/20 0"])
  }

  @Test func `rails count what absent does`() async throws {
    let home = try FeedHome()
    _ = try await work(home, whole, try job())
    let outcome = try await work(
      home, "sku;wh;qty\n007;Berlin;6\n", try job { $0.rails.maxZeroed = ExactDecimal(50) })
    #expect(outcome.first?.contains("2 of 3 objects above zero would go to zero") == true)
    #expect(try home.names() == ["1001/10 0", "1002/10 0", "1005/10 0"])
  }
}
