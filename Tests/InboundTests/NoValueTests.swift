// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs
import Tables
import Testing

@testable import Inbound

/// A field of an operation, one way of having no value, and what the page of operations says of it.
struct NoValueCase: CustomTestStringConvertible, Sendable {
  let operation: String
  let key: [String]
  let field: Catalogue.Operation.Field
  let nothing: NoValue

  var testDescription: String { "\(operation) \(field.name) \(nothing.rawValue)" }

  /// Every field of every operation, beside the first key without it.
  static let all: [NoValueCase] = Catalogue.Operation.all.flatMap { operation in
    operation.fields.flatMap { field in
      let key = operation.keys.first { !$0.contains(field.name) } ?? operation.keys[0]
      return NoValue.allCases.map {
        NoValueCase(operation: operation.name, key: key, field: field, nothing: $0)
      }
    }
  }
}

@Suite struct NoValueTests {
  /// A mapper over one record whose only odd value is the last column.
  private func mapped(_ case: NoValueCase, _ cell: RecordBatch.Cell) throws -> RecordMapper {
    let operation = try #require(Catalogue.Operation.named(`case`.operation))
    let names = `case`.key.filter { $0 != `case`.field.name } + [`case`.field.name]
    var job = FeedJob(
      name: "feed", operation: operation, format: .csv(CSVFormat()),
      fields: names.compactMap { name in
        operation.field(named: name).map { FieldMapping(field: $0, source: .column(name)) }
      }, digest: "")
    job.columns = names
    var batch = RecordBatch(columnCount: names.count)
    batch.bytes = [UInt8(ascii: "1")]
    batch.cells = names.map { _ in RecordBatch.Cell(start: 0, length: 1) }
    batch.cells[names.count - 1] = cell
    batch.records = [RecordBatch.Extent(number: 1, line: 2, offset: 0, length: 1)]
    var mapper = try RecordMapper(
      job, columns: names, references: [:], moneyDigits: 2, file: "x.xml")
    _ = mapper.map(0, of: batch)
    return mapper
  }

  @Test(arguments: NoValueCase.all)
  func `B23 absent, empty and null do what the page of operations says`(_ case: NoValueCase) throws
  {
    let cell: RecordBatch.Cell =
      switch `case`.nothing {
      case .absent: .absent
      case .empty: RecordBatch.Cell(start: 0, length: 0)
      case .null: .null
      }
    let mapper = try mapped(`case`, cell)
    let index = try #require(mapper.fields.firstIndex { $0.field.name == `case`.field.name })
    let expected: FieldValue
    if index < mapper.keyCount {
      expected = .fault(.missing)
    } else {
      switch `case`.field.meaning(of: `case`.nothing) {
      case .missing: expected = .fault(`case`.nothing == .null ? .null : .missing)
      case .nothing: expected = .absent
      case .cleared: expected = .cleared
      }
    }
    #expect(mapper.values[index] == expected)
    let operation = try #require(Catalogue.Operation.named(`case`.operation))
    let isKey = operation.keys.contains { $0.contains(`case`.field.name) }
    let column = 2 + (NoValue.allCases.firstIndex(of: `case`.nothing) ?? 0)
    let words: [FieldValue: String] = [
      .absent: "kept", .cleared: "taken away", .fault(.missing): "rejected",
      .fault(.null): "rejected",
    ]
    let section = OperationsPage.text.split(separator: "## `\(`case`.operation)`\n")[1]
    let row = try #require(
      section.split(separator: "\n").first { $0.hasPrefix("| `\(`case`.field.name)` |") })
    let cells = row.split(separator: "|").map { $0.drop { $0 == " " } }
    // A field of a key that is a value as well is told as the value.
    if !isKey || operation.values.names.contains(`case`.field.name) == (index >= mapper.keyCount) {
      #expect(cells[column].hasPrefix(words[expected] ?? "?"))
    }
  }

  @Test func `B23 a null that cannot be taken away is rejected in words of its own`() throws {
    let operation = try #require(Catalogue.Operation.named("price.set"))
    let field = try #require(operation.field(named: "price"))
    let job = FeedJob(
      name: "feed", operation: operation, format: .csv(CSVFormat()),
      fields: [FieldMapping(field: field, source: .column("p"))], digest: "")
    let fault = ValueFaultWords(job: job, moneyDigits: 2).fault(
      .null, field: field, source: .column("p"), found: "",
      at: Position(file: "x.xml", line: 3, column: 5, record: 1))
    #expect(
      fault.description
        == "x.xml:3:5: price is null, and cannot be taken away; leave the field out of the record to keep what the store has (record 1, field price)"
    )
  }
}
