// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Sandbox

@Suite struct `Scripted faults` {
  struct Case: CustomTestStringConvertible {
    var script: String
    /// Which of five requests are hit.
    var hits: [Bool]
    var testDescription: String { script }
  }

  @Test(arguments: [
    Case(script: "orders:2:reset", hits: [false, true, false, false, false]),
    Case(script: "orders:*:reset", hits: [true, true, true, true, true]),
    Case(script: "orders:4+:reset", hits: [false, false, false, true, true]),
    Case(script: "*:1:reset", hits: [true, false, false, false, false]),
    Case(script: "shop:1:reset", hits: [false, false, false, false, false]),
    Case(script: "orders:1:reset,orders:3:cut", hits: [true, false, true, false, false]),
  ])
  func `a script hits the requests it names`(_ test: Case) throws {
    var script = FaultScript()
    try script.add(test.script)
    var hits: [Bool] = []
    for _ in test.hits { hits.append(script.next(for: ["orders"]) != nil) }
    #expect(hits == test.hits)
  }

  @Test(arguments: FaultKind.allCases)
  func `every kind can be scripted on either side of the run`(_ kind: FaultKind) throws {
    let text = "orders:1:\(kind.rawValue)"
    #expect(try ScriptedFault(parsing: text[...]).kind == kind)
    #expect(try ScriptedFault(parsing: "\(text):before"[...]).runs == false)
    #expect(try ScriptedFault(parsing: "\(text):after"[...]).runs)
    #expect(!kind.doc.isEmpty)
  }

  @Test func `details follow the kind`() throws {
    #expect(try ScriptedFault(parsing: "a:1:http-429-7").detail == .number(7))
    #expect(try ScriptedFault(parsing: "a:1:http-429-date").detail == .date)
    #expect(try ScriptedFault(parsing: "a:1:late-3").detail == .number(3))
  }

  @Test(arguments: [
    "", "orders", "orders:0:reset", "orders:x:reset", "orders:1:bang", "a:1:cut:now",
  ])
  func `what cannot be read is refused with the reason`(_ text: String) {
    #expect(throws: FaultScriptError.self) { try ScriptedFault(parsing: text[...]) }
  }
}
