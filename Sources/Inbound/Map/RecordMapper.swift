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
  private let tables: [LookupTable]
  private let mark: UInt8
  private let moneyDigits: Int

  /// One field with its source found in the file.
  struct MappedField {
    let field: Operation.Field
    let source: Source
    let gidPrefix: StaticBytes
    /// Names → ids, for a reference.
    let references: ByteTable
    let isKey: Bool

    enum Source {
      case column(Int)
      case lookup(column: Int, table: Int)
      /// The index of the result.
      case expression(Int)
      case constant([UInt8])
      /// The file lacks the column, and may.
      case none
    }

    /// The column a value is read from, for the position of its faults.
    var column: Int? {
      switch source {
      case .column(let column), .lookup(let column, _): column
      case .expression, .constant, .none: nil
      }
    }

    /// Whether the canonical value is a whole number.
    var isWhole: Bool {
      switch field.type {
      case .integer, .id, .reference: true
      case .text, .money, .prose, .measure, .flag, .choice, .list, .moment: false
      }
    }

    /// Whether the value is a word or a text that must be held against something first.
    let isChecked: Bool

    init(
      field: Operation.Field, source: Source, gidPrefix: StaticBytes, references: ByteTable,
      isKey: Bool
    ) {
      self.field = field
      self.source = source
      self.gidPrefix = gidPrefix
      self.references = references
      self.isKey = isKey
      switch field.type {
      case .flag, .choice, .list, .moment: isChecked = true
      case .text, .prose: isChecked = field.maxLength != nil
      case .integer, .money, .measure, .id, .reference: isChecked = false
      }
    }

    /// What an empty value is, and a null.
    var nothing: FieldValue {
      guard !isKey else { return .fault(.missing) }
      switch field.empty {
      case .missing: return .fault(.missing)
      case .nothing: return .absent
      case .cleared: return .cleared
      case nil:
        switch field.type {
        case .prose, .list, .money(isClearable: true): return .cleared
        case .text, .integer, .money, .measure, .flag, .choice, .moment, .id, .reference:
          return .fault(.missing)
        }
      }
    }
  }

  /// A look-up table's keys and the bytes of its values.
  struct LookupTable {
    var keys = ByteTable()
    var values: [[UInt8]] = []

    init(_ entries: [String: String]) {
      for (key, value) in entries {
        keys.insert(key, Int64(values.count))
        values.append(Array(value.utf8))
      }
    }
  }

  /// Finds the job's columns in the file's and compiles its expressions.
  ///
  /// - Throws: one fault for every column or expression that does not fit the file.
  init(
    _ job: FeedJob, columns: [String], references: [String: ByteTable], moneyDigits: Int,
    file: String
  ) throws(FaultList) {
    let index = ColumnIndex(columns)
    var faults: [Fault] = []
    var sql: [String] = []
    var tables: [LookupTable] = []
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
      case .lookup(let wanted, let table):
        source = .lookup(column: column(wanted, of: name), table: tables.count)
        tables.append(LookupTable(job.lookups[table] ?? [:]))
      case .sql(let expression):
        source = .expression(sql.count)
        sql.append(expression)
      case .constant(let text): source = .constant(Array(text.utf8))
      }
      var prefix = ""
      if case .id(let type) = mapping.field.type { prefix = type }
      fields.append(
        MappedField(
          field: mapping.field, source: source, gidPrefix: StaticBytes(gidOf: prefix),
          references: references[name] ?? ByteTable(), isKey: keys.contains(name)))
    }
    mark = job.decimalMark
    var expressions: Expressions?
    if !sql.isEmpty || job.filter != nil {
      do {
        expressions = try Expressions(
          sql, where: job.filter, columns: columns + job.optionalColumns(beyond: index),
          decimalMark: mark)
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

  /// Reads one record into `values`.
  mutating func map(_ record: Int, of batch: borrowing RecordBatch) -> Outcome {
    scratch.removeAll(keepingCapacity: true)
    expressionError = nil
    var isFaulty = false
    if let expressions {
      do {
        guard try expressions.evaluate(record, of: batch) else {
          expressions.finish()
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
      guard cell.hasValue else { return cell.isNull ? fields[index].nothing : nothing(index) }
      let start = Int(cell.start)
      return read(
        index, batch.bytes.span.extracting(start..<start + Int(cell.length)), base: start,
        isScratch: false, mark: mark)
    case .lookup(let column, let table):
      let cell = batch.cell(record, column)
      guard cell.hasValue else { return cell.isNull ? fields[index].nothing : nothing(index) }
      let start = Int(cell.start)
      let bytes = batch.bytes.span.extracting(start..<start + Int(cell.length))
      let range = trimmed(bytes)
      guard !range.isEmpty else { return read(index, bytes, base: 0, isScratch: true, mark: mark) }
      guard let entry = tables[table].keys.find(bytes.extracting(range)) else {
        return .fault(.notInTable)
      }
      return read(index, copying: tables[table].values[Int(entry)])
    case .constant(let bytes): return read(index, copying: bytes)
    case .none: return nothing(index)
    case .expression(let result):
      guard let expressions else { return nothing(index) }
      let type = expressions.type(result)
      guard type != SQLITE_FLOAT else { return .fault(.inexact) }
      guard let bytes = expressions.bytes(result) else { return nothing(index) }
      let base = scratch.count
      scratch.append(contentsOf: bytes)
      return read(
        index, scratch.span.extracting(base..<scratch.count), base: base, isScratch: true,
        mark: UInt8(ascii: "."))
    }
  }

  private mutating func read(_ index: Int, copying bytes: [UInt8]) -> FieldValue {
    let base = scratch.count
    scratch.append(contentsOf: bytes)
    return read(
      index, scratch.span.extracting(base..<scratch.count), base: base, isScratch: true,
      mark: UInt8(ascii: "."))
  }

  /// A word in its canonical form, or a text that is not too long.
  private mutating func checked(_ index: Int, _ place: TextPlace, _ batch: borrowing RecordBatch)
    -> FieldValue
  {
    let range = place.start..<place.start + place.count
    let field = fields[index].field
    switch field.type {
    case .text, .prose:
      guard let limit = field.maxLength, place.count > limit else { return .text(place) }
      let scalars =
        place.isScratch
        ? scratch[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
        : batch.bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
      return scalars <= limit ? .text(place) : .fault(.longText)
    case .flag, .choice, .list, .moment, .integer, .money, .measure, .id, .reference:
      let text = String(
        decoding: place.isScratch ? scratch[range] : batch.bytes[range], as: UTF8.self)
      guard let word = field.type.canonical(text) else { return .fault(.notWord) }
      if case .list = field.type {
        let texts = FieldType.texts(ofList: word)
        if let most = field.maxCount, texts.count > most { return .fault(.longList) }
        if let most = field.maxLength, texts.contains(where: { $0.unicodeScalars.count > most }) {
          return .fault(.longText)
        }
      }
      let start = scratch.count
      scratch.append(contentsOf: word.utf8)
      return .text(TextPlace(start: start, count: scratch.count - start, isScratch: true))
    }
  }

  /// What a field is that the record does not have.
  @inline(__always)
  private func nothing(_ index: Int) -> FieldValue {
    fields[index].isKey ? .fault(.missing) : .absent
  }

  @inline(__always)
  private func read(
    _ index: Int, _ bytes: Span<UInt8>, base: Int, isScratch: Bool, mark: UInt8
  ) -> FieldValue {
    let range = trimmed(bytes)
    let inner = bytes.extracting(range)
    guard !range.isEmpty else { return fields[index].nothing }
    switch fields[index].field.type {
    case .text, .prose, .flag, .choice, .list, .moment:
      guard !fields[index].isKey || !isScientific(inner) else { return .fault(.scientific) }
      return .text(
        TextPlace(start: base + range.lowerBound, count: range.count, isScratch: isScratch))
    case .integer(let limits): return readInteger(inner, within: limits)
    case .money:
      let value = readDecimal(inner, mark: mark)
      guard case .decimal(let coefficient, let scale) = value else { return value }
      guard coefficient >= 0 else { return .fault(.negative) }
      return scale <= moneyDigits ? value : .fault(.tooPrecise)
    case .measure:
      let value = readDecimal(inner, mark: mark)
      guard case .decimal(let coefficient, _) = value else { return value }
      return coefficient >= 0 ? value : .fault(.negative)
    case .id: return readID(inner, type: fields[index].gidPrefix)
    case .reference:
      guard let id = fields[index].references.find(inner) else { return .fault(.unknownReference) }
      return id < 0 ? .fault(.ambiguousReference) : .integer(id)
    }
  }
}

/// Faults of a file as a whole.
struct FaultList: Error {
  /// At least one.
  let faults: [Fault]
}
