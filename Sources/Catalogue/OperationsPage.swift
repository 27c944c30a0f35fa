// SPDX-License-Identifier: Apache-2.0

/// `docs/operations.md`, made of the operations themselves; a test holds the page against this.
package enum OperationsPage {
  /// The whole page.
  package static var text: String {
    """
    # Operations

    What a feed can ask of the store: the value of `feed:` in a job file. This page is made of the
    declarations in `Sources/Catalogue`; a test fails where they disagree.

    A job maps all fields of exactly one key, and the values it sets. How values are read:

    - **text** is kept as it stands, leading zeros and HTML included; spaces and tabs around it are dropped. A SKU, a
      barcode or another number that nobody calculates with is rejected where a spreadsheet has turned it into
      `4.00638E+12`.
    - **whole number**: digits with an optional sign and the job's `thousands:` marks, nothing else: `1.0`, `12,000` and
      `1e3` are rejected.
    - **money**: digits with the job's `decimal:` and `thousands:` marks, never below zero, no more digits than the
      shop's currency has, a currency beside it only where the job says `currency:`. Compared as numbers: `9.5` is `9.50`.
    - **id**: a number, or the gid of that type.
    - **name or id**: of a row the mirror holds, exactly as it is written there.
    - **decimal**: as money, with any number of digits after the mark.
    - **yes or no**: `true`, `false`, `yes`, `no`, `y`, `n`, `1` and `0`, in capitals or not, or the words of `yes:` and `no:`.
    - **one of** some words: in capitals or not.
    - **texts with commas between**: spaces around each are dropped, each counts once.
    - **moment**: `2026-05-01T10:00:00+02:00`, `2026-05-01 08:00:00 +0000`, or seconds since 1970; without a distance
      from UTC it is rejected. `date:` and `zone:` say otherwise.

    How a job says how its file writes values: [values.md](values.md).

    A record may have no value for a field in three ways, and the columns *absent*, *empty* and *null* say what each does:

    - **absent**: the record does not have the field: no such element in XML, no such member in JSON, NULL from
      `{sql: …}` or `map:`. A column of a flat file is never absent.
    - **empty**: it has it with nothing in it but spaces and tabs: `;;`, `<price/>`, `""`.
    - **null**: it says that there is none: `<price xsi:nil="true"/>`, `null` in JSON. Flat files have no null.

    **rejected**: the record is rejected. **kept**: nothing is asked, the store keeps what it has; a record that asks for
    nothing at all is rejected, unless its operation needs no value. **taken away**: the store's value is removed. A field of
    the key by which the job names the object is never without a value: each of the three rejects the record there.

    A value longer than Shopify takes is rejected before anything is sent.

    The result of an `{sql: …}` is read in SQL's own notation, with a point as the mark; NULL means that
    the record does not have the field.

    \(Operation.all.map(section).joined(separator: "\n\n"))

    ## Recovery classes

    What is done after a request was sent and its answer lost:

    \(RecoveryClass.allCases.map { "- \($0.rawValue): \(words($0))" }.joined(separator: "\n"))

    """
  }

  private static func section(_ operation: Operation) -> String {
    let values: String
    switch operation.values {
    case .oneOf(let names): values = "exactly one of \(list(names))"
    case .atLeastOne(let names): values = "at least one of \(list(names))"
    case .optional(let names): values = names.isEmpty ? "none" : "any of \(list(names)), or none"
    }
    let keys = operation.keys.map { $0.map { "`\($0)`" }.joined(separator: " + ") }
    let fields =
      operation.fields.map { field in
        "| `\(field.name)` | \(words(field.type)) | \(nothing(field, of: operation)) | \(field.doc) |"
      }
      + operation.openFields.map { open in
        let example = Operation.Field("", .text, "", empty: .nothing)
        return
          "| `\(open.prefix)\(open.rest)` | text | \(nothing(example, of: operation)) | \(open.doc) |"
      }
    let settings = operation.settings.map { setting in
      let words = setting.choices.isEmpty ? "text" : list(setting.choices)
      return "| `\(setting.name):` | \(words). \(setting.doc) |\n"
    }
    let steps = operation.steps.map { step in
      "`\(step.root)`, at most \(step.maxItems) items a request, recovery class \(step.recovery.rawValue)"
    }
    return """
      ## `\(operation.name)`

      \(operation.doc)

      | field | is | absent | empty | null | meaning |
      |---|---|---|---|---|---|
      \(fields.joined(separator: "\n"))

      | | |
      |---|---|
      | key | \(keys.joined(separator: ", or ")) |
      | values | \(values) |
      \(settings.joined())| sent as | \(steps.joined(separator: ";<br>")) |
      | routes | \(list(operation.routes.map(\.rawValue))) |
      | a file that breaks off | \(operation.takesBeginnings ? "its whole records are worked" : "is refused") ([`all_or_nothing`](feeds.md#a-file-that-breaks-off)) |
      | scopes | \(list(operation.scopes)) |
      | mirror streams | \(list(operation.streams)) |
      """
  }

  /// What absent, empty and null do, as three cells.
  private static func nothing(_ field: Operation.Field, of operation: Operation) -> String {
    let isOnlyKey =
      operation.keys.contains { $0.contains(field.name) }
      && !operation.values.names.contains(field.name)
    return NoValue.allCases.map { nothing in
      switch isOnlyKey ? .missing : field.meaning(of: nothing) {
      case .missing: "rejected"
      case .nothing: "kept"
      case .cleared: "taken away"
      }
    }.joined(separator: " | ")
  }

  private static func list(_ names: [String]) -> String {
    names.map { "`\($0)`" }.joined(separator: ", ")
  }

  private static func words(_ type: FieldType) -> String {
    switch type {
    case .text: "text"
    case .integer(let limits): "whole number, \(limits.lowerBound) to \(limits.upperBound)"
    case .money: "money"
    case .id(let type): "id (`gid://shopify/\(type)/…`)"
    case .reference: "name or id"
    case .prose: "text"
    case .measure: "decimal"
    case .flag: "yes or no"
    case .choice(let words): "one of \(list(words))"
    case .list: "texts with commas between"
    case .moment: "moment"
    }
  }

  private static func words(_ recovery: RecoveryClass) -> String {
    switch recovery {
    case .set: "it is sent again; what the store says of the compared value decides"
    case .keyed: "the same bytes with the same key within 23 hours of the first send, then as A"
    case .create: "our own marker is looked for first"
    case .bulk: "the bulk operation is found by our batch id and adopted"
    case .never: "it is parked for a person"
    }
  }
}
