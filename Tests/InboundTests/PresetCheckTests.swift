// SPDX-License-Identifier: Apache-2.0

import Jobs
import Testing

@testable import Inbound

@Suite struct PresetCheckTests {
  @Test(arguments: Preset.names)
  func `nothing is wrong with a job that says no more than its preset`(_ name: String) throws {
    let preset = try #require(Preset.builtIn(name))
    let job = try preset.job(folder: "")
    #expect(Mapping.check(job) == [])
  }
}
