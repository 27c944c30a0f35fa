// SPDX-License-Identifier: Apache-2.0

package import Tables

/// `jobs/NAME.yaml` with `export:`, validated.
package struct ExportJob: Sendable {
  /// The file's name without `.yaml`.
  package var name: String
  /// What it writes, e.g. `orders`.
  package var export: String
  /// An SQL condition over the export's columns; nil takes all.
  package var filter: String?
  /// Where `where:` stands in the job file, for messages about its SQL.
  package var filterPosition: Position?
  /// `where:` with its place in the job file.
  package var filterPlace: PlacedText?
  /// The file name's template, checked: see `FileNameTemplate`.
  package var file: String
  /// `query:`: SQL of the user's instead of the export's own; for `export: query` all there is.
  package var query: String?
  /// Where `query:` stands in the job file.
  package var queryPosition: Position?
  /// `query:` with the place of its SQL, in the job file or in the file it names.
  package var queryPlace: PlacedText?
  /// `key:`: the columns of `query` that make rows one record; empty where the export's own key counts, or there is none.
  package var key: [String] = []
  /// `format:`.
  package var format: TableFormat = .csv(delimiter: UInt8(ascii: ","))
  /// `nested:` of an XML or JSON format: the columns whose values are JSON and become structure.
  package var nested: [String] = []
  /// `window:`; nil is the export's own: a day for a report, else since the last.
  package var window: Window = .sinceLast
  /// `rows:`; nil is the export's own.
  package var rows: WrittenRows?
  /// `trailer:`.
  package var trailer: Trailer = .none
  /// `totals:`: the columns a trailer sums; empty where the export's own are.
  package var totals: [String] = []
  /// `returns:`: when a return counts in a report.
  package var returns: ReturnMoment = .atReturn
  /// `accounts:`: the account map, name → account.
  package var accounts: [String: String] = [:]
  /// `empty: header | none`: what a window without rows writes.
  package var empty: EmptyExport = .header
  /// `for: system | spreadsheet`; nil is the export's own: a spreadsheet for a report, else a system.
  package var audience: Audience?
  /// The zone the times are written in; nil is the shop's.
  package var zone: String?
  /// `deliver:` the targets each file is sent to, by name.
  package var deliver: [String] = []
  /// Where `deliver:` stands in the job file.
  package var deliverPosition: Position?
  /// `retry:` how long a file is tried to be delivered before it is left to a person.
  package var retry: Duration = .seconds(3 * 86_400)
  /// Who hears of trouble.
  package var alert: AlertChoice = .usual
  /// Where `alert:` stands in the job file.
  package var alertPosition: Position?
  /// When it runs.
  package var timing = Timing()
  /// SHA-256 of the job file: what a slot was begun with.
  package var digest: String

  /// What a window without rows writes.
  package enum EmptyExport: String, Sendable, CaseIterable { case header, none }
  /// Whether cells that a spreadsheet would run as a formula are neutralised.
  package enum Audience: String, Sendable, CaseIterable { case system, spreadsheet }

  /// The span one file covers.
  package enum Window: String, Sendable, CaseIterable {
    case sinceLast = "since-last"
    case day, month
  }
  /// Whether all rows are written, or those that differ from what was written last.
  package enum WrittenRows: String, Sendable, CaseIterable { case changes, all }
  /// What stands at a file's end.
  package enum Trailer: String, Sendable, CaseIterable { case none, count, totals }
  /// When a return counts in a report: when it was made, or when it was refunded.
  package enum ReturnMoment: String, Sendable, CaseIterable {
    case atReturn = "at-return"
    case atRefund = "at-refund"
  }

  /// An export with the defaults of every optional key.
  package init(name: String, export: String, file: String, digest: String) {
    self.name = name
    self.export = export
    self.file = file
    self.digest = digest
  }
}

/// One declared piece of work.
package enum Job: Sendable {
  case feed(FeedJob)
  case export(ExportJob)

  /// Its name.
  package var name: String {
    switch self {
    case .feed(let job): job.name
    case .export(let job): job.name
    }
  }

  /// When it is worked.
  package var timing: Timing {
    switch self {
    case .feed(let job): job.timing
    case .export(let job): job.timing
    }
  }
}
