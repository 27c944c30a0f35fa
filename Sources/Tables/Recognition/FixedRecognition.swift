// SPDX-License-Identifier: Apache-2.0

/// Whether lines are all alike long, and where values seem to begin in them: a guess, never more.
struct FixedRecognition {
  private(set) var found: Recognition.Fixed
  private(set) var confidence: Int
  private(set) var evidence: [String]

  /// nil where lines are not alike long or have no gaps in common.
  init?(_ text: [UInt8], isWhole: Bool) {
    var lines = String(decoding: text, as: UTF8.self).split(
      omittingEmptySubsequences: true, whereSeparator: \.isNewline
    ).prefix(200).map { Array($0) }
    if !isWhole, lines.count > 1 { lines.removeLast() }
    guard lines.count >= 3 else { return nil }
    let widths = Dictionary(grouping: lines, by: \.count).mapValues(\.count)
    guard let (width, alike) = widths.max(by: { $0.value < $1.value }), width >= 8,
      alike * 10 >= lines.count * 8
    else { return nil }
    let same = lines.filter { $0.count == width }
    let columns = Self.columns(of: same, width: width)
    guard !columns.isEmpty else { return nil }
    found = Recognition.Fixed(width: width, columns: columns)
    confidence = min(70, 30 + 5 * min(columns.count, 4) + 20 * alike / lines.count)
    evidence = [
      "\(alike) of \(lines.count) lines have \(width) characters",
      "\(columns.count) columns are parted by blanks in all of them",
    ]
  }

  /// The columns that blanks part in all lines.
  ///
  /// The blanks between two belong to the left one, but where the right one is set flush right: a longer number of
  /// another day stands in them. Cut off, it would be another number; a text that runs into it is none, and rejected.
  private static func columns(of lines: [[Character]], width: Int) -> [Recognition.Fixed.Column] {
    let isBlank = (0..<width).map { place in lines.allSatisfy { $0[place] == " " } }
    var columns: [Recognition.Fixed.Column] = []
    /// Behind the last column's text, counted from 0.
    var end = 0
    var place = 0
    while place < width {
      guard !isBlank[place] else {
        place += 1
        continue
      }
      let first = place
      while place < width, !isBlank[place] { place += 1 }
      let isFlushRight =
        lines.allSatisfy { $0[place - 1] != " " } && lines.contains { $0[first] == " " }
      let start = isFlushRight || columns.isEmpty ? end : first
      if let last = columns.indices.last { columns[last].width = start - columns[last].start + 1 }
      columns.append(.init(start: start + 1, width: width - start))
      end = place
    }
    return columns
  }
}
