// SPDX-License-Identifier: Apache-2.0

import Foundation
import Tables
import Testing

/// `shipment.update-tracking`, `shipment.event` and `shipment.cancel`.
@Suite struct ShipmentChangesTests {
  /// Two shipped orders, `#1001` under T1 and `#1002` under T2, and one that is not.
  private func home(_ body: (TestHome) async throws -> Void) async throws {
    try await TestHome.with(TestHome.shipmentJobs, sandbox: TestHome.small) { home in
      try await home.order(("SKU-00010", 3, "Berlin"))
      try await home.order(("SKU-00012", 2, "Hamburg"))
      try await home.order(("SKU-00013", 1, "Berlin"))
      for (order, number) in [("#1001", "T1"), ("#1002", "T2")] {
        try await home.sandbox.post(
          "fulfill",
          [
            "order": .string(order),
            "tracking": ["company": "DHL", "numbers": [.string(number)]],
          ])
      }
      try await body(home)
    }
  }

  struct Case: CustomTestStringConvertible, Sendable {
    var job: String
    var root: String
    var file: String
    var outcomes: [String]
    /// Of the same records once more.
    var again: [String]
    /// What the effect log shows of the first record.
    var effect: @Sendable (JSON) -> String
    var expected: String
    var testDescription: String { job }
  }

  static let cases = [
    Case(
      job: "tracking", root: "fulfillmentTrackingInfoUpdate",
      file: "order,old,new,carrier\n#1001,T1,N1,UPS\n1002,T2,T2,DHL\n#1003,T3,N3,UPS\n",
      outcomes: ["1 applied", "2 unchanged", "3 rejected unknown-key"],
      again: ["1 unchanged", "2 unchanged", "3 rejected unknown-key"],
      effect: {
        "\($0["after"]?["tracking"]?.text ?? "") \($0["after"]?["notified"]?.text ?? "")"
      },
      expected: #"{"company":"UPS","numbers":["N1"],"urls":[]} true"#),
    Case(
      job: "events", root: "fulfillmentEventCreate",
      file:
        "order,number,status,at,city\n#1001,T1,delivered,2026-08-01T12:00:00+02:00,Berlin\n#1002,T2,LOST,2026-08-01T12:00:00Z,\n#1003,T3,DELIVERED,2026-08-01T12:00:00Z,\n",
      outcomes: ["1 applied", "2 rejected wrong-word", "3 rejected unknown-key"],
      again: ["1 applied", "2 rejected wrong-word", "3 rejected unknown-key"],
      effect: {
        "\($0["after"]?["status"]?.string ?? "") \($0["after"]?["happenedAt"]?.string ?? "")"
      }, expected: "DELIVERED 2026-08-01T10:00:00Z"),
    Case(
      job: "cancels", root: "fulfillmentCancel",
      file: "order,number\n#1001,T1\n#1003,T3\n",
      outcomes: ["1 applied", "2 rejected unknown-key"],
      again: ["1 unchanged", "2 rejected unknown-key"],
      effect: { $0["after"]?["status"]?.string ?? "" }, expected: "CANCELLED"),
  ]

  private func judge(_ it: Case, _ home: TestHome) async throws {
    #expect(home.outcomes(it.job, "a.csv") == it.outcomes)
    let effects = try await home.sandbox.effects(of: it.root)
    #expect(effects.map(it.effect) == [it.expected])
    try await home.expectAudit()
  }

  @Test(arguments: cases)
  func `a file has its effect once, and the same records again none`(_ it: Case) async throws {
    try await home { home in
      try await home.deliver(it.job, "a.csv", it.file)
      try await judge(it, home)
      try await home.deliver(it.job, "b.csv", it.file + "\n")
      #expect(home.outcomes(it.job, "b.csv") == it.again)
      #expect(try await home.sandbox.effects(of: it.root).count == 1)
    }
  }

  static let faults = ["http-504:after", "reset", "reset:after", "cut", "null-data:before"]

  @Test(arguments: cases, faults)
  func `D06 D09 D10 D13 a lost answer has its effect once`(_ it: Case, _ fault: String)
    async throws
  {
    try await home { home in
      try await home.sandbox.script("\(it.root):1:\(fault)")
      try await home.deliver(it.job, "a.csv", it.file)
      try await judge(it, home)
    }
  }

  @Test(arguments: cases, ["hang", "hang:after"])
  func `C09 C11 killed between sent and settled, it has its effect once`(
    _ it: Case, _ fault: String
  ) async throws {
    try await home { home in
      try await home.sandbox.script("\(it.root):1:\(fault)")
      try home.drop(it.job, "a.csv", it.file)
      let command = try home.start(["run", it.job])
      #expect(try await home.faultHits("hang"))
      command.signal(SIGKILL)
      _ = await command.finish()
      let result = try await home.dray("run", it.job)
      #expect(result.status == 0, "\(result)")
      try await judge(it, home)
    }
  }

  @Test(arguments: [cases[0], cases[2]])
  func `both routes have the same effect`(_ it: Case) async throws {
    try await home { home in
      try home.drop(it.job, "a.csv", it.file)
      let result = try await home.dray("run", it.job, "--route", "bulk")
      #expect(result.status == 0, "\(result)")
      #expect(try home.receipt(it.job, "a.csv")["route"]?.string == "bulk")
      try await judge(it, home)
    }
  }

  @Test func `undo gives tracking what it had, and says what cannot be taken back`() async throws {
    try await home { home in
      try await home.deliver(
        "tracking", "a.csv", "order,old,new,carrier\n#1001,T1,N1,UPS\n1002,T2,N2,UPS\n")
      // Somebody has changed the second one since.
      try await home.deliver("tracking", "b.csv", "order,old,new,carrier\n1002,N2,N3,UPS\n")
      let undo = try await home.dray("undo", "d1")
      #expect(undo.status == 0, "\(undo)")
      #expect(
        home.outcomes("tracking", "undo-d1.csv") == ["1 applied", "2 rejected CHANGED_SINCE"])
      let numbers = try await home.sandbox.effects(of: "fulfillmentTrackingInfoUpdate").map {
        $0["after"]?["tracking"]?["numbers"]?.text ?? ""
      }
      #expect(
        numbers.sorted() == [#"["N1"]"#, #"["N2"]"#, #"["N3"]"#, #"["T1"]"#], "\(numbers)")
      try await home.deliver("cancels", "c.csv", "order,number\n#1001,T1\n")
      let cancels = try home.receipt("cancels", "c.csv")["delivery"]?.string ?? ""
      _ = try await home.dray("undo", cancels)
      #expect(home.outcomes("cancels", "undo-\(cancels).csv") == ["1 rejected cannot-undo"])
      try await home.expectAudit()
    }
  }

  @Test func `what was cancelled is open again and can be shipped`() async throws {
    try await home { home in
      try await home.deliver("cancels", "a.csv", "order,number\n#1001,T1\n")
      try await home.deliver(
        "shipments", "b.csv", TestHome.shipmentHeader + "#1001,SKU-00010,3,UPS,N1,\n")
      #expect(try await home.shipped() == ["#1001 N1: SKU-00010 × 3"])
    }
  }
}
