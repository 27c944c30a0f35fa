// SPDX-License-Identifier: Apache-2.0

/// The ways in which a record has no value for a field that its job maps; they mean different things.
package enum NoValue: String, Sendable, CaseIterable {
  /// The record does not have the field: no such element or member, or an expression that gives NULL.
  case absent
  /// It has it, and there is nothing in it but space.
  case empty
  /// It says that there is none: JSON `null`, `xsi:nil="true"`.
  case null
}

extension Operation.Field {
  /// What no value means for a field that is not of the record's key; there it rejects the record.
  package func meaning(of nothing: NoValue) -> Operation.EmptyValue {
    switch nothing {
    case .absent: return .nothing
    case .empty:
      if let empty { return empty }
      switch type {
      case .prose, .list, .money(isClearable: true): return .cleared
      case .text, .integer, .money, .measure, .flag, .choice, .moment, .id, .reference:
        return .missing
      }
    // Whoever writes null means none: what cannot be taken away is not to stay without a word.
    case .null: return meaning(of: .empty) == .cleared ? .cleared : .missing
    }
  }

  /// Whether its texts are numbers people do not calculate with, which a spreadsheet damages (`4.00638E+12`).
  package var isCode: Bool {
    ["sku", "barcode", "hs_code", "order", "tracking_number", "shipment"].contains(name)
  }
}
