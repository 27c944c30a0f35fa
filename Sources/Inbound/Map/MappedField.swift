// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Jobs

/// One field of a job with its source found in the file.
struct MappedField {
  let field: Operation.Field
  let source: Source
  let gidPrefix: StaticBytes
  /// Names → ids, for a reference; nil where they are not known.
  let references: ByteTable?
  let isKey: Bool
  /// What else the job says of its values.
  let options: ValueOptions
  /// What may stand beside an amount; empty where nothing may.
  let currencyMarks: [[UInt8]]
  /// Whether a value is a word or a text that must be held against something first.
  let isChecked: Bool
  /// Whether a value that a spreadsheet turned into `1.23E+12` is a fault.
  let isCode: Bool
  /// What a field is that the record does not have, that is empty, that is null.
  let absent: FieldValue
  let empty: FieldValue
  let null: FieldValue

  enum Source {
    case column(Int)
    case lookup(column: Int, table: Int)
    /// The index of the result.
    case expression(Int)
    case constant([UInt8])
    /// The file lacks the column, and may.
    case none
  }

  init(_ mapping: FieldMapping, source: Source, references: ByteTable?, isKey: Bool) {
    field = mapping.field
    self.source = source
    var type = ""
    if case .id(let name) = mapping.field.type { type = name }
    gidPrefix = StaticBytes(gidOf: type)
    self.references = references
    self.isKey = isKey
    options = mapping.options
    currencyMarks = mapping.options.currency.map(CurrencyText.marks) ?? []
    isCode = isKey || mapping.field.isCode
    switch mapping.field.type {
    case .flag, .choice, .list, .moment: isChecked = true
    case .text, .prose:
      isChecked =
        mapping.field.maxLength != nil || mapping.field.form != nil || options.date != nil
    case .integer, .money, .measure, .id, .reference: isChecked = false
    }
    func value(_ nothing: NoValue) -> FieldValue {
      guard !isKey else { return .fault(.missing) }
      switch mapping.field.meaning(of: nothing) {
      case .missing: return .fault(nothing == .null ? .null : .missing)
      case .nothing: return .absent
      case .cleared: return .cleared
      }
    }
    absent = value(.absent)
    empty = value(.empty)
    null = value(.null)
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
}

/// A look-up table's keys and the bytes of its values.
struct MappedTable {
  private var keys = ByteTable()
  private var values: [[UInt8]] = []
  /// What every other key means; nil: nothing.
  private let fallback: [UInt8]?

  init(_ entries: [String: String], fallback: String?) {
    self.fallback = fallback.map { Array($0.utf8) }
    for (key, value) in entries {
      keys.insert(key, Int64(values.count))
      values.append(Array(value.utf8))
    }
  }

  /// What a key means; nil where the table lacks it. An empty key means only what the table says.
  func find(_ key: Span<UInt8>) -> [UInt8]? {
    if let entry = keys.find(key) { return values[Int(entry)] }
    return key.isEmpty ? nil : fallback
  }
}
