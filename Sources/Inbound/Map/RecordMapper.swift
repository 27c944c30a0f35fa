// SPDX-License-Identifier: Apache-2.0

import Catalogue
import GRDBSQLite
import Jobs
import Tables

/// Turns a record's columns into the canonical values of the operation's fields, as the job maps them.
///
/// One for each pass over a file; it keeps one record's values at a time.
struct RecordMapper {
  /// What became of one record.
  enum Outcome {
    /// Its values stand in `values`.
    case mapped
    /// `where:` is not true of it.
    case passedOver
    /// At least one of `values` is a fault, or `expressionError` says what SQLite said.
    case faulty
  }

  /// The mapped fields: those of the key first, in the key's order, then the values.
  let fields: [MappedField]
  /// How many of `fields` are the key.
  let keyCount: Int
  /// One for each field, of the record last mapped.
  private(set) var values: [FieldValue]
  /// Why the record last mapped could not be evaluated.
  private(set) var expressionError: String?
  /// Bytes of values that do not stand in the batch.
  private(set) var scratch: [UInt8] = []

  private let expressions: Expressions?
  private let tables: [MappedTable]
  private let marks: NumberMarks
  /// How many digits the shop's currency has after the mark.
  let moneyDigits: Int

  /// Finds the job's columns in the file's and compiles its expressions.
  ///
  /// - Parameter references: Names → ids of the fields that are references; nil: not known, names stay as they are.
  /// - Throws: one fault for every column or expression that does not fit the file.
  init(
    _ job: FeedJob, columns: [String], references: [String: ByteTable]?, moneyDigits: Int,
    file: String
  ) throws(FaultList) {
    let index = ColumnIndex(columns)
    var faults: [Fault] = []
    var sql: [String] = []
    var tables: [MappedTable] = []
    func column(_ name: String, of field: String) -> Int {
      switch index.find(name) {
      case .one(let column): return column
      case .none:
        faults.append(
          Fault(
            "missing-column", at: Position(file: file, line: 1), field: field,
            "the file has no column \(name)", expected: name,
            found: columns.prefix(30).joined(separator: ", "),
            hint: "correct the file's header or `fields:` of the job \(job.name)"))
      case .several:
        faults.append(
          Fault(
            "duplicate-column", at: Position(file: file, line: 1), field: field,
            "the file has two columns \(name)", hint: "the job must be able to tell them apart"))
      }
      return 0
    }
    let keys = job.keyFields
    var fields: [MappedField] = []
    for mapping in job.orderedFields {
      let name = mapping.field.name
      let source: MappedField.Source
      switch mapping.source {
      case .column(let wanted) where mapping.isOptional && index.find(wanted) == .none:
        source = .none
      case .column(let wanted): source = .column(column(wanted, of: name))
      case .lookup(let wanted, _) where mapping.isOptional && index.find(wanted) == .none:
        source = .none
      case .lookup(let wanted, let table):
        source = .lookup(column: column(wanted, of: name), table: tables.count)
        tables.append(
          MappedTable(job.lookups[table] ?? [:], fallback: mapping.options.fallback))
      case .sql(let expression):
        source = .expression(sql.count)
        sql.append(expression)
      case .constant(let text): source = .constant(Array(text.utf8))
      }
      fields.append(
        MappedField(
          mapping, source: source, references: references.map { $0[name] ?? ByteTable() },
          isKey: keys.contains(name)))
    }
    marks = job.numbers
    var expressions: Expressions?
    if !sql.isEmpty || job.filter != nil {
      do {
        expressions = try Expressions(
          sql, where: job.filter, columns: columns + job.optionalColumns(beyond: index),
          numbers: marks, lookups: job.lookups)
      } catch {
        faults.append(
          Fault(
            "bad-expression", at: Position(file: file, line: 1),
            "an expression of the job \(job.name) does not fit the file: \(error.description)",
            found: "the columns " + columns.prefix(30).joined(separator: ", "),
            hint: "`dray check \(job.name)` compiles the expressions"))
      }
    }
    guard faults.isEmpty else { throw FaultList(faults: faults) }
    self.fields = fields
    self.tables = tables
    self.expressions = expressions
    self.moneyDigits = moneyDigits
    keyCount = keys.count
    values = fields.map { _ in .absent }
  }

  /// The columns with a name that no field and no expression reads.
  func unusedColumns(of columns: [String]) -> [String] {
    let used = Set(fields.compactMap(\.column) + (expressions?.columns ?? []))
    return columns.indices.filter { !columns[$0].isEmpty && !used.contains($0) }.map { columns[$0] }
  }

  /// Reads one record into `values`.
  mutating func map(_ record: Int, of batch: borrowing RecordBatch) -> Outcome {
    scratch.removeAll(keepingCapacity: true)
    expressionError = nil
    var isFaulty = false
    if let expressions {
      do {
        guard try expressions.evaluate(record, of: batch) else {
          expressions.finish()
          // What is left of the record before has no bytes any more.
          for index in values.indices { values[index] = .absent }
          return .passedOver
        }
      } catch {
        expressions.finish()
        expressionError = error.description
        for index in values.indices { values[index] = .absent }
        return .faulty
      }
    }
    for index in fields.indices {
      var value = value(of: index, record, batch)
      if fields[index].isChecked, case .text(let place) = value {
        value = checked(index, place, batch)
      }
      if case .fault = value { isFaulty = true }
      values[index] = value
    }
    expressions?.finish()
    return isFaulty ? .faulty : .mapped
  }

  @inline(__always)
  private mutating func value(of index: Int, _ record: Int, _ batch: borrowing RecordBatch)
    -> FieldValue
  {
    switch fields[index].source {
    case .column(let column):
      let cell = batch.cell(record, column)
      guard cell.hasValue else { return cell.isNull ? fields[index].null : fields[index].absent }
      let start = Int(cell.start)
      return read(
        index, batch.bytes.span.extracting(start..<start + Int(cell.length)), base: start,
        isScratch: false, marks: marks)
    case .lookup(let column, let table):
      let cell = batch.cell(record, column)
      guard cell.hasValue else { return cell.isNull ? fields[index].null : fields[index].absent }
      let start = Int(cell.start)
      let bytes = batch.bytes.span.extracting(start..<start + Int(cell.length))
      let key = bytes.extracting(text(of: index, in: bytes))
      guard let entry = tables[table].find(key) else {
        return key.isEmpty ? fields[index].empty : .fault(.notInTable)
      }
      return read(index, copying: entry)
    case .constant(let bytes): return read(index, copying: bytes)
    case .none: return fields[index].absent
    case .expression(let result):
      guard let expressions else { return fields[index].absent }
      let type = expressions.type(result)
      guard type != SQLITE_FLOAT else { return .fault(.inexact) }
      guard let bytes = expressions.bytes(result) else { return fields[index].absent }
      let base = scratch.count
      scratch.append(contentsOf: bytes)
      return read(
        index, scratch.span.extracting(base..<scratch.count), base: base, isScratch: true,
        marks: NumberMarks())
    }
  }

  private mutating func read(_ index: Int, copying bytes: [UInt8]) -> FieldValue {
    let base = scratch.count
    scratch.append(contentsOf: bytes)
    return read(
      index, scratch.span.extracting(base..<scratch.count), base: base, isScratch: true,
      marks: NumberMarks())
  }

  /// A value less what stands around it.
  @inline(__always)
  private func text(of index: Int, in bytes: Span<UInt8>) -> Range<Int> {
    var range = trimmed(bytes)
    if fields[index].options.apostrophe, !range.isEmpty,
      bytes[range.lowerBound] == UInt8(ascii: "'")
    {
      let inner = trimmed(bytes.extracting(range.lowerBound + 1..<range.upperBound))
      let start = range.lowerBound + 1 + inner.lowerBound
      range = start..<start + inner.count
    }
    return range
  }

  /// A word in its canonical form, or a text that is not too long.
  private mutating func checked(_ index: Int, _ place: TextPlace, _ batch: borrowing RecordBatch)
    -> FieldValue
  {
    let range = place.start..<place.start + place.count
    let field = fields[index].field
    switch field.type {
    case .text where fields[index].options.date != nil,
      .moment where fields[index].options.date != nil:
      return dated(index, Array(place.isScratch ? scratch[range] : batch.bytes[range]))
    case .text, .prose:
      if let form = field.form {
        let bytes = place.isScratch ? scratch[range] : batch.bytes[range]
        guard form.fits(String(decoding: bytes, as: UTF8.self)) else { return .fault(.wrongForm) }
      }
      guard let limit = field.maxLength, place.count > limit else { return .text(place) }
      let scalars =
        place.isScratch
        ? scratch[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        : batch.bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
      return scalars <= limit ? .text(place) : .fault(.longText)
    case .flag, .choice, .list, .moment, .integer, .money, .measure, .id, .reference:
      let text = String(
        decoding: place.isScratch ? scratch[range] : batch.bytes[range], as: UTF8.self)
      let word: String?
      if let words = fields[index].options.words {
        let meaning = words.meaning(of: text)
        if meaning == nil, text.isEmpty { return fields[index].empty }
        word = meaning.map { $0 ? "true" : "false" }
      } else {
        word = field.type.canonical(text)
      }
      guard let word else { return .fault(.notWord) }
      if case .list = field.type {
        let texts = FieldType.texts(ofList: word)
        if let most = field.maxCount, texts.count > most { return .fault(.longList) }
        if let most = field.maxLength, texts.contains(where: { $0.unicodeScalars.count > most }) {
          return .fault(.longText)
        }
      }
      return kept(word)
    }
  }

  private mutating func kept(_ text: String) -> FieldValue {
    let start = scratch.count
    scratch.append(contentsOf: text.utf8)
    return .text(TextPlace(start: start, count: scratch.count - start, isScratch: true))
  }

  /// A date or time in its canonical form: of a moment RFC 3339 in UTC, a date alone as its first moment; of a text
  /// a date alone as such.
  private mutating func dated(_ index: Int, _ bytes: [UInt8]) -> FieldValue {
    guard let form = fields[index].options.date else { return .fault(.notDate) }
    var reading = form.read(bytes)
    if case .date(let date) = reading {
      guard fields[index].field.type == .moment else {
        return kept(String(date.text(between: "T").prefix(10)))
      }
      reading = form.zone == nil ? .nowhere : form.midnight(of: date)
    }
    switch reading {
    case .moment(let moment):
      return kept(CivilTime(seconds: moment.seconds).text(between: "T") + "Z")
    case .date, .notThis: return .fault(.notDate)
    case .impossible: return .fault(.noSuchDate)
    case .skipped: return .fault(.skippedTime)
    case .twice: return .fault(.doubledTime)
    case .nowhere: return .fault(.noZone)
    }
  }

  @inline(__always)
  private func read(
    _ index: Int, _ bytes: Span<UInt8>, base: Int, isScratch: Bool, marks: NumberMarks
  ) -> FieldValue {
    let range = text(of: index, in: bytes)
    let inner = bytes.extracting(range)
    guard !range.isEmpty || fields[index].options.words != nil else { return fields[index].empty }
    switch fields[index].field.type {
    case .text, .prose, .flag, .choice, .list, .moment:
      guard !fields[index].isCode || !isScientific(inner) else { return .fault(.scientific) }
      return .text(
        TextPlace(start: base + range.lowerBound, count: range.count, isScratch: isScratch))
    case .integer(let limits):
      guard marks.thousands != nil else { return readInteger(inner, within: limits) }
      return ungrouped(inner, marks) { readInteger($0, within: limits) }
    case .money:
      let value = amount(index, inner, marks)
      guard case .decimal(let coefficient, let scale) = value else { return value }
      guard coefficient >= 0 else { return .fault(.negative) }
      return scale <= moneyDigits ? value : .fault(.tooPrecise)
    case .measure:
      let value = decimal(inner, marks)
      guard case .decimal(let coefficient, _) = value else { return value }
      return coefficient >= 0 ? value : .fault(.negative)
    case .id: return readID(inner, type: fields[index].gidPrefix)
    case .reference:
      guard let references = fields[index].references else {
        return .text(
          TextPlace(start: base + range.lowerBound, count: range.count, isScratch: isScratch))
      }
      guard let id = references.find(inner) else { return .fault(.unknownReference) }
      return id < 0 ? .fault(.ambiguousReference) : .integer(id)
    }
  }

  @inline(__always)
  private func amount(_ index: Int, _ bytes: Span<UInt8>, _ marks: NumberMarks) -> FieldValue {
    let currency = fields[index].currencyMarks
    guard !currency.isEmpty else { return decimal(bytes, marks) }
    guard let range = CurrencyText.number(in: bytes, marks: currency) else {
      return .fault(.otherCurrency)
    }
    return decimal(bytes.extracting(range), marks)
  }

  @inline(__always)
  private func decimal(_ bytes: Span<UInt8>, _ marks: NumberMarks) -> FieldValue {
    guard marks.thousands != nil else { return readDecimal(bytes, mark: marks.decimal) }
    return ungrouped(bytes, marks) { readDecimal($0, mark: marks.decimal) }
  }

  private func ungrouped(
    _ bytes: Span<UInt8>, _ marks: NumberMarks, _ read: (Span<UInt8>) -> FieldValue
  ) -> FieldValue {
    var digits: [UInt8] = []
    guard NumberText.appendUngrouped(bytes, marks, to: &digits) else {
      return .fault(.wrongGroups)
    }
    return digits.isEmpty ? .fault(.notDecimal) : read(digits.span)
  }
}

/// Faults of a file as a whole.
struct FaultList: Error {
  /// At least one.
  let faults: [Fault]
}
