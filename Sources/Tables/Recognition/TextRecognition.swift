// SPDX-License-Identifier: Apache-2.0

/// Which character set a sample of bytes is in, and its text as UTF-8.
struct TextRecognition {
  /// How the file is read.
  let encoding: TextEncoding
  /// What that is called.
  let name: String
  /// How sure it is, in percent.
  let confidence: Int
  /// What speaks for it.
  let evidence: String
  /// Why it may be otherwise; nil where nothing says so.
  var doubt: String?
  /// Whether it is a code page guessed from the letters.
  var isGuess = false
  /// The sample as UTF-8, without a byte order mark.
  let text: [UInt8]

  /// - Parameters:
  ///   - stated: what the job says; nil and `auto` leave it to the bytes.
  ///   - letters: bytes from where the first ones stand that are not ASCII, for `auto`; nil: those of the sample.
  init?(
    _ sample: [UInt8], isWhole: Bool, stated: String?, letters: [UInt8]? = nil
  ) {
    let isAuto = stated?.lowercased() == "auto"
    if let (marked, length) = TextEncoding.marked(sample) {
      encoding = marked
      name = marked.name(as: stated)
      confidence = 99
      evidence = "a byte order mark says \(name)"
      text = marked.decode(sample.dropFirst(length))
      return
    }
    if let stated, !isAuto {
      guard let named = TextEncoding(named: stated) else { return nil }
      encoding = named
      name = stated.lowercased()
      confidence = 99
      evidence = "the job states \(name)"
      text = named.decode(sample[...])
      return
    }
    if stated == nil, let declared = XMLDeclaration.codePage(sample.prefix(1024)) {
      encoding = declared.encoding
      name = declared.name.lowercased()
      confidence = 95
      evidence = "the XML declaration says \(name)"
      text = encoding.decode(sample[...])
      return
    }
    if let bigEndian = Self.utf16Order(sample) {
      encoding = .utf16(bigEndian: bigEndian)
      name = bigEndian ? "utf-16be" : "utf-16le"
      confidence = 90
      evidence = "every other byte is zero: \(name) without a byte order mark"
      text = encoding.decode(sample[...])
      return
    }
    var isUTF8 = !sample.hasHighByte(from: 0, to: sample.count)
    let plain = isUTF8
    if !isUTF8 {
      isUTF8 = Self.isUTF8(sample, isWhole: isWhole)
    }
    let letters = letters ?? (plain ? [] : sample)
    if isUTF8, !(isAuto && plain && !letters.isEmpty) || Self.isUTF8(letters, isWhole: false) {
      encoding = .utf8
      name = "utf-8"
      confidence = plain && letters.isEmpty ? 90 : 99
      evidence =
        plain && letters.isEmpty
        ? "the bytes looked at are ASCII, which is UTF-8 too"
        : "bytes above 127 are valid UTF-8 throughout"
      text = sample
      return
    }
    let guess = CodePageGuess(letters)
    guard isAuto, let best = guess.best, let named = TextEncoding(named: best.name) else {
      encoding = .utf8
      name = "utf-8"
      confidence = 20
      evidence = "no other encoding is stated"
      doubt = "some bytes are not UTF-8" + (guess.best.map { "; they look like \($0.name)" } ?? "")
      text = sample
      return
    }
    encoding = named
    name = best.name
    confidence = best.confidence
    evidence = "its letters read best as \(best.name)"
    doubt = guess.others.isEmpty ? nil : "they could be " + guess.others.joined(separator: " or ")
    text = named.decode(sample[...])
    isGuess = true
  }

  /// Whether bytes are UTF-8, but for a character cut off at either end.
  private static func isUTF8(_ bytes: [UInt8], isWhole: Bool) -> Bool {
    var start = 0
    // A window into a file may begin inside a character.
    if !isWhole { while start < min(3, bytes.count), bytes[start] & 0xC0 == 0x80 { start += 1 } }
    guard let invalid = bytes.firstInvalidUTF8(from: start, to: bytes.count) else { return true }
    return !isWhole && invalid.upperBound == bytes.count && invalid.count < 4
  }

  /// The order of UTF-16 without a mark: of text that is mostly ASCII, every other byte is zero.
  private static func utf16Order(_ sample: [UInt8]) -> Bool? {
    let pairs = min(sample.count, 4096) / 2
    guard pairs >= 4 else { return nil }
    var zeros = (first: 0, second: 0)
    for index in 0..<pairs {
      if sample[2 * index] == 0 { zeros.first += 1 }
      if sample[2 * index + 1] == 0 { zeros.second += 1 }
    }
    if zeros.first == 0, zeros.second * 10 >= pairs * 9 { return false }
    if zeros.second == 0, zeros.first * 10 >= pairs * 9 { return true }
    return nil
  }
}
