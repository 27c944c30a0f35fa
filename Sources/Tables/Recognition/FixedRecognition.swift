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
    var columns: [Recognition.Fixed.Column] = []
    var wasBlank = true
    for place in 0..<width {
      let isBlank = same.allSatisfy { $0[place] == " " }
      if wasBlank, !isBlank { columns.append(.init(start: place + 1, width: 0)) }
      wasBlank = isBlank
    }
    for index in columns.indices {
      let next = index + 1 < columns.count ? columns[index + 1].start : width + 1
      columns[index].width = next - columns[index].start
    }
    guard !columns.isEmpty else { return nil }
    found = Recognition.Fixed(width: width, columns: columns)
    confidence = min(70, 30 + 5 * min(columns.count, 4) + 20 * alike / lines.count)
    evidence = [
      "\(alike) of \(lines.count) lines have \(width) characters",
      "\(columns.count) columns are parted by blanks in all of them",
    ]
  }
}
