// SPDX-License-Identifier: Apache-2.0

extension KeyTable {
  /// When an export runs.
  static let exportTimingKeys: [Key] = [
    Key(
      "schedule", .text,
      "When it runs, in systemd's calendar syntax with a zone, e.g. Mon..Fri 06:00 Europe/Berlin; the zone is `zone`, else UTC, if left out."
    ),
    Key(
      "catch_up", .choice(CatchUp.allCases.map(\.rawValue)), default: "one",
      "What becomes of slots missed while Dray was down or the job was busy: one run for all, each, or none."
    ),
  ]

  /// When a feed is worked, and when a delivery is expected.
  static let feedTimingKeys: [Key] = [
    Key(
      "schedule", .text,
      "Files are worked at these times only, in systemd's calendar syntax with a zone, e.g. hourly or 06:00 Europe/Berlin; UTC if no zone is named. Left out: when they arrive."
    ),
    Key(
      "catch_up", .choice([CatchUp.one, .skip].map(\.rawValue)), default: "one",
      "What becomes of slots missed while Dray was down: waiting files are worked at once, or at the next slot."
    ),
    Key(
      "expect", .text,
      "When a delivery must have come, e.g. Mon..Fri by 06:30 Europe/Berlin; else the trouble `late` is raised."
    ),
    Key(
      "retry", .duration,
      "How long the store is tried where it does not take what a file asks, before the rest is parked and left to `dray retry`; without end if left out."
    ),
  ]
}
