// SPDX-License-Identifier: Apache-2.0

/// One value of one record in canonical form, so that equal values are equal bytes whatever the file wrote.
enum FieldValue: Hashable {
  /// The record does not have the field (an absent XML element): nothing is asked of it.
  case absent
  /// An empty value of a field that may be emptied: take the store's value away.
  case cleared
  /// A whole number, or the numeric part of an id.
  case integer(Int64)
  /// `coefficient` × 10^-`scale`, without trailing zeros.
  case decimal(coefficient: Int64, scale: Int)
  /// Text without surrounding space.
  case text(TextPlace)
  /// It cannot be read.
  case fault(ValueFault)
}

/// Where the bytes of a text value stand.
struct TextPlace: Hashable {
  /// The first byte.
  var start: Int
  /// How many.
  var count: Int
  /// True where the bytes are in the mapper's own scratch, false where they are in the batch.
  var isScratch: Bool
}

/// What is wrong with one value; the words for it are in `ValueFault+Words.swift`.
enum ValueFault: Equatable {
  /// Empty, where a value is needed.
  case missing
  /// Null, where the store's value cannot be taken away.
  case null
  /// Not a whole number in plain digits.
  case notInteger
  /// A whole number outside of the field's limits.
  case outOfRange
  /// Not a decimal number in plain digits.
  case notDecimal
  /// The other mark stands in it: a thousands separator, or the job's `decimal:` is wrong.
  case otherMark
  /// The mark between groups of digits stands elsewhere than between groups of three.
  case wrongGroups
  /// Another currency than the job's stands beside it, or anything else.
  case otherCurrency
  /// Below zero, where that makes no sense.
  case negative
  /// More digits after the mark than the currency has.
  case tooPrecise
  /// More digits than are kept exactly.
  case tooLong
  /// A spreadsheet has turned a long number into `1.23E+12`.
  case scientific
  /// Not an id, or the id of another kind of object.
  case notID
  /// No row of that name.
  case unknownReference
  /// Two rows of that name.
  case ambiguousReference
  /// The look-up table has no such key.
  case notInTable
  /// An expression gave a binary floating point number.
  case inexact
  /// Neither yes nor no, none of a field's words, or no moment.
  case notWord
  /// Not written as `date:` says.
  case notDate
  /// A date or time that no calendar has.
  case noSuchDate
  /// A time that clocks in the zone skip.
  case skippedTime
  /// A time that clocks in the zone show twice.
  case doubledTime
  /// A time without its distance from UTC, and the job names no zone.
  case noZone
  /// Not what texts of this field look like.
  case wrongForm
  /// A text with more characters than the field may have.
  case longText
  /// A list of more texts than the field may have.
  case longList
}
