// SPDX-License-Identifier: Apache-2.0

package import Tables

/// `map:`: one SELECT over the delivery as tables, whose rows are what the operation gets as records.
package struct RowMap: Sendable {
  /// The SELECT, and where each of its bytes stands in the job file.
  package var sql: PlacedText
  /// `map_timeout`: how long it may take.
  package var timeLimit: Duration
  /// Whether a file may lack columns it names, which are then NULL: the SELECT of a preset.
  package var isOptional = false

  /// A SELECT with the usual limit of time.
  package init(_ sql: PlacedText, timeLimit: Duration = RowMap.usualLimit) {
    self.sql = sql
    self.timeLimit = timeLimit
  }

  /// What a SELECT may take where the job does not say.
  package static let usualLimit = Duration.seconds(600)

  /// The column of the SELECT that says which record of the file a row comes from.
  package static let record = "record"
  /// The tables of a delivery besides those a format declares.
  package static let feed = "feed"
  /// Every cell of a record by its number and name.
  package static let cells = "cells"
  /// The rows of a group.
  package static let lines = "lines"
}

/// A text of a config file with the place of each of its bytes there, whatever way YAML has to write it.
package struct PlacedText: Sendable {
  /// The text.
  package let text: String
  /// Where the value begins: at its quote, at the mark of a block.
  package let start: Position
  /// The file; empty where only the beginning is known.
  private let bytes: [UInt8]

  /// A text that stands nowhere in particular but at a position.
  package init(_ text: String, at position: Position) { self.init(text, at: position, of: []) }

  /// A text that YAML read at a position of a file with these bytes.
  ///
  /// YAML may indent, fold and escape, but never reorders: the n-th visible letter of the text is the n-th
  /// visible letter of the file from there on.
  init(_ text: String, at position: Position, of bytes: [UInt8]) {
    self.text = text
    start = position
    self.bytes = bytes
  }

  /// Where the byte of that offset stands; beyond the end, where the text ends.
  package func position(_ offset: Int) -> Position {
    guard !bytes.isEmpty else { return start }
    var walk = RawWalk(bytes, at: start)
    var passed = 0
    for scalar in text.unicodeScalars {
      if !scalar.properties.isWhitespace { walk.find(scalar) }
      passed += UTF8.width(scalar)
      if passed > offset { break }
      walk.pass(scalar)
    }
    return Position(file: start.file, line: walk.line, column: walk.column)
  }

  /// Where a word stands for the first time, upper and lower case alike; the beginning where it does not.
  package func position(of word: String) -> Position {
    position(offset(of: word) ?? 0)
  }

  /// The byte offset of a whole word; nil where it does not stand there.
  package func offset(of word: String) -> Int? {
    let (text, word) = (Array(text.lowercased().utf8), Array(word.lowercased().utf8))
    guard !word.isEmpty, text.count >= word.count else { return nil }
    func isLetter(_ byte: UInt8) -> Bool {
      byte >= 0x80 || byte == UInt8(ascii: "_") || byte &- 48 < 10 || (byte | 0x20) &- 97 < 26
    }
    for start in 0...(text.count - word.count)
    where text[start..<start + word.count].elementsEqual(word) {
      let end = start + word.count
      let isWhole =
        (start == 0 || !isLetter(text[start - 1]) || !isLetter(text[start]))
        && (end == text.count || !isLetter(text[end]) || !isLetter(text[end - 1]))
      if isWhole { return start }
    }
    return nil
  }
}

/// Follows a text through the file it was read from.
private struct RawWalk {
  private let scalars: [Unicode.Scalar]
  private var index = 0
  private var quote: Unicode.Scalar?
  private(set) var line: Int
  private(set) var column: Int

  init(_ bytes: [UInt8], at position: Position) {
    scalars = Array(String(decoding: bytes, as: UTF8.self).unicodeScalars)
    (line, column) = (1, 1)

    while index < scalars.count, (line, column) < (position.line, position.column) { step() }
    guard index < scalars.count else { return }
    switch scalars[index] {
    case "'", "\"":
      quote = scalars[index]
      step()
    case "|", ">":
      while index < scalars.count, scalars[index] != "\n" { step() }
    default: break
    }
  }

  /// Goes on to a visible letter.
  mutating func find(_ scalar: Unicode.Scalar) {
    var ahead = self
    while ahead.index < ahead.scalars.count {
      let found = ahead.scalars[ahead.index]
      if found == scalar, quote != "\"" || found != "\\" {
        self = ahead
        return
      }
      let isEscape = quote == "\"" && found == "\\"
      guard found.properties.isWhitespace || isEscape else { return }
      ahead.step()
      if isEscape, ahead.index < ahead.scalars.count, ahead.scalars[ahead.index] == scalar {
        self = ahead
        return
      }
    }
  }

  /// Goes past a letter of the text.
  mutating func pass(_ scalar: Unicode.Scalar) {
    guard index < scalars.count, scalars[index] == scalar, scalar != "\n" else { return }
    step()
    if quote == "'", scalar == "'" { step() }
  }

  private mutating func step() {
    if scalars[index] == "\n" {
      (line, column) = (line + 1, 1)
    } else {
      column += 1
    }
    index += 1
  }
}
