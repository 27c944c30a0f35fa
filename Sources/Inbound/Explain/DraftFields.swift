// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables

/// The `fields:` of a job that is made from a sample: every field of the operation, those without a column commented.
struct DraftFields {
  /// The lines, `fields:` first.
  private(set) var text = ""
  /// What was guessed and what is left to do.
  private(set) var guesses: [String] = []
  /// How the mapped numbers are written.
  private(set) var numbers = NumberMarks()
  /// Whether columns say all that the operation needs: the object and a value.
  private(set) var isWhole = true
  /// How many of the mapped fields have a column.
  private(set) var known = 0

  private let operation: Operation
  private let surveys: [String: ColumnSurvey]
  private let guess: [String: String]

  /// Guesses the columns of an operation's fields.
  init(_ operation: Operation, _ columns: [ColumnSurvey]) {
    self.operation = operation
    surveys = Dictionary(columns.map { ($0.name, $0) }) { first, _ in first }
    guess = ColumnGuess(columns.map(\.name), for: operation).columns
    let mapped = mappedFields()
    judgeNumbers(mapped)
    var lines = ["# Every field of \(operation.name): docs/operations.md.", "fields:"]
    for field in operation.fields { lines.append(line(field, mapped)) }
    for open in operation.openFields {
      lines.append("  # \(open.prefix)\(open.rest): COLUMN    # \(YAML.comment(open.doc))")
    }
    let used = Set(mapped.compactMap { guess[$0] })
    known = used.count
    let unused = columns.map(\.name).filter { !used.contains($0) && !$0.isEmpty }
    if !unused.isEmpty {
      lines.append("# Columns not used: \(YAML.comment(unused.joined(separator: ", ")))")
      guesses.append("not used: \(unused.joined(separator: ", "))")
    }
    text = lines.joined(separator: "\n") + "\n"
  }

  /// The fields to map: one key, and of the values those that have a column and may stand together.
  private mutating func mappedFields() -> Set<String> {
    let guess = guess
    func known(_ key: [String]) -> Int { key.count { guess[$0] != nil } }
    let whole = operation.keys.first { key in
      known(key) > 0 && key.allSatisfy { guess[$0] != nil || Self.isLocation($0) }
    }
    // Else the one of which most is there; what is missing of it a person has to name.
    let key = whole ?? operation.keys.max { known($0) < known($1) } ?? []
    isWhole = whole != nil
    let values = operation.values.names.filter { guess[$0] != nil && !key.contains($0) }
    var mapped = Set(key)
    switch operation.values {
    case .oneOf:
      let first = values.first ?? operation.values.names[0]
      mapped.insert(first)
      if values.count > 1 {
        guesses.append(
          "\(operation.name) sets one of \(values.joined(separator: " and ")): \(first) is taken")
      }
    case .atLeastOne:
      mapped.formUnion(values.isEmpty ? [operation.values.names[0]] : values)
    case .optional: mapped.formUnion(values)
    }
    isWhole = isWhole && mapped.allSatisfy { guess[$0] != nil || Self.isLocation($0) }
    // Values that are keys as well would name the object in a second way.
    let other = operation.keys.filter { Set($0) != Set(key) && Set($0).isSubset(of: mapped) }
    for key in other.joined() where !operation.values.names.contains(key) { mapped.remove(key) }
    for field in mapped.sorted() {
      if let column = guess[field] {
        guesses.append("\(field): the column \(column)")
      } else {
        guesses.append(
          "\(field): no column says it; put its \(Self.isLocation(field) ? "" : "column's ")name in place of FIXME"
        )
      }
    }
    return mapped
  }

  /// Whether a field is a location, which all records of a file may share.
  private static func isLocation(_ field: String) -> Bool { field == "location" }

  /// The marks of the file's numbers: what its columns leave no doubt about, whether they are mapped or not.
  private mutating func judgeNumbers(_ mapped: Set<String>) {
    var marks: [NumberMarks] = []
    for survey in surveys.values {
      if let found = survey.marks, !marks.contains(found) { marks.append(found) }
    }
    // Groups in one column and none in another are one way of writing.
    if let decimal = marks.first?.decimal, marks.allSatisfy({ $0.decimal == decimal }) {
      numbers = marks.first { $0.thousands != nil } ?? marks[0]
    } else if marks.count > 1 {
      guesses.append(
        "the columns write numbers in different ways; see to `decimal:` and `thousands:`")
    }
    for field in operation.fields where mapped.contains(field.name) {
      guard let column = guess[field.name], let survey = surveys[column] else { continue }
      switch field.type {
      case .integer, .money, .measure:
        if survey.isAmbiguous {
          guesses.append(
            "\(column): \(survey.examples.first ?? "") can be read in two ways, and is read as \(numbers.example) would be; see to `decimal:` and `thousands:`"
          )
        }
        if !survey.isNumeric, survey.values > 0 {
          guesses.append("\(column): not all of its values are numbers")
        }
      case .moment:
        if let form = survey.date, form.text != "iso" {
          guesses.append("\(column): its times are taken for UTC; see to `zone:`")
        }
      case .text, .prose, .flag, .choice, .list, .id, .reference: break
      }
    }
  }

  private func line(_ field: Operation.Field, _ mapped: Set<String>) -> String {
    let doc = "    # \(YAML.comment(field.doc))"
    guard mapped.contains(field.name) else {
      return "  # \(field.name): \(guess[field.name].map(YAML.scalar) ?? "COLUMN")\(doc)"
    }
    guard let column = guess[field.name], let survey = surveys[column] else {
      return "  \(field.name): \(Self.isLocation(field.name) ? "{value: FIXME}" : "FIXME")\(doc)"
    }
    let options = options(field, survey)
    let source =
      options.isEmpty
      ? YAML.scalar(column)
      : YAML.flow(.object([JSON.Member("column", .string(column))] + options))
    return "  \(field.name): \(source)    # \(YAML.comment(survey.reading))"
  }

  private func options(_ field: Operation.Field, _ survey: ColumnSurvey) -> [JSON.Member] {
    switch field.type {
    case .text, .id, .prose, .list, .reference:
      return survey.apostrophes > 0 ? [JSON.Member("apostrophe", true)] : []
    case .money:
      return survey.currencies.count == 1 && survey.currencies[0].count == 3 && survey.isNumeric
        ? [JSON.Member("currency", .string(survey.currencies[0]))] : []
    case .moment:
      guard let form = survey.date, form.text != "iso" else { return [] }
      return [JSON.Member("date", .string(form.text)), JSON.Member("zone", "UTC")]
    case .flag:
      let words = survey.fewWords.filter { FieldType.flag.canonical($0) == nil }
      let yes = words.filter { ["j", "ja", "x", "si", "sí", "oui", "s"].contains($0.lowercased()) }
      let no = words.filter { ["nein", "-", "non"].contains($0.lowercased()) }
      guard !words.isEmpty, yes.count + no.count == words.count else { return [] }
      return [
        JSON.Member("yes", .array((yes + FieldType.yes.sorted()).map(JSON.string))),
        JSON.Member("no", .array((no + FieldType.no.sorted()).map(JSON.string))),
      ]
    case .integer, .measure, .choice: return []
    }
  }
}
