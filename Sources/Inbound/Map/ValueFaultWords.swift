// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// The words of the faults of single values: one place, one voice.
struct ValueFaultWords {
  /// The job that reads the file.
  let job: FeedJob
  /// How many digits the shop's currency has after the mark.
  let moneyDigits: Int

  /// The fault of one value. `found` is what the file says there.
  func fault(
    _ fault: ValueFault, field: Operation.Field, source: FieldMapping.Source, found: String,
    at position: Position
  ) -> Fault {
    let name = field.name
    let mapping = job.fields.first { $0.field.name == name }
    // The results of expressions are in SQL's own notation.
    let marks = if case .sql = source { NumberMarks() } else { job.numbers }
    func make(_ code: String, _ what: String, expected: String? = nil, hint: String? = nil) -> Fault
    {
      Fault(
        code, at: position, field: name, what, expected: expected,
        found: found.isEmpty ? nil : "'\(found.prefix(60))'", hint: hint)
    }
    switch fault {
    case .missing: return make("missing-value", "\(name) is empty")
    case .null:
      return make(
        "null-value", "\(name) is null, and cannot be taken away",
        hint: "leave the field out of the record to keep what the store has")
    case .notInteger:
      return make(
        "not-a-whole-number", "\(name) is not a whole number", expected: "digits only, like 1250",
        hint: integerHint(found, marks, source))
    case .outOfRange:
      guard case .integer(let limits) = field.type else {
        return make("out-of-range", "\(name) is out of range")
      }
      return make(
        "out-of-range", "\(name) is out of range",
        expected: "\(limits.lowerBound) to \(limits.upperBound)")
    case .notDecimal:
      return make(
        "not-a-number", "\(name) is not a number", expected: "digits like \(marks.example)",
        hint: currencyHint(found, field))
    case .otherMark:
      return make(
        "ambiguous-number", "\(name) can be read in two ways",
        expected: "digits like \(marks.example)",
        hint: "say `decimal:` and `thousands:` in the format of the job \(job.name)")
    case .wrongGroups:
      return make(
        "ambiguous-number", "the digits of \(name) are not in groups of three",
        expected: "digits like \(marks.example)",
        hint: "is `decimal:` in the format of the job \(job.name) right?")
    case .otherCurrency:
      return make(
        "wrong-currency", "\(name) is no amount in \(mapping?.options.currency ?? "the currency")",
        expected:
          "an amount, alone or with \(mapping?.options.currency ?? "the currency") beside it")
    case .negative: return make("negative", "\(name) is below zero")
    case .tooPrecise:
      return make(
        "too-precise", "\(name) has more digits than the shop's currency",
        expected: "at most \(moneyDigits) after the mark", hint: "round it in the source")
    case .tooLong:
      return make("too-long", "\(name) has too many digits", expected: "at most 18 digits")
    case .scientific:
      return make(
        "scientific-notation", "\(name) was damaged by a spreadsheet: digits of it are lost",
        hint: "format the column as text before saving, and export again")
    case .notID:
      return make(
        "not-an-id", "\(name) is not such an id", expected: "a number or a gid of this kind")
    case .unknownReference:
      return make(
        "unknown-\(name)", "the store has no such \(name)",
        hint:
          "correct the name, or translate it with `lookup:`; `dray query \"SELECT * FROM \(name)s\"` lists them"
      )
    case .ambiguousReference:
      return make(
        "ambiguous-\(name)", "two \(name)s have this name", hint: "give the id instead")
    case .notInTable:
      var table = "the table"
      if case .lookup(_, let name) = source { table = "jobs/tables/\(name).csv" }
      return make("not-in-table", "\(table) has no such entry", hint: "add it there")
    case .notWord:
      let expected: String
      switch field.type {
      case .flag: expected = flagWords(mapping)
      case .choice(let words): expected = words.joined(separator: " or ")
      case .moment:
        expected = "a time such as 2026-05-01T10:00:00+02:00, with its distance from UTC"
      case .text, .integer, .money, .prose, .measure, .list, .id, .reference: expected = "a word"
      }
      return make("wrong-word", "\(name) cannot be that", expected: expected)
    case .notDate:
      return make(
        "not-a-date", "\(name) is not a date as the job says",
        expected: mapping?.options.date?.text)
    case .noSuchDate:
      return make("no-such-date", "\(name) is a date or time that there is not")
    case .skippedTime:
      return make(
        "skipped-time",
        "\(name) is a time that clocks in \(zone(mapping)) skip when summer time begins",
        hint: "correct it in the source, or have it written in UTC")
    case .doubledTime:
      return make(
        "doubled-time",
        "\(name) is a time that clocks in \(zone(mapping)) show twice when summer time ends",
        hint: "have it written in UTC, or with its distance from UTC and `date: iso`")
    case .noZone:
      return make(
        "no-zone", "\(name) does not say its distance from UTC",
        hint: "say `zone:` beside `date:`")
    case .wrongForm:
      return make("wrong-form", "\(name) cannot be that", expected: field.form?.expected)
    case .longText:
      return make(
        "too-long", "\(name) is longer than Shopify takes",
        expected: "at most \(field.maxLength ?? 0) characters", hint: "shorten it in the source")
    case .longList:
      return make(
        "too-many", "\(name) has more texts than Shopify takes",
        expected: "at most \(field.maxCount ?? 0)", hint: "leave some out in the source")
    case .inexact:
      return make(
        "inexact", "the expression for \(name) gives a floating point number, which is not exact",
        hint: "use number() and decimal_add, decimal_sub, decimal_mul, or CAST(… AS INTEGER)")
    }
  }

  private func zone(_ mapping: FieldMapping?) -> String {
    mapping?.options.date?.zone?.name ?? "the zone"
  }

  private func flagWords(_ mapping: FieldMapping?) -> String {
    guard let words = mapping?.options.words else { return "yes, no, true, false, 1 or 0" }
    let all = (words.yes.sorted() + words.no.sorted()).map { $0.isEmpty ? "nothing" : "'\($0)'" }
    return all.joined(separator: " or ")
  }

  /// What can be done about an amount with a currency beside it.
  private func currencyHint(_ found: String, _ field: Operation.Field) -> String? {
    guard case .money = field.type, let (_, currency) = CurrencyText.taken(from: Array(found.utf8))
    else { return nil }
    return
      "say `currency: \(currency)` of the field if that is the shop's; amounts are not converted"
  }

  /// What to do about a quantity such as `12,0`, `12.000` or `1,000`.
  private func integerHint(_ found: String, _ marks: NumberMarks, _ source: FieldMapping.Source)
    -> String
  {
    let plain = found.filter { !$0.isWhitespace }
    if let number = ExactDecimal(parsing: plain, decimal: marks.decimal) {
      guard number.integer != nil, case .column(let column) = source else {
        return plain.split(separator: Character(Unicode.Scalar(marks.decimal))).last?.count == 3
          ? "where its mark stands between groups of digits, say `decimal:` and `thousands:` in the format of the job \(job.name)"
          : "it has a fraction; round it in the source"
      }
      return
        "where such noughts after the mark are no fraction, map it with {sql: 'number(\"\(column)\")'}"
    }
    if plain.contains(where: { ".,'’".contains($0) }) {
      return "say `decimal:` and `thousands:` in the format of the job \(job.name)"
    }
    return "no separators, no decimals, no exponent"
  }
}
