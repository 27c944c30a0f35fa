// SPDX-License-Identifier: Apache-2.0

/// An encoding that holds ASCII and takes one to four bytes a character, such as Shift_JIS or GB18030.
///
/// How long a character is in the file follows from the character alone, so that file offsets can be told
/// from decoded text; a file in which that does not hold is refused rather than counted wrongly.
package struct MultiByteTable: Sendable, Equatable {
  /// What the C library calls it.
  let name: String
  /// What single bytes stand for; `leads` begins a longer character, `undefined` nothing.
  private var singles: [UInt32]
  /// What pairs of bytes stand for, by lead byte and second byte; `longer` begins a longer character.
  private var pairs: [UInt32]
  /// How many bytes a character below U+10000 takes; 0 for one that neither a byte nor a pair stands for.
  private var widths: [UInt8]
  /// How many bytes a character takes that stands in neither table.
  private var longest = 4

  private static let undefined: UInt32 = 0xFFFF_FFFF
  private static let longer: UInt32 = 0xFFFF_FFFE

  /// What stands at a place of the file.
  enum Character: Equatable {
    case scalars([Unicode.Scalar], width: Int)
    case unfinished
    case undefined
  }

  /// The table of an encoding the C library knows under this name; nil where it is unknown, does not hold
  /// ASCII (but for `\` and `~`), or keeps a state between characters.
  init?(encoding name: String) {
    guard let iconv = Iconv(from: name, to: "UTF-8") else { return nil }
    self.name = name
    singles = []
    pairs = [UInt32](repeating: Self.undefined, count: 1 << 16)
    widths = [UInt8](repeating: 0, count: 1 << 16)
    for byte in UInt8.min...UInt8.max {
      switch iconv.turn([byte]) {
      case .turned(let text):
        guard let scalar = Self.only(text) else { return nil }
        let isItself = scalar.value == UInt32(byte)
        guard byte >= 0x80 || isItself || byte == 0x5C || byte == 0x7E else { return nil }
        singles.append(scalar.value)
        if scalar.value < 0x10000 { widths[Int(scalar.value)] = 1 }
      case .unfinished where byte >= 0x80: singles.append(Self.longer)
      case .undefined where byte >= 0x80: singles.append(Self.undefined)
      case .unfinished, .undefined: return nil
      }
    }
    guard singles.contains(Self.longer) else { return nil }
    for lead in 0x80..<256 where singles[lead] == Self.longer {
      for second in 0x21..<256 { learn(UInt8(lead), UInt8(second), with: iconv) }
    }
  }

  private mutating func learn(_ lead: UInt8, _ second: UInt8, with iconv: Iconv) {
    let code = Int(lead) << 8 | Int(second)
    switch iconv.turn([lead, second]) {
    case .turned(let text):
      // Two characters for one code are asked for when they come.
      guard let scalar = Self.only(text) else {
        pairs[code] = Self.longer
        return
      }
      pairs[code] = scalar.value
      if scalar.value < 0x10000, widths[Int(scalar.value)] == 0 { widths[Int(scalar.value)] = 2 }
    case .unfinished:
      pairs[code] = Self.longer
      if case .turned = iconv.turn([lead, second, 0xA1]) { longest = 3 }
      if case .turned = iconv.turn([lead, second, 0xAF]) { longest = 3 }
    case .undefined: break
    }
  }

  private static func only(_ text: [UInt8]) -> Unicode.Scalar? {
    let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
    return scalars.count == 1 ? scalars.first : nil
  }

  /// The character at `index` of `bytes`, which end before `end`.
  ///
  /// - Parameter iconv: from this encoding to UTF-8, for what no table holds.
  func character(at index: Int, of bytes: [UInt8], end: Int, iconv: Iconv) -> Character {
    let single = singles[Int(bytes[index])]
    if single == Self.undefined { return .undefined }
    if single != Self.longer { return scalar(single, width: 1) }
    guard index + 1 < end else { return .unfinished }
    let pair = pairs[Int(bytes[index]) << 8 | Int(bytes[index + 1])]
    if pair == Self.undefined { return .undefined }
    if pair != Self.longer { return scalar(pair, width: 2) }
    for count in 2...4 {
      guard index + count <= end else { return .unfinished }
      switch iconv.turn(bytes[index..<index + count]) {
      case .turned(let text):
        let scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        let known = scalars.reduce(0) { $0 + width(of: $1) }
        return known == count ? .scalars(scalars, width: count) : .undefined
      case .unfinished: continue
      case .undefined: return .undefined
      }
    }
    return .undefined
  }

  private func scalar(_ value: UInt32, width: Int) -> Character {
    guard let scalar = Unicode.Scalar(value), self.width(of: scalar) == width else {
      return .undefined
    }
    return .scalars([scalar], width: width)
  }

  /// How many bytes of the file a character takes.
  func width(of scalar: Unicode.Scalar) -> Int {
    guard scalar.value < 0x10000 else { return longest }
    let width = Int(widths[Int(scalar.value)])
    return width == 0 ? longest : width
  }
}
