// SPDX-License-Identifier: Apache-2.0

/// Turns offsets in the UTF-8 that libxml2 sees into offsets in the file.
///
/// For UTF-8 they differ by the byte order mark only. For the rest the text of late is kept: offsets
/// are asked for in rising order, and none before what the parser has dealt with.
struct XMLOffsets {
  private let encoding: TextEncoding
  private var text: [UInt8] = []
  /// Where `text` begins, among all that was pushed.
  private var textStart = 0
  /// The last offset asked for, in the text and in the file.
  private var last: Int = 0
  private var lastInFile: Int

  init(_ encoding: TextEncoding, markLength: Int) {
    self.encoding = encoding
    lastInFile = markLength
  }

  /// Adds text that is about to be parsed.
  mutating func push(_ bytes: ArraySlice<UInt8>) {
    guard encoding != .utf8 else { return }
    text.removeFirst(last - textStart)
    textStart = last
    text.append(contentsOf: bytes)
  }

  /// The offset in the file of one in the text; a smaller one is not asked for again.
  mutating func file(_ offset: Int64) -> Int {
    let offset = Int(offset)
    guard encoding != .utf8 else { return offset + lastInFile }
    lastInFile += encoding.fileLength(
      of: text[last - textStart..<offset - textStart], decoded: true)
    last = offset
    return lastInFile
  }
}
