// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Testing

@testable import Runner

/// Which slots are due: the pure rule, then the rule with a journal over days and odd clocks.
struct SlotDecisionTests {
  static let noon = "2026-11-21T12:00:00.000Z"

  static func moment(_ text: String) throws -> Moment { try #require(Moment(text)) }

  /// A home's slots of one job, run as `serve` does, with a clock that a test sets.
  final class Job {
    let journal: RunnerJournal
    var schedule: Schedule
    var catchUp: CatchUp
    /// The slots that were run, in order.
    var ran: [String] = []

    init(_ text: String, _ catchUp: CatchUp = .one) throws {
      journal = try RunnerJournal()
      schedule = try Schedule(text)
      self.catchUp = catchUp
    }

    /// One look at the clock; what is due is run.
    func look(at now: String, reach: Int = 0, running: Bool = true) throws {
      let ledger = try journal.journal.slotLedger(of: "job")
      let decision = SlotDecision(
        schedule, catchUp, ledger: ledger, now: try SlotDecisionTests.moment(now), reach: reach)
      if decision.isNews { try journal.journal.note(decision.note, of: "job", at: now) }
      guard running else { return }
      for slot in try journal.journal.slotLedger(of: "job").due {
        ran.append(String(slot.at.prefix(16)))
        try journal.journal.endSlot(slot.at, of: "job", run: nil)
      }
    }

    /// Looks every so many seconds.
    func watch(from: String, to: String, every step: Int = 15) throws {
      var moment = try SlotDecisionTests.moment(from)
      let end = try SlotDecisionTests.moment(to)
      while moment <= end {
        try look(at: "\(moment)")
        moment = moment + step
      }
    }
  }

  @Test func `a job begins with its next slot, a timer's with the one just come`() throws {
    let served = try Job("hourly")
    try served.look(at: "2026-11-21T12:00:01Z")
    #expect(served.ran == [])
    try served.look(at: "2026-11-21T13:00:01Z")
    #expect(served.ran == ["2026-11-21T13:00"])
    let timed = try Job("*:0/1")
    try timed.look(at: "2026-11-21T12:00:01Z", reach: SlotDecision.grace)
    #expect(timed.ran == ["2026-11-21T12:00"])
  }

  @Test(arguments: [
    (CatchUp.one, ["2026-11-24T06:00"], 2),
    (.each, ["2026-11-22T06:00", "2026-11-23T06:00", "2026-11-24T06:00"], 0),
    (.skip, [], 3),
  ])
  func `T05 T09 after three days away catch_up decides`(
    _ catchUp: CatchUp, _ ran: [String], _ skipped: Int
  ) throws {
    let job = try Job("06:00", catchUp)
    try job.look(at: "2026-11-21T12:00:00Z")
    try job.look(at: "2026-11-24T12:00:00Z")
    #expect(job.ran == ran)
    #expect(try job.journal.journal.slotCounts(of: "job").skipped == skipped)
    try job.look(at: "2026-11-25T06:00:05Z")
    #expect(job.ran == ran + ["2026-11-25T06:00"])
  }

  @Test(arguments: CatchUp.allCases)
  func `T01 a clock set back runs no slot twice`(_ catchUp: CatchUp) throws {
    let job = try Job("*:0/10", catchUp)
    try job.watch(from: "2026-11-21T12:00:00Z", to: "2026-11-21T13:00:00Z")
    // An hour back, and the same hour once more.
    try job.watch(from: "2026-11-21T12:00:00Z", to: "2026-11-21T13:20:00Z")
    #expect(job.ran.count == 8)
    #expect(Set(job.ran).count == 8)
  }

  @Test(arguments: [(CatchUp.one, 1), (.each, SlotDecision.limit), (.skip, 1)])
  func `T01 a clock that leaps ten years and comes back goes on as before`(
    _ catchUp: CatchUp, _ most: Int
  ) throws {
    let job = try Job("*:0/10", catchUp)
    try job.watch(from: "2026-11-21T12:00:00Z", to: "2026-11-21T12:30:00Z")
    #expect(job.ran.count == 3)
    try job.look(at: "2036-11-21T12:30:00Z")
    #expect(job.ran.count <= 3 + most)
    let leapt = job.ran.count
    try job.watch(from: "2026-11-21T12:30:15Z", to: "2026-11-21T13:00:00Z")
    #expect(
      job.ran.dropFirst(leapt) == ["2026-11-21T12:40", "2026-11-21T12:50", "2026-11-21T13:00"])
    #expect(Set(job.ran).count == job.ran.count)
  }

  @Test func `T02 a clock before this version was made is not believed`() {
    #expect(WallClock.plausible("1970-01-01T00:00:12.000Z") == nil)
    #expect(WallClock.plausible(Self.noon) != nil)
  }

  @Test(arguments: [
    (CatchUp.one, ["2026-11-21T12:40"], ["2026-11-21T12:20", "2026-11-21T12:30"]),
    (.each, ["2026-11-21T12:20", "2026-11-21T12:30", "2026-11-21T12:40"], []),
    (.skip, [], ["2026-11-21T12:20", "2026-11-21T12:30", "2026-11-21T12:40"]),
  ])
  func `T06 slots that come while the job is at an earlier one wait or are passed over`(
    _ catchUp: CatchUp, _ due: [String], _ skipped: [String]
  ) throws {
    var ledger = SlotLedger()
    ledger.schedule = "*:0/10 UTC"
    ledger.until = "2026-11-21T12:10:00.000Z"
    // The slot of 12:10 took until 12:41.
    ledger.lastEnd = "2026-11-21T12:41:00.000Z"
    let decision = SlotDecision(
      try Schedule("*:0/10"), catchUp, ledger: ledger, now: try Self.moment("2026-11-21T12:41:05Z"),
      reach: 0)
    #expect(decision.note.due.map { String($0.prefix(16)) } == due)
    #expect(decision.note.skipped.map { String($0.prefix(16)) } == skipped)
  }

  @Test func `T06 a slot whose export has begun is finished whatever the policy`() throws {
    var ledger = SlotLedger()
    ledger.schedule = "hourly UTC"
    ledger.until = "2026-11-21T12:00:00.000Z"
    ledger.due = [
      Slot(job: "job", at: Self.noon, state: .due, isBegun: true)
    ]
    for catchUp in CatchUp.allCases {
      let decision = SlotDecision(
        try Schedule("hourly"), catchUp, ledger: ledger,
        now: try Self.moment("2026-11-21T13:00:05Z"), reach: 0)
      #expect(!decision.note.skipped.contains(Self.noon))
    }
  }

  @Test func `T07 a schedule that changes counts from now, and what the old one missed is kept`()
    throws
  {
    let job = try Job("06:00 Europe/Berlin", .each)
    try job.look(at: "2026-11-20T12:00:00Z")
    try job.look(at: "2026-11-21T05:00:01Z")
    #expect(job.ran == ["2026-11-21T05:00"])
    // Two days later the zone has changed: 22 and 23 November came at six in Berlin.
    job.schedule = try Schedule("06:00 America/New_York")
    try job.look(at: "2026-11-23T10:00:00Z")
    #expect(job.ran.dropFirst() == ["2026-11-22T05:00", "2026-11-23T05:00"])
    try job.look(at: "2026-11-23T11:00:01Z")
    try job.look(at: "2026-11-24T11:00:01Z")
    #expect(job.ran.dropFirst(3) == ["2026-11-23T11:00", "2026-11-24T11:00"])
  }

  @Test func `T03 T04 a year of watching runs every slot of every date once`() throws {
    let job = try Job("02:30 Europe/Berlin", .each)
    var moment = try Self.moment("2026-01-01T00:00:00Z")
    let end = try Self.moment("2027-01-01T00:00:00Z")
    while moment < end {
      try job.look(at: "\(moment)")
      moment = moment + 1800
    }
    #expect(job.ran.count == 365)
    #expect(job.ran.contains("2026-03-29T01:00"))
    #expect(job.ran.contains("2026-10-25T00:30"))
  }

  @Test func `T11 many jobs of one moment begin one after the other, always in the same way`()
    throws
  {
    let schedule = try Schedule("06:00")
    let names = (0..<100).map { "job-\($0)" }
    let delays = names.map { Spread.delay(of: $0, among: 100, schedule) }
    #expect(delays.allSatisfy { (0..<Spread.longest).contains($0) })
    #expect(Set(delays).count > 40)
    #expect(delays == names.map { Spread.delay(of: $0, among: 100, schedule) })
    #expect(names.allSatisfy { Spread.delay(of: $0, among: 8, schedule) == 0 })
    let often = try Schedule("*:*:0/5")
    #expect(names.allSatisfy { Spread.delay(of: $0, among: 100, often) == 0 })
  }
}
