// SPDX-License-Identifier: Apache-2.0

/// A fast keyed hash over a sequence of values: 128 bits as two lanes of folded 64 × 64 → 128 bit products.
///
/// It is keyed with the file's own SHA-256, so nobody can choose a file whose keys collide. A collision does
/// no harm beyond the work of looking twice: colliding keys are compared again, exactly, in SQL; only a
/// collision of key and value together, 192 bits, would be believed.
struct ByteHash {
  private let seed: (UInt64, UInt64)

  /// A hash keyed with 128 bits.
  init(seed: (UInt64, UInt64)) { self.seed = seed }

  /// The two lanes of a hash under way.
  struct State {
    var a: UInt64
    var b: UInt64
  }

  /// Where a hash begins.
  @inline(__always)
  var start: State { State(a: seed.0, b: seed.1) }

  /// One word more.
  @inline(__always)
  func combine(_ word: UInt64, into state: inout State) {
    state.a = Self.fold(state.a ^ word, 0xA076_1D64_78BD_642F ^ seed.1)
    state.b = Self.fold(state.b ^ word, 0xE703_7ED1_A0B4_28DB ^ seed.0) &+ state.a
  }

  /// Bytes and their count: no two sequences of values run together.
  @inline(__always)
  func combine(_ bytes: Span<UInt8>, into state: inout State) {
    var offset = 0
    let count = bytes.count
    let raw = bytes.bytes
    while offset + 8 <= count {
      combine(raw.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self), into: &state)
      offset += 8
    }
    var last: UInt64 = 0
    while offset < count {
      last = last << 8 | UInt64(bytes[offset])
      offset += 1
    }
    combine(last, into: &state)
    combine(UInt64(truncatingIfNeeded: count), into: &state)
  }

  /// One word of the hash of some bytes.
  @inline(__always)
  func word(_ bytes: Span<UInt8>) -> UInt64 {
    var state = start
    combine(bytes, into: &state)
    return state.a ^ state.b
  }

  @inline(__always)
  private static func fold(_ x: UInt64, _ y: UInt64) -> UInt64 {
    let (high, low) = x.multipliedFullWidth(by: y)
    return high ^ low
  }
}
