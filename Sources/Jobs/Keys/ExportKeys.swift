// SPDX-License-Identifier: Apache-2.0

import Tables

extension KeyTable {
  /// The keys of an export.
  static let exportKeys: [Key] =
    [
      .required("export", .choice(ExportJob.kinds), "What is written."),
      Key("where", .text, "An SQLite condition over the export's columns."),
      .required(
        "file", .text,
        "The file's name, with {sequence}, {job}, {since:%Y%m%d} and {until:%Y%m%dT%H%M%S} filled in."
      ),
      Key(
        "query", .text,
        "SQL of your own over the mirror: one SELECT, or the name of a file beside the job, such as refunds.sql."
      ),
      Key(
        "key", .texts,
        "With `export: query`: the columns that make rows one record, which comes out when it is new or changed."
      ),
      Key(
        "format",
        .variants(
          by: "type", doc: "How the file is written.",
          [
            Key.Variant(
              value: "csv",
              keys: [
                Key("delimiter", .character, default: ",", "The character between fields, or tab.")
              ]),
            Key.Variant(value: "tsv", keys: []),
            Key.Variant(
              value: "xml",
              keys: [
                Key("root", .text, "The element around everything; the export's own if left out."),
                Key("record", .text, "The element of a record; the export's own if left out."),
                Key(
                  "line", .text,
                  "The element of a line, its plural around all of them; the export's own if left out."
                ),
                nested,
              ]),
            Key.Variant(value: "json", keys: [nested]),
            Key.Variant(value: "jsonl", keys: [nested]),
            Key.Variant(
              value: "fixed",
              keys: [
                .required(
                  "columns", .names(.table(placeKeys)),
                  "Where the columns stand; those without a place are left out.")
              ]),
            Key.Variant(value: "xlsx", keys: []),
            Key.Variant(value: "html", keys: []),
          ]), default: "{type: csv}", "How the rows become bytes; html is for reports."),
      Key(
        "window", .choice(ExportJob.Window.allCases.map(\.rawValue)),
        "What one file covers: what is new since the last one, or whole days or months that have ended. Default: day for a report, else since-last."
      ),
      Key(
        "rows", .choice(ExportJob.WrittenRows.allCases.map(\.rawValue)),
        "What is new or changed, or everything each time. Default: all for stock and products, else changes."
      ),
      Key(
        "trailer", .choice(ExportJob.Trailer.allCases.map(\.rawValue)), default: "none",
        "What stands at the end: nothing, the number of rows and records, or these and the sums of amounts."
      ),
      Key(
        "totals", .texts,
        "With `trailer: totals`: the columns to sum; the export's own amounts if left out."
      ),
      Key(
        "returns", .choice(ExportJob.ReturnMoment.allCases.map(\.rawValue)), default: "at-return",
        "For reports: whether a return counts on the day it was made or on the day it was refunded."
      ),
      Key(
        "accounts", .text,
        "For sales-journal: the table jobs/tables/NAME.csv that gives each account its number."),
      Key(
        "empty", .choice(ExportJob.EmptyExport.allCases.map(\.rawValue)), default: "header",
        "What a window without rows writes: a file with the header only, or none."),
      Key(
        "for", .choice(ExportJob.Audience.allCases.map(\.rawValue)),
        "Who reads it: for a spreadsheet, text that would run as a formula is neutralised. Default: spreadsheet for a report, else system."
      ),
      Key("zone", .text, "The time zone of the times, e.g. Europe/Berlin; the shop's if left out."),
      Key(
        "deliver", .texts,
        "The targets of dray.yaml that each file is sent to; the outbox has it in any case."),
      Key(
        "retry", .duration, default: "3d",
        "How long a file is tried to be delivered before it is left to a person."),
      Key(
        "alert", .texts, "Who hears of trouble with it: names of alerts in dray.yaml, or none."),
    ] + exportTimingKeys

  private static let nested = Key(
    "nested", .texts,
    "Columns whose values are JSON (json_object, json_group_array): they become elements, or part of the object."
  )

  private static let placeKeys: [Key] = [
    .required("start", .integer(1...FixedFormat.maxPlace), "Its first character, from 1."),
    .required("width", .integer(1...FixedFormat.maxPlace), "How many characters."),
    Key(
      "align", .choice(["left", "right"]), default: "left", "Where in its place a value stands."),
    Key("pad", .choice(["space", "zero"]), default: "space", "What fills the rest of the place."),
  ]
}
