// SPDX-License-Identifier: Apache-2.0

import Jobs
import Testing

struct ScheduleTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var text: String
    var after: String
    var next: [String]
    var testDescription: String { "\(text) after \(after)" }

    init(_ text: String, after: String, _ next: String...) {
      self.text = text
      self.after = after
      self.next = next
    }
  }

  static func check(_ cases: Case) throws {
    let schedule = try Schedule(cases.text)
    var moment = try #require(Moment(cases.after + "Z"))
    for expected in cases.next {
      moment = try #require(schedule.next(after: moment))
      #expect("\(moment)" == expected + ".000Z")
    }
  }

  @Test(arguments: [
    Case(
      "Mon..Fri 06:00 Europe/Berlin", after: "2026-08-07T04:00:00", "2026-08-10T04:00:00",
      "2026-08-11T04:00:00"),
    Case("*-*~01 22:00 UTC", after: "2028-02-01T00:00:00", "2028-02-29T22:00:00"),
    Case("Mon *-05~07/1", after: "2026-01-01T00:00:00", "2026-05-25T00:00:00"),
    Case("*:0/15", after: "2026-01-01T00:14:59", "2026-01-01T00:15:00", "2026-01-01T00:30:00"),
    Case("2027-12-31T23:59:59 UTC", after: "2026-01-01T00:00:00", "2027-12-31T23:59:59"),
    Case("@1800000000", after: "2026-01-01T00:00:00", "2027-01-15T08:00:00"),
  ])
  func `an expression names its moments`(_ cases: Case) throws { try Self.check(cases) }

  @Test(arguments: [
    Case(
      "02:30 Europe/Berlin", after: "2026-03-28T01:30:00", "2026-03-29T01:00:00",
      "2026-03-30T00:30:00"),
    // Both times are skipped: one slot, after the gap.
    Case("02:15,45 Europe/Berlin", after: "2026-03-28T01:45:00", "2026-03-29T01:00:00"),
    Case("00:00 Africa/Cairo", after: "2026-04-23T00:00:00", "2026-04-23T22:00:00"),
    Case(
      "02:15 Australia/Lord_Howe", after: "2026-10-03T00:00:00", "2026-10-03T15:30:00",
      "2026-10-04T15:15:00"),
    // The Samoan 30 December 2011 never was.
    Case("06:00 Pacific/Apia", after: "2011-12-29T16:00:00", "2011-12-30T16:00:00"),
  ])
  func `T03 a time of day the clock skips comes once, right after the gap`(_ cases: Case) throws {
    try Self.check(cases)
  }

  @Test(arguments: [
    Case(
      "01:30 America/New_York", after: "2026-11-01T00:00:00", "2026-11-01T05:30:00",
      "2026-11-02T06:30:00"),
    Case("02:30 Europe/Berlin", after: "2026-10-25T00:45:00", "2026-10-26T01:30:00"),
    Case(
      "hourly Europe/Berlin", after: "2026-10-24T23:00:00", "2026-10-25T00:00:00",
      "2026-10-25T01:00:00", "2026-10-25T02:00:00"),
    Case(
      "*:30 Europe/Berlin", after: "2026-10-25T00:00:00", "2026-10-25T00:30:00",
      "2026-10-25T01:30:00", "2026-10-25T02:30:00"),
    Case(
      "*:30 Europe/Berlin", after: "2026-03-29T00:00:00", "2026-03-29T00:30:00",
      "2026-03-29T01:30:00"),
  ])
  func `T04 a time of day comes once in the repeated hour, an hourly one every elapsed hour`(
    _ cases: Case
  ) throws { try Self.check(cases) }

  @Test(arguments: [
    Case("*-*-31 UTC", after: "2026-01-31T00:00:00", "2026-03-31T00:00:00"),
    Case("*-02-29 UTC", after: "2026-01-01T00:00:00", "2028-02-29T00:00:00"),
    Case("*-*~01 UTC", after: "2026-01-31T00:00:00", "2026-02-28T00:00:00"),
    Case(
      "*-12-31 23:59:59 UTC", after: "2016-12-31T23:59:58", "2016-12-31T23:59:59",
      "2017-12-31T23:59:59"),
  ])
  func `T08 a date the month does not have is passed over, and leap seconds are not counted`(
    _ cases: Case
  ) throws { try Self.check(cases) }

  @Test
  func `a date that never comes ends the search`() throws {
    let schedule = try Schedule("*-02-30 UTC")
    #expect(schedule.next(after: Moment(0)) == nil)
    #expect(try Schedule("2020-01-01 UTC").next(after: Moment(1_800_000_000)) == nil)
  }

  @Test(arguments: [
    ("25:00", "at character 1: expected hours from 0 to 23, found '25:00'"),
    ("06:61", "at character 4: expected minutes from 0 to 59, found '61'"),
    ("*-13-01", "at character 3: expected months from 1 to 12, found '13-01'"),
    (
      "Mon..Fry 06:00",
      "at character 6: expected a weekday such as Mon, or a word such as daily, found 'Fry'"
    ),
    (
      "Fri..Mon",
      "at character 6: expected a weekday after the first of the range, which ends on Sunday, found 'Mon'"
    ),
    (
      "every day",
      "at character 1: expected a weekday such as Mon, or a word such as daily, found 'every'"
    ),
    (
      "*/5:00",
      "at character 2: expected a number before the step, e.g. 0/15 for every fifteen from 0 on, found '/5:00'"
    ),
    ("*-*-* 06", "at character 9: expected ':' and the minute, found the end"),
    (
      "06:00:00.5",
      "at character 9: expected a whole second; slots have no fractions of one, found '.5'"
    ),
    ("06:00 Europe/Berlni", "the system knows no time zone 'Europe/Berlni'"),
    ("0:0/0", "at character 5: expected a step from 1 on, found '0'"),
    (
      "",
      "at character 1: expected a weekday, a date, a time, or a word such as daily, found the end"
    ),
  ])
  func `what cannot be read is said with its place`(_ text: String, _ message: String) {
    #expect(throws: ScheduleError.self) {
      do { _ = try Schedule(text) } catch {
        #expect("\(error)" == message)
        throw error
      }
    }
  }

  @Test
  func `without a zone of its own an expression takes the one given, else UTC`() throws {
    let berlin = try Zone.named("Europe/Berlin")
    #expect("\(try Schedule("06:00", zone: berlin))" == "06:00 Europe/Berlin")
    #expect("\(try Schedule("06:00 Asia/Tokyo", zone: berlin))" == "06:00 Asia/Tokyo")
    #expect("\(try Schedule("06:00"))" == "06:00 UTC")
  }
}
