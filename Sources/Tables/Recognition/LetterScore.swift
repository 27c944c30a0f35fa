// SPDX-License-Identifier: Apache-2.0

/// How well a character fits between two others: what Unicode says of it is asked for once.
struct LetterScore {
  /// The character; nil where a byte stands for none.
  let value: UInt32?
  private let isLetter: Bool
  private let isUppercase: Bool
  private let isLowercase: Bool
  /// 0 Latin, 1 Greek, 2 Cyrillic, 3 another.
  private let script: Int
  /// How likely it is on its own.
  private let own: Double

  /// Letters beyond ASCII of western languages.
  private static let western = Set(
    "äöüßÄÖÜéèêàâçîïôùûœæåøñáíóúãëìòÉÅØÀÈÇÑÓÁÍÚ".unicodeScalars)
  /// Letters beyond ASCII of other languages in Latin script, and rare ones of the western.
  private static let latin = Set(
    "õąćęłńśźżčřšžýěůťďňőűğışșțţżŽŠČŁŚŻŘİŞăđģķļņūāēīėįų".unicodeScalars)
  /// The letters that make up most of Russian and of Greek.
  private static let frequent = Set("оеаинтсрвлкмдпу".unicodeScalars).union(
    "αοιετσνηυρπκμλςάέήίόύώ".unicodeScalars)
  /// Signs that stand in texts: quotation marks, dashes, currencies, degrees, trademarks, no-break space.
  private static let signs = Set("€£§°®™©½¼²³·•…–—„“”‘’‚«»×±µ\u{A0}".unicodeScalars)

  init(_ scalar: Unicode.Scalar?) {
    value = scalar?.value
    let properties = scalar?.properties
    isLetter =
      properties?.isAlphabetic == true && scalar?.value != 0xAA && scalar?.value != 0xBA
    isUppercase = properties?.isUppercase == true
    isLowercase = properties?.isLowercase == true
    script =
      switch scalar?.value ?? 0 {
      case ..<0x0250: 0
      case 0x0370..<0x0400: 1
      case 0x0400..<0x0530: 2
      default: 3
      }
    own = Self.likelihood(scalar, isLetter: isLetter, isLatin: script == 0)
  }

  private static func likelihood(
    _ scalar: Unicode.Scalar?, isLetter: Bool, isLatin: Bool
  ) -> Double {
    guard let scalar, scalar.value >= 0xA0 else { return -10 }
    guard isLetter else {
      if 0x2500...0x25FF ~= scalar.value { return -4 }
      return signs.contains(scalar) ? 1.5 : -1
    }
    if western.contains(scalar) { return 3 }
    if latin.contains(scalar) { return 2 }
    return isLatin ? 0.2 : frequent.contains(scalar) ? 2.5 : 0.5
  }

  /// The score of this character after one and before another.
  func between(_ previous: LetterScore, _ next: LetterScore) -> Double {
    guard let value, value >= 0xA0 else { return own }
    let (before, after) = (previous.isLetter, next.isLetter)
    guard isLetter else {
      guard before, after, own != -4 else { return own }
      return value == 0x2019 ? 2 : -4
    }
    var score = own
    for neighbour in [previous, next] where neighbour.isLetter {
      // Of letters in Latin script, those beyond ASCII seldom stand side by side.
      score +=
        neighbour.script != script
        ? -3 : script == 0 && (neighbour.value ?? 0) >= 0x80 ? -1.5 : 0.7
    }
    if before, previous.isLowercase, isUppercase { score -= 4 }
    if after, !before, !previous.isUppercase, isUppercase, next.isLowercase { score += 0.5 }
    if before, after, previous.isUppercase, next.isUppercase, isLowercase { score -= 3 }
    return score
  }
}
