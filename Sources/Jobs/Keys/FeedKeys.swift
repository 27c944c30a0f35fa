// SPDX-License-Identifier: Apache-2.0

import Catalogue

extension KeyTable {
  /// The keys of a feed.
  static let feedKeys: [Key] = baseKeys + settingKeys

  /// The choices that only some operations know; which, the job's `feed:` decides.
  private static let settingKeys: [Key] = {
    var keys: [Key] = []
    for setting in Operation.all.flatMap(\.settings)
    where !keys.contains(where: { $0.name == setting.name }) {
      keys.append(
        Key(
          setting.name, setting.choices.isEmpty ? .text : .choice(setting.choices),
          default: setting.choices.first, setting.doc))
    }
    return keys
  }()

  private static let baseKeys: [Key] =
    [
      .required("feed", .choice(Operation.all.map(\.name)), "What the feed asks of the store."),
      Key(
        "files", .text, default: "*",
        "The names it takes, as a shell pattern (* ? […]), upper and lower case told apart."),
      Key(
        "preset", .text,
        "A layout known by name, Dray's own or jobs/presets/NAME.yaml; it stands for format, fields and where, which the job may say otherwise."
      ),
      Key(
        "format",
        .variants(
          by: "type", doc: "How the file is written.",
          [
            Key.Variant(value: "csv", keys: [delimiter] + csvKeys),
            Key.Variant(value: "tsv", keys: csvKeys), Key.Variant(value: "xml", keys: xmlKeys),
            Key.Variant(value: "json", keys: jsonKeys),
            Key.Variant(value: "fixed", keys: fixedKeys),
            Key.Variant(value: "xlsx", keys: xlsxKeys),
          ]), "How the file's bytes become records."),
      Key(
        "columns", .names(.text),
        "XML and JSON: names for values, each a path from the record; in XML any XPath 1.0 (price[@type='net']/amount), or one that begins with / or ../ to what stands before the record."
      ),
      Key(
        "children",
        .names(
          .table([
            .required(
              "path", .text, "From the record to what repeats in it: XPath 1.0, or a path of JSON."),
            .required("columns", .names(.text), "Names for values, each a path from the row."),
          ])),
        "XML and JSON: what repeats within a record, each a table of its own for map."),
      Key(
        "fields", .names(.shorthand(sourceKeys)),
        "The operation's fields and where each value comes from; plain text is a column (in XML and JSON, a path)."
      ),
      Key(
        "where", .text,
        "An SQLite expression over the columns; records for which it is not true are passed over."),
      Key(
        "absent", .choice(AbsentPolicy.allCases.map(\.rawValue)), default: "keep",
        "What happens to objects the feed named before and the file does not name: nothing, or their stock is set to zero, or they are drafted, archived or deleted."
      ),
      Key(
        "after", .integer(1...1_000), default: "1",
        "How many files in a row must leave an object out before absent does something."),
      Key(
        "subtract_unexported", .text,
        "An export of orders: what was sold and not yet exported by it is taken off the counts."),
      Key(
        "compare", .choice(Comparison.allCases.map(\.rawValue)), default: "store",
        "Compare with the mirror after fetching the store's latest changes (store), or as it stands (mirror)."
      ),
      Key(
        "route", .choice(["auto"] + Route.allCases.map(\.rawValue)), default: "auto",
        "How changes are sent; auto takes what finishes sooner."),
      Key(
        "quiet", .duration, default: "10s",
        "How long a file written in place must stand still before it is taken."),
      Key(
        "rails",
        .table([
          Key(
            "min_records", .limit,
            "Fewer records, or a smaller share of the median of the last ten files, hold the delivery."
          ),
          Key(
            "max_changed", .percent, "More changes, as a share of the records, hold the delivery."),
          Key(
            "max_zeroed", .percent,
            "More objects going to zero, as a share of those above zero that the delivery touches, hold it."
          ),
          Key(
            "max_price_move", .percent,
            "A price that moves by more, up or down, as a share of what it was, holds the delivery."
          ),
          Key(
            "max_deleted", .limit,
            "More objects deleted, archived or drafted, a number or a share of those the feed is about, hold it."
          ),
          Key(
            "same_header", .flag, default: "false",
            "Columns other than those of the last settled delivery hold it."),
        ]), "Limits beyond which a delivery waits for a person's `dray approve`."),
      Key(
        "receipt", .choice(ReceiptDetail.allCases.map(\.rawValue)), default: "changes",
        "Which records the receipt lists: all but the unchanged (changes), all, or none (summary)."),
      Key(
        "repeat", .choice(RepeatPolicy.allCases.map(\.rawValue)), default: "skip",
        "What becomes of a file with bytes that were here before."),
      Key(
        "duplicates", .choice(DuplicatePolicy.allCases.map(\.rawValue)), default: "reject",
        "What becomes of records of one file that want different values for one object: reject all, or the last counts."
      ),
      Key(
        "order", .choice(DeliveryOrder.allCases.map(\.rawValue)), default: "arrival",
        "The order in which waiting files are worked."),
      Key(
        "empty", .choice(EmptyPolicy.allCases.map(\.rawValue)), default: "refuse",
        "What becomes of a file of zero bytes."),
      Key(
        "supersede", .flag, default: "false",
        "Whether a newer file replaces older ones that wait or are held."),
      Key(
        "all_or_nothing", .flag,
        "Whether a file that breaks off (cut short, not well-formed) is refused whole, or worked up to there; if left out, true with absent, supersede, map or a trailer, and where records add up or several make one object, else false."
      ),
      Key(
        "max_bytes", .size, default: "8GiB", "Larger files are refused before they are copied."),
      Key(
        "stop_at", .percent, "With more rejected records than this share, nothing is sent."),
      Key(
        "alert", .texts, "Who hears of trouble with it: names of alerts in dray.yaml, or none."),
      Key(
        "map", .text,
        "A SELECT over the file as tables (feed, child tables, cells), look-up tables and the mirror; each row is a record, and its column record says of which record of the file."
      ),
      Key(
        "map_timeout", .duration, default: "10m",
        "How long the SELECT of map may take; beyond that the file is refused."),
      Key(
        "group", .texts,
        "Columns of a flat file: consecutive rows with the same values there, or none, belong together; only whole groups are worked."
      ),
    ] + feedTimingKeys

  static let decimal = Key(
    "decimal", .choice([".", ","]), default: ".", "The decimal mark of numbers.")

  static let thousands = Key(
    "thousands", .choice(NumberMarks.Thousands.allCases.map(\.rawValue)),
    "The mark between groups of three digits; left out, a number with such marks rejects its record."
  )

  private static let delimiter = Key(
    "delimiter", .character, "The character between fields, or tab; recognised if left out.")

  private static let csvKeys: [Key] = [
    Key(
      "quote", .quote,
      "The character around fields; none: quotes are characters like any other. Recognised if left out."
    ),
    Key(
      "encoding", .text,
      "The IANA name of the character set, or auto to guess a code page by its letters; a byte order mark wins over it. If left out, UTF-8 and UTF-16 are recognised."
    ),
    Key(
      "fallback_encoding", .text,
      "A single-byte character set in which records that `encoding` does not allow are read; without it they refuse the file."
    ),
    decimal, thousands,
    Key(
      "skip", .integer(0...10_000),
      "How many lines stand before the header, or before the first record without one; recognised if left out."
    ),
    Key("header", .choice(["none"]), "The file has no header; columns names its columns."),
    Key("columns", .texts, "With `header: none`: the names of the columns, in order."),
    Key("comment", .text, "Lines that begin with this text are passed over."),
    Key(
      "trailer",
      .table([
        .required("begins", .text, "What the line begins with."),
        Key(
          "count", .integer(1...10_000),
          "Which of its values, from 1, is the number of records in the file."),
        Key(
          "total",
          .table([
            .required("column", .text, "The column that is summed."),
            .required("field", .integer(1...10_000), "Which of its values, from 1, is the sum."),
          ]), "A column whose sum it holds."),
      ]), "A last line that must be there and agree; a file without it is refused."),
  ]

  private static let xmlKeys: [Key] = [
    .required(
      "records", .text,
      "The path from the root to the repeating element, e.g. /prices/item; several with | between them."
    ),
    Key(
      "namespaces", .names(.text),
      "What prefixes in paths mean: prefix and namespace. Without it, names match in any namespace, and their prefixes do not matter."
    ),
    Key(
      "doctype", .choice(["refuse", "ignore"]), default: "refuse",
      "What becomes of a file with a DOCTYPE; ignored, it is passed over and never loaded."),
    decimal, thousands,
  ]

  private static let sourceKeys: [Key] = [
    Key(
      "column", .text,
      "A column of the file, as it stands; in XML and JSON a name of `columns` or a path."),
    Key("lookup", .text, "With column: the table jobs/tables/NAME.csv that translates its values."),
    Key(
      "default", .text,
      "With lookup: what a value means that the table lacks; without it such a record is rejected."),
    Key("sql", .text, "An SQLite expression over the columns."),
    Key("value", .text, "The same for every record."),
    Key(
      "date", .text,
      "How dates and times are written: iso, unix, unix-ms or a pattern such as dd.MM.yyyy HH:mm."),
    Key(
      "zone", .text,
      "With date: whose clocks show the times, e.g. Europe/Berlin, where they do not say it."),
    Key("yes", .words, "The words that mean yes, instead of true, yes, y and 1; any case."),
    Key(
      "no", .words, "The words that mean no, instead of false, no, n and 0; '' is an empty value."),
    Key(
      "currency", .text,
      "The currency that may stand beside an amount, e.g. EUR; another is a fault."),
    Key(
      "apostrophe", .flag, default: "false",
      "Whether an apostrophe at the beginning, with which spreadsheets mark text, is taken off."),
    Key(
      "columns", .text,
      "For a field with {…} in its name: every column with such a name, e.g. {label} (product.metafields.{name})."
    ),
    Key("except", .texts, "With columns: fields that are left alone, {…} standing for anything."),
  ]
}
