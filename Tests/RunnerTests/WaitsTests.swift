// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Runner

struct WaitsTests {
  @Test(arguments: [(0.0, [1, 2, 4, 8, 16, 30, 30]), (1.0, [2, 4, 8, 16, 32, 60, 60])])
  func `D33 waits double up to the longest and never end`(_ jitter: Double, _ seconds: [Int]) {
    var waits = Waits(from: .seconds(2), to: .seconds(60))
    #expect(seconds.map { _ in waits.next(jitter: jitter) } == seconds.map { .seconds($0) })
    // A day of failures: still tried once a minute at least, none given up.
    for _ in 0..<100_000 { #expect(waits.next(jitter: 1) == .seconds(60)) }
    waits.reset()
    #expect(waits.next(jitter: 1) == .seconds(2))
  }
}
