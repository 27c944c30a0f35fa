// SPDX-License-Identifier: Apache-2.0

import Foundation

/// Handles made of titles.
enum Slug {
  /// The handle of a title; empty where nothing of it can stand in one.
  static func of(_ text: String) -> String {
    var slug = ""
    var isOpen = false
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      if let letters = spelled[scalar] {
        if isOpen, !slug.isEmpty { slug += "-" }
        slug += letters
        isOpen = false
        continue
      }
      switch scalar.properties.generalCategory {
      case .lowercaseLetter, .uppercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter,
        .decimalNumber:
        if isOpen, !slug.isEmpty { slug += "-" }
        slug.unicodeScalars.append(scalar)
        isOpen = false
      case .nonspacingMark, .spacingMark, .enclosingMark:
        // An accent of a Latin letter goes; a vowel sign of another script is part of the word.
        if scalar.value >= 0x0370, !slug.isEmpty, !isOpen { slug.unicodeScalars.append(scalar) }
      default:
        // An apostrophe within a word leaves no gap: "men's" is "mens".
        if scalar != "'" && scalar != "\u{2019}" { isOpen = true }
      }
    }
    return slug.precomposedStringWithCanonicalMapping
  }

  /// Letters that Unicode does not take apart.
  private static let spelled: [Unicode.Scalar: String] = [
    "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i",
    "ħ": "h", "ŋ": "n", "ŧ": "t",
  ]
}
