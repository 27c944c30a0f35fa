// SPDX-License-Identifier: Apache-2.0

extension KeyTable {
  /// The keys of an export.
  static let exportKeys: [Key] = [
    .required("export", .choice(ExportJob.kinds), "What is written."),
    Key("where", .text, "An SQLite condition over the export's columns."),
    .required(
      "file", .text,
      "The file's name, with {sequence}, {job}, {since:%Y%m%d} and {until:%Y%m%dT%H%M%S} filled in."
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
            ])
        ]), default: "{type: csv}", "How the rows become bytes."),
    Key(
      "empty", .choice(ExportJob.EmptyExport.allCases.map(\.rawValue)), default: "header",
      "What a window without rows writes: a file with the header only, or none."),
    Key(
      "for", .choice(ExportJob.Audience.allCases.map(\.rawValue)), default: "system",
      "Who reads it: for a spreadsheet, text that would run as a formula is neutralised."),
    Key("zone", .text, "The time zone of the times, e.g. Europe/Berlin; the shop's if left out."),
    Key(
      "schedule", .later("run it with `dray run JOB` from a systemd timer or cron"),
      "When it runs."),
    Key("catch_up", .later("an export without `schedule` misses none"), "Missed slots."),
    Key(
      "deliver", .texts,
      "The targets of dray.yaml that each file is sent to; the outbox has it in any case."),
    Key(
      "retry", .duration, default: "3d",
      "How long a file is tried to be delivered before it is left to a person."),
    Key("query", .later("use `where`, or `dray query`"), "SQL of your own over the mirror."),
    Key("key", .later("it belongs to `query`"), "What tells rows apart."),
    Key(
      "alert", .texts, "Who hears of trouble with it: names of alerts in dray.yaml, or none."),
  ]
}
