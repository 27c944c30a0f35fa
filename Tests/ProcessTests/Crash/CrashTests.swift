// SPDX-License-Identifier: Apache-2.0

import Foundation
import Testing

/// Counted from outside: every write, sync, rename, unlink, send and receive of the program is a point.
/// It is killed at each, once more during the recovery, and then started to the end.
///
/// In CI a sample is tried; `make crashtest` tries all. Both print points tried of points counted.
@Suite(.serialized) struct CrashTests {
  @Test(arguments: CrashScenario.all, [Points.Action.kill, .killAfter])
  func
    `C09 C10 C11 C12 C14 C19 killed at every point, killed again in the recovery, each effect once`(
      _ scenario: CrashScenario, _ action: Points.Action
    ) async throws
  {
    try await everyPoint(of: scenario, action, sample: 8, again: true)
  }

  @Test(arguments: CrashScenario.all, [Points.Action.noSpace, .inputOutputError])
  func `F01 F04 the disk fails from any point on, and nothing is lost or doubled`(
    _ scenario: CrashScenario, _ action: Points.Action
  ) async throws {
    try await everyPoint(of: scenario, action, sample: 5, again: false)
  }

  func everyPoint(
    of scenario: CrashScenario, _ action: Points.Action, sample: Int, again: Bool
  ) async throws {
    var counted = 0
    try await TestHome.with(scenario.jobs, sandbox: scenario.sandbox) { home in
      let points = try #require(try await Points(scratch: home.path), "a C compiler is needed")
      try await scenario.prepare(home)
      let count = "\(home.path)/count"
      let result = try await home.start(
        scenario.command, environment: points.environment(count: count)
      ).finish()
      #expect(result.status == 0, "\(result)")
      counted = try Points.counted(count)
      try await finish(scenario, home)
    }
    let chosen = Points.chosen(of: counted, sample: sample)
    #expect(counted > 20, "the shim sees the program's calls")
    // Each point has a home and a store of its own; some at a time, as most of the time is waiting.
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (index, point) in chosen.enumerated() {
        if index >= CrashTests.width { try await group.next() }
        group.addTask { [counted] in
          try await self.interrupt(scenario, at: point, of: counted, action, again: again)
        }
      }
      try await group.waitForAll()
    }
    print(
      "\(scenario.testDescription), \(action.rawValue): \(chosen.count) points tried of \(counted) counted"
    )
  }

  /// How many points are tried at once.
  private static let width = 6

  private func interrupt(
    _ scenario: CrashScenario, at point: Int, of counted: Int, _ action: Points.Action, again: Bool
  ) async throws {
    try await TestHome.with(scenario.jobs, sandbox: scenario.sandbox) { home in
      let points = try #require(try await Points(scratch: home.path))
      try await scenario.prepare(home)
      let first = try await home.start(
        scenario.command,
        environment: points.environment(count: "\(home.path)/first", at: point, action)
      ).finish()
      if again {
        let passed = try Points.counted("\(home.path)/first")
        // Somewhere in the recovery, elsewhere each time.
        let second = 1 + (point * 7919) % max(1, counted - min(passed, counted) / 2)
        _ = try await home.start(
          scenario.command,
          environment: points.environment(count: "\(home.path)/second", at: second, action)
        ).finish()
      }
      try await finish(scenario, home, "point \(point) of \(counted), \(action), first: \(first)")
    }
  }

  /// Starts to the end, judges, audits.
  private func finish(
    _ scenario: CrashScenario, _ home: TestHome, _ place: String = "uninterrupted"
  ) async throws {
    let last = try await home.start(scenario.command).finish()
    #expect(last.status == 0, "\(place): \(last)")
    let problems = await Problems.found { try await scenario.judge(home) }
    #expect(problems == nil, "\(place): \(problems ?? "")")
    let audit = try await home.dray("audit")
    #expect(audit.status == 0, "\(place): \(audit)")
  }
}

/// An error as text, so that the point where it was met can be told with it.
enum Problems {
  static func found(_ body: () async throws -> Void) async -> String? {
    do {
      try await body()
      return nil
    } catch { return "\(error)" }
  }
}
