// SPDX-License-Identifier: Apache-2.0

import Testing

@testable import Jobs

/// A form, a value and what it is.
struct DateCase: CustomTestStringConvertible, Sendable {
  let form: String
  var zone: String? = "Europe/Berlin"
  let value: String
  /// A date, a moment, or the fault's name.
  let becomes: String

  var testDescription: String { "'\(value)' as \(form) is \(becomes)" }
}

@Suite struct DateFormTests {
  static let values = [
    DateCase(form: "dd.MM.yyyy", value: "01.05.2026", becomes: "2026-05-01"),
    DateCase(form: "d.M.yyyy", value: "1.5.2026", becomes: "2026-05-01"),
    DateCase(form: "d.M.yyyy", value: "31.12.2026", becomes: "2026-12-31"),
    DateCase(form: "dd.MM.yyyy", value: "1.5.2026", becomes: "notThis"),
    DateCase(form: "yyyyMMdd", value: "20260501", becomes: "2026-05-01"),
    DateCase(form: "yyyyMMdd", value: "00000000", becomes: "impossible"),
    DateCase(form: "MM/dd/yyyy", value: "31/12/2026", becomes: "impossible"),
    DateCase(form: "dd.MM.yyyy", value: "29.02.2024", becomes: "2024-02-29"),
    DateCase(form: "dd.MM.yyyy", value: "29.02.2026", becomes: "impossible"),
    DateCase(form: "dd.MM.yyyy", value: "29.02.2100", becomes: "impossible"),
    DateCase(form: "dd.MM.yyyy", value: "29.02.2000", becomes: "2000-02-29"),
    DateCase(form: "dd.MM.yyyy", value: "31.04.2026", becomes: "impossible"),
    DateCase(form: "dd.MM.yyyy", value: "01.05.0026", becomes: "impossible"),
    DateCase(form: "dd.MM.yy", value: "01.05.26", becomes: "2026-05-01"),
    DateCase(form: "dd.MM.yy", value: "01.05.68", becomes: "2068-05-01"),
    DateCase(form: "dd.MM.yy", value: "01.05.69", becomes: "1969-05-01"),
    DateCase(form: "dd.MM.yy", value: "01.05.2026", becomes: "notThis"),
    DateCase(form: "dd.MM.yyyy", value: "01.05.26", becomes: "notThis"),
    DateCase(form: "dd.MM.yyyy", value: "01.05.2026 10:00", becomes: "notThis"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "01.05.2026 10:00", becomes: "2026-05-01T08:00:00"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "01.12.2026 10:00", becomes: "2026-12-01T09:00:00"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "29.03.2026 02:30", becomes: "skipped"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "29.03.2026 03:00", becomes: "2026-03-29T01:00:00"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "25.10.2026 02:30", becomes: "twice"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "25.10.2026 01:59", becomes: "2026-10-24T23:59:00"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "25.10.2026 03:00", becomes: "2026-10-25T02:00:00"),
    DateCase(form: "dd.MM.yyyy HH:mm", value: "01.05.2026 24:00", becomes: "impossible"),
    DateCase(form: "yyyyMMdd'T'HHmmss", value: "20260501T100005", becomes: "2026-05-01T08:00:05"),
    DateCase(form: "yyyy-MM-ddTHH:mm:ss", value: "2026-05-01T10:00:60", becomes: "impossible"),
    DateCase(
      form: "dd.MM.yyyy HH:mm", zone: "America/New_York", value: "08.03.2026 02:30",
      becomes: "skipped"),
    DateCase(
      form: "dd.MM.yyyy HH:mm", zone: "UTC", value: "25.10.2026 02:30",
      becomes: "2026-10-25T02:30:00"),
    DateCase(form: "iso", value: "2026-05-01", becomes: "2026-05-01"),
    DateCase(form: "iso", value: "2026-05-01T10:00", becomes: "2026-05-01T08:00:00"),
    DateCase(form: "iso", value: "2026-10-25T02:30:00+01:00", becomes: "2026-10-25T01:30:00"),
    DateCase(form: "iso", value: "2026-05-01 10:00:00.123Z", becomes: "2026-05-01T10:00:00"),
    DateCase(form: "iso", value: "2026-05-01 10:00:00 +0530", becomes: "2026-05-01T04:30:00"),
    DateCase(form: "iso", value: "2026-10-25T02:30", becomes: "twice"),
    DateCase(form: "iso", zone: nil, value: "2026-05-01T10:00", becomes: "nowhere"),
    DateCase(form: "iso", value: "2026-02-30T10:00Z", becomes: "impossible"),
    DateCase(form: "iso", value: "2026-05-01T10:00 nonsense", becomes: "notThis"),
    DateCase(form: "unix", zone: nil, value: "1777629600", becomes: "2026-05-01T10:00:00"),
    DateCase(form: "unix", zone: nil, value: "-1", becomes: "1969-12-31T23:59:59"),
    DateCase(form: "unix", zone: nil, value: "1777629600000", becomes: "impossible"),
    DateCase(form: "unix-ms", zone: nil, value: "1777629600999", becomes: "2026-05-01T10:00:00"),
    DateCase(form: "unix", zone: nil, value: "1.7e9", becomes: "notThis"),
  ]

  @Test(arguments: values)
  func `B14 a date is read as its form says, or not at all`(_ it: DateCase) throws {
    let zone = try it.zone.map { try Zone.named($0) }
    let words: String =
      switch try DateForm(it.form, zone: zone).read(Array(it.value.utf8)) {
      case .date(let date): String(date.text(between: "T").prefix(10))
      case .moment(let moment): CivilTime(seconds: moment.seconds).text(between: "T")
      case .notThis: "notThis"
      case .impossible: "impossible"
      case .skipped: "skipped"
      case .twice: "twice"
      case .nowhere: "nowhere"
      }
    #expect(words == it.becomes)
  }

  @Test(arguments: [
    "", "yyyy", "dd.MM", "dd.MM.yyy", "DD.MM.YYYY", "dd.mm.yyyy", "dd.MM.yyyy hh:mm",
    "dd.MM.yyyy mm", "dd.dd.MM.yyyy", "dd.MM.yyyy HH:ss", "dd MMM yyyy", "ISO", "yyyy-MM-ddZ",
  ])
  func `a form that cannot be read by is refused`(_ form: String) {
    #expect(throws: DateForm.Complaint.self) { try DateForm(form) }
  }
}
