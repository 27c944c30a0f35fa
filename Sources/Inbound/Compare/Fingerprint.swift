// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Mirror
import Tables

/// The hashes of a key and of the values under it, alike for a record of the file and a row of the mirror.
struct Fingerprint {
  private let hash: ByteHash

  /// Keyed with the file's own SHA-256, 64 hexadecimal digits.
  init(sha256: String) {
    let digits = Array(sha256.utf8)
    func word(_ start: Int) -> UInt64 {
      digits.dropFirst(start).prefix(16).reduce(0x9E37_79B9_7F4A_7C15) { word, digit in
        (word << 4) ^ (word >> 60) ^ UInt64(digit)
      }
    }
    hash = ByteHash(seed: (word(0), word(16)))
  }

  // Kinds keep equal words of different kinds apart.
  private static let integer: UInt64 = 0x11
  private static let decimal: UInt64 = 0x22
  private static let text: UInt64 = 0x33
  private static let cleared: UInt64 = 0x44

  /// Where a hash begins.
  var start: ByteHash.State {
    @inline(__always) get { hash.start }
  }

  /// Adds a value of a record; false where it is absent, so that nothing can be said of the record.
  @inline(__always)
  func combine(
    _ value: FieldValue, _ batch: borrowing RecordBatch, _ scratch: borrowing [UInt8],
    into state: inout ByteHash.State
  ) -> Bool {
    switch value {
    case .integer(let number): combine(number, into: &state)
    case .decimal(let coefficient, let scale): combine(coefficient, scale: scale, into: &state)
    case .text(let place):
      let range = place.start..<place.start + place.count
      if place.isScratch {
        combine(scratch.span.extracting(range), into: &state)
      } else {
        combine(batch.bytes.span.extracting(range), into: &state)
      }
    case .cleared: hash.combine(Self.cleared, into: &state)
    case .absent, .fault: return false
    }
    return true
  }

  /// Adds a column of a mirror row; false where it is NULL or not what the type says.
  @inline(__always)
  func combine(
    _ row: borrowing ScanRow, _ column: Int, as type: FieldType, into state: inout ByteHash.State
  ) -> Bool {
    switch type {
    case .integer, .id, .reference:
      guard let number = row.int64(column) else { return false }
      combine(number, into: &state)
    case .text, .prose, .flag, .choice, .list, .moment:
      guard let bytes = row.bytes(column), !bytes.isEmpty else {
        guard type == .prose || type == .list else { return false }
        hash.combine(Self.cleared, into: &state)
        return true
      }
      combine(bytes.bindMemory(to: UInt8.self).span, into: &state)
    case .money, .measure:
      guard let bytes = row.bytes(column), !bytes.isEmpty else {
        hash.combine(Self.cleared, into: &state)
        return true
      }
      guard
        case .decimal(let coefficient, let scale) = readDecimal(
          bytes.bindMemory(to: UInt8.self).span, mark: UInt8(ascii: "."))
      else { return false }
      combine(coefficient, scale: scale, into: &state)
    }
    return true
  }

  @inline(__always)
  private func combine(_ number: Int64, into state: inout ByteHash.State) {
    hash.combine(Self.integer, into: &state)
    hash.combine(UInt64(bitPattern: number), into: &state)
  }

  @inline(__always)
  private func combine(_ coefficient: Int64, scale: Int, into state: inout ByteHash.State) {
    hash.combine(Self.decimal ^ UInt64(truncatingIfNeeded: scale) << 8, into: &state)
    hash.combine(UInt64(bitPattern: coefficient), into: &state)
  }

  @inline(__always)
  private func combine(_ bytes: Span<UInt8>, into state: inout ByteHash.State) {
    hash.combine(Self.text, into: &state)
    hash.combine(bytes, into: &state)
  }
}
