// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables
import Testing

@testable import Jobs

@Suite struct PresetTests {
  @Test(arguments: Preset.all.map(\.name)) func `a preset is read without a fault`(_ name: String)
    throws
  {
    let preset = try #require(Preset.named(name))
    var faults: [Fault] = []
    let settings = try #require(preset.settings(faults: &faults))
    #expect(faults.isEmpty)
    #expect(settings["fields"] != nil && settings["format"] != nil)
  }

  @Test func `a job says otherwise than its preset, field by field`() throws {
    let home = try ScratchHome([
      "dray.yaml": ScratchHome.plain,
      "jobs/x.yaml": """
      feed: stock.set
      preset: shopify-inventory
      fields: {location: Where}
      where: "Where <> ''"
      """,
    ])
    #expect(home.complaints == [])
    guard case .feed(let job) = try JobFile.load(home.path + "/jobs/x.yaml") else {
      Issue.record("no feed")
      return
    }
    #expect(job.filter == "Where <> ''")
    let fields = Dictionary(uniqueKeysWithValues: job.fields.map { ($0.field.name, $0) })
    #expect(fields["location"]?.source == .column("Where"))
    #expect(fields["location"]?.isOptional == false)
    #expect(fields["on_hand"]?.source == .column("On hand (new)"))
    #expect(fields["on_hand"]?.isOptional == true)
    guard case .csv(let csv) = job.format else { return }
    #expect(csv.required == ["SKU", "On hand (new)", "Where"])
  }
}
