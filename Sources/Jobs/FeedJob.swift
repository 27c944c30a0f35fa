// SPDX-License-Identifier: Apache-2.0

package import Catalogue
package import Tables

/// `jobs/NAME.yaml` with `feed:`, validated.
package struct FeedJob: Sendable {
  /// The file's name without `.yaml`.
  package var name: String
  /// What it asks of the store.
  package var operation: Operation
  /// The layout it reads by name; nil where it says all itself.
  package var preset: String?
  /// The folder the job file is in, with `presets` beside it; empty for a job made in code.
  package var folder: String = ""
  /// The shell pattern of file names it takes (`*`, `?`, `[…]`), matched case-sensitively.
  package var files: String = "*"
  /// How bytes become records.
  package var format: FileFormat
  /// How numbers are written in it.
  package var numbers = NumberMarks()
  /// The names SQL and `fields` know the reader's columns by, in the order of `XMLFormat.fields`; empty for
  /// CSV, whose columns have the names of its header.
  package var columns: [String] = []
  /// Field name → where its value comes from.
  package var fields: [FieldMapping]
  /// Fields that follow from the columns a file has.
  package var openColumns: [OpenColumns] = []
  /// `map`: the SELECT whose rows are the records; `fields` then speak of its columns, and where they are empty
  /// its columns have the names of the operation's fields.
  package var map: RowMap?
  /// `group`: columns that consecutive rows share where they belong together; empty where every row stands alone.
  package var group: [String] = []
  /// An SQLite expression over the columns; records for which it is not true are passed over
  /// (outcome `unchanged`).
  package var filter: String?
  /// Whether a file may lack columns that `filter` names: that of a preset.
  package var filterIsOptional = false
  /// `where:` with its place in the job file; nil for a job made in code.
  package var filterPlace: PlacedText?
  /// What the job chose of `Operation.settings`, defaults included; a setting of free text that it leaves out is
  /// not there.
  package var settings: [String: String] = [:]
  /// `compare: store | mirror`.
  package var comparison: Comparison = .store
  /// `route: auto | direct | bulk`; nil is auto.
  package var route: Route?
  /// How long a file written in place must stand still.
  package var quiet: Duration = .seconds(10)
  /// Limits beyond which a delivery is held.
  package var rails = Rails()
  /// `receipt: changes | all | summary`.
  package var receipt: ReceiptDetail = .changes
  /// `repeat: skip | send`: what to do with bytes seen before.
  package var repeats: RepeatPolicy = .skip
  /// `duplicates: reject | last`: records of one delivery that want different values for one object.
  package var duplicates: DuplicatePolicy = .reject
  /// `order: arrival | name`.
  package var order: DeliveryOrder = .arrival
  /// `empty: refuse | accept`: a file of zero bytes.
  package var empty: EmptyPolicy = .refuse
  /// `supersede: true`: a newer delivery replaces older ones that wait or are held.
  package var supersedes = false
  /// `all_or_nothing`: whether a file that breaks off is refused whole; else the whole records before the break are worked.
  package var allOrNothing: Bool
  /// `max_bytes`: larger files are refused before they are copied.
  package var maxBytes: Int = 8 << 30
  /// `absent: keep | zero | draft | archive | delete`: objects this feed named before and names no more.
  package var absent: AbsentPolicy = .keep
  /// `after`: how many deliveries in a row must leave an object out before `absent` does something; 1 at least.
  package var absentAfter = 1
  /// `subtract_unexported`: the export whose orders, as long as it has not exported them, are taken off the counts.
  package var subtractUnexported: String?
  /// `stop_at`: the share of rejected records, in percent, above which nothing is sent; nil is never.
  package var stopAtPercent: ExactDecimal?
  /// Who hears of trouble.
  package var alert: AlertChoice = .usual
  /// Where `alert:` stands in the job file.
  package var alertPosition: Position?
  /// When it is worked, and when a delivery is expected.
  package var timing = Timing()
  /// `retry:` how long the store is tried before what is left is parked; nil without end.
  package var retry: Duration? = nil
  /// Look-up tables the fields name, by table name: key → value, read from `jobs/tables/NAME.csv`
  /// (first column key, second value).
  package var lookups: [String: [String: String]] = [:]
  /// SHA-256 of the job file and its look-up tables: a delivery is finished with what it was planned with.
  package var digest: String
  /// Those files; none for a job made in code.
  package var sources: [JobSource] = []

  /// A feed with the defaults of every optional key.
  package init(
    name: String, operation: Operation, format: FileFormat, fields: [FieldMapping], digest: String
  ) {
    self.name = name
    self.operation = operation
    self.format = format
    self.fields = fields
    self.digest = digest
    allOrNothing = !operation.takesBeginnings
  }
}

/// One entry of `fields:`.
package struct FieldMapping: Sendable {
  /// The operation's field.
  package var field: Operation.Field
  /// Where its value comes from.
  package var source: Source

  /// Where the source stands in the job file, for messages about its SQL; nil for one made in code.
  package var position: Position?

  /// Whether a file may lack what the source names, so that no record has the field: columns of a preset.
  package var isOptional = false

  /// The SQL of the source with its place in the job file; nil for another source, or one made in code.
  package var place: PlacedText?

  /// What else the job says of its values.
  package var options = ValueOptions()

  /// Where a field's value comes from.
  package enum Source: Sendable, Equatable {
    /// A column, as it stands: for CSV by its header, for XML by its name in `FeedJob.columns`.
    case column(String)
    /// A column, translated by a look-up table; a value it lacks is `options.fallback`, or rejects the
    /// record.
    case lookup(column: String, table: String)
    /// An SQLite expression over the columns.
    case sql(String)
    /// The same for every record.
    case constant(String)
  }

  /// A field and its source.
  package init(field: Operation.Field, source: Source, position: Position? = nil) {
    self.field = field
    self.source = source
    self.position = position
  }
}

/// What the desired values are compared with.
package enum Comparison: String, Sendable, CaseIterable {
  /// The mirror, after taking the store's changes since the last look.
  case store
  /// The mirror as it stands.
  case mirror
}

/// The plausibility limits of a feed; nil is no limit.
package struct Rails: Sendable, Equatable {
  /// Fewer records hold the delivery: so many, or so great a share of the median of the last ten deliveries.
  package var minRecords: Limit?
  /// Changes ÷ records, in percent.
  package var maxChanged: ExactDecimal?
  /// Objects going from above zero to zero ÷ objects above zero that the delivery touches, in percent.
  package var maxZeroed: ExactDecimal?
  /// How far a price may move, up or down, in percent of what it was.
  package var maxPriceMove: ExactDecimal?
  /// Objects deleted, archived or drafted: so many, or so great a share of those the delivery is about.
  package var maxDeleted: Limit?
  /// Whether the columns must be those of the last settled delivery.
  package var sameHeader = false

  /// No limits.
  package init() {}
}

/// A number of things, or a share in percent.
package enum Limit: Sendable, Equatable, ExpressibleByIntegerLiteral {
  case count(Int)
  case percent(ExactDecimal)

  /// So many.
  package init(integerLiteral value: Int) { self = .count(value) }
}

/// What becomes of objects that a delivery names no more.
package enum AbsentPolicy: String, Sendable, CaseIterable {
  case keep, zero, draft, archive, delete
}
/// Which records a receipt lists.
package enum ReceiptDetail: String, Sendable, CaseIterable { case changes, all, summary }
/// What becomes of bytes seen before.
package enum RepeatPolicy: String, Sendable, CaseIterable { case skip, send }
/// What becomes of records that contradict each other.
package enum DuplicatePolicy: String, Sendable, CaseIterable { case reject, last }
/// In which order waiting deliveries are worked.
package enum DeliveryOrder: String, Sendable, CaseIterable { case arrival, name }
/// What becomes of a file of zero bytes.
package enum EmptyPolicy: String, Sendable, CaseIterable { case refuse, accept }
