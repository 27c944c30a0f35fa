// SPDX-License-Identifier: Apache-2.0

import CRE2

/// A regular expression of RE2: time linear in the text whatever the pattern, bounded memory.
final class Pattern {
  private let compiled: OpaquePointer

  /// Compiles UTF-8.
  ///
  /// - Throws: what is wrong with the pattern, in a sentence that names it.
  init(_ pattern: UnsafeBufferPointer<UInt8>) throws(PatternFault) {
    let compiled = Pattern.withCharacters(pattern) { cre2_compile($0, $1) }
    guard let compiled else { throw PatternFault("there is no memory for the pattern") }
    self.compiled = compiled
    guard let words = cre2_error(compiled) else { return }
    let text = String(decoding: pattern.prefix(200), as: UTF8.self)
    let reason = String(cString: words).prefix(300)
    throw PatternFault(
      "'\(text)' is not a regular expression that RE2 understands: \(reason)\(Pattern.lack(of: compiled))"
    )
  }

  deinit { cre2_free(compiled) }

  /// How many groups it has, the whole not counted.
  var groups: Int { Int(cre2_groups(compiled)) }

  /// Whether it is found anywhere in a text.
  func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    Pattern.withCharacters(text) { cre2_matches(compiled, $0, $1) }
  }

  /// Where a group of the first match stands; nil without a match, or where the group takes no part in it.
  ///
  /// - Parameter group: 0, the whole match, to `groups`.
  func find(_ group: Int, in text: UnsafeBufferPointer<UInt8>) -> Range<Int>? {
    var start: Int64 = -1
    var count: Int64 = 0
    let isFound = Pattern.withCharacters(text) {
      cre2_find(compiled, $0, $1, Int32(group), &start, &count)
    }
    return isFound && start >= 0 ? Int(start)..<Int(start + count) : nil
  }

  /// Gives `body` a text with every match replaced.
  ///
  /// - Parameter replacement: `\0` in it is the match, `\1` to `\9` are its groups, `\\` a backslash.
  func replace(
    in text: UnsafeBufferPointer<UInt8>, by replacement: UnsafeBufferPointer<UInt8>,
    _ body: (UnsafeBufferPointer<UInt8>) -> Void
  ) throws(PatternFault) {
    var result: UnsafePointer<CChar>?
    var count = 0
    let end = Pattern.withCharacters(text) { start, length in
      Pattern.withCharacters(replacement) {
        cre2_replace(compiled, start, length, $0, $1, Self.longestResult, &result, &count)
      }
    }
    let bytes = UnsafeBufferPointer(
      start: UnsafeRawPointer(result)?.assumingMemoryBound(to: UInt8.self), count: count)
    switch end {
    case CRE2_REPLACED: body(bytes)
    case CRE2_BAD_REPLACEMENT:
      throw PatternFault(
        "'\(String(decoding: replacement.prefix(100), as: UTF8.self))' is not a replacement: "
          + String(decoding: bytes.prefix(200), as: UTF8.self))
    case CRE2_TOO_MUCH_WORK:
      throw PatternFault(
        "the text of \(text.count) bytes has too many matches to replace them all")
    case CRE2_TOO_LONG:
      throw PatternFault("the result is longer than \(Self.longestResult >> 20) MiB")
    default: throw PatternFault("there is no memory for the result")
    }
  }

  /// The longest result of a replacement, in bytes.
  private static let longestResult = 16 << 20

  private static func lack(of compiled: OpaquePointer) -> String {
    switch cre2_lacks(compiled) {
    case CRE2_LOOK_AROUND: "; RE2 has no look-ahead and no look-behind"
    case CRE2_BACK_REFERENCE: "; RE2 has no references back to a group"
    default: ""
    }
  }

  /// An empty buffer may have no address; C wants one.
  private static func withCharacters<R>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (UnsafePointer<CChar>, Int) -> R
  ) -> R {
    guard let start = bytes.baseAddress else { return "".withCString { body($0, 0) } }
    return body(UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), bytes.count)
  }
}

/// Why a pattern cannot be used.
struct PatternFault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
