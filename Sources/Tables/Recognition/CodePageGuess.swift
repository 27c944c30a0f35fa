// SPDX-License-Identifier: Apache-2.0

/// Which code page bytes that are not UTF-8 are likely in, by the letters they would be.
///
/// Bytes cannot prove a code page: every one of them reads every byte. What tells them apart is that one reading
/// gives words and the others give signs in the middle of words. A reading counts what each byte from 0x80
/// would be beside its neighbours; the readings are then compared.
struct CodePageGuess {
  /// The likeliest; nil where nothing speaks for any.
  private(set) var best: (name: String, confidence: Int)?
  /// Others that read the same bytes nearly as well.
  private(set) var others: [String] = []

  /// The single-byte code pages tried, likelier ones first where they read alike.
  static let codePages = [
    "windows-1252", "ibm850", "windows-1250", "windows-1251", "iso-8859-15", "iso-8859-2", "ibm852",
    "ibm437", "ibm866", "koi8-r", "windows-1253", "iso-8859-7", "windows-1254", "windows-1257",
    "macintosh",
  ]
  /// The code pages of several bytes a character tried, with the lead bytes of their common characters.
  static let multiByte: [(name: String, common: Set<UInt8>)] = [
    ("gb18030", Set(0xB0...0xD7)), ("shift_jis", Set<UInt8>([0x82, 0x83]).union(0x88...0x97)),
    ("big5", Set(0xA4...0xC6)), ("euc-kr", Set(0xB0...0xC8)),
    ("euc-jp", Set<UInt8>([0xA4, 0xA5]).union(0xB0...0xCF)),
  ]

  /// How many bytes from 0x80 on are looked at.
  private static let limit = 4000

  init(_ bytes: [UInt8]) {
    let places = Array(bytes.indices.lazy.filter { bytes[$0] >= 0x80 }.prefix(Self.limit))
    guard !places.isEmpty else { return }
    let edge = LetterScore(" ")
    var readings: [Reading] = []
    for name in Self.codePages {
      guard case .singleByte(let table)? = TextEncoding(named: name) else { continue }
      let letters = (UInt8.min...UInt8.max).map { LetterScore(table.scalar($0)) }
      readings.append(
        Reading(
          name: name,
          scores: places.map { place in
            letters[Int(bytes[place])].between(
              place > 0 ? letters[Int(bytes[place - 1])] : edge,
              place + 1 < bytes.count ? letters[Int(bytes[place + 1])] : edge)
          }, text: places.map { letters[Int(bytes[$0])].value ?? 0 }))
    }
    for (name, common) in Self.multiByte {
      guard let score = Self.score(bytes, as: name, common: common) else { continue }
      readings.append(
        Reading(
          name: name, scores: places.map { _ in score },
          text: places.map { _ in UInt32(0x11_0000 + readings.count) }))
    }
    // Those that read the same are one; the order of preference names it.
    readings.sort { $0.total > $1.total }
    guard let first = readings.first, first.total > 0 else { return }
    let order = Self.codePages + Self.multiByte.map(\.name)
    let same = order.filter { name in
      readings.contains { $0.name == name && $0.text == first.text }
    }
    let rivals = readings.filter { $0.text != first.text }
    best = (same[0], Self.confidence(of: first, beside: rivals.first))
    others = Array(
      (same.dropFirst()
        + rivals.filter { Self.confidence(of: first, beside: $0) < 75 }.map(\.name)).prefix(3))
  }

  /// One code page's reading of the bytes.
  private struct Reading {
    var name: String
    /// How well each byte fits.
    var scores: [Double]
    /// What each byte is.
    var text: [UInt32]
    var total: Double

    init(name: String, scores: [Double], text: [UInt32]) {
      self.name = name
      self.scores = scores
      self.text = text
      total = scores.reduce(0, +)
    }
  }

  /// How sure the best reading is, by the bytes that the next best reads otherwise.
  private static func confidence(of first: Reading, beside rival: Reading?) -> Int {
    let different = first.text.indices.filter { first.text[$0] != rival?.text[$0] }
    let ours = different.reduce(0) { $0 + first.scores[$1] }
    let theirs = different.reduce(0) { $0 + (rival?.scores[$1] ?? 0) }
    let margin = max(0, min(1, 2 * (ours - max(0, theirs)) / max(ours, 0.1)))
    let amount = Double(min(different.count, 10)) / 10
    return Int(40 + 45 * margin + 10 * amount * margin)
  }

  /// How much of a sample of a multi-byte code page is common characters; nil where it is not in it.
  private static func score(_ bytes: [UInt8], as name: String, common: Set<UInt8>) -> Double? {
    guard case .multiByte(let table)? = TextEncoding(named: name),
      let iconv = Iconv(from: name, to: "UTF-8")
    else { return nil }
    var (index, characters, frequent, late, early, kana, wrong) = (0, 0, 0, 0, 0, 0, 0)
    while index < bytes.count, characters < limit {
      guard bytes[index] >= 0x80 else {
        index += 1
        continue
      }
      characters += 1
      switch table.character(at: index, of: bytes, end: bytes.count, iconv: iconv) {
      case .scalars(_, let width):
        if width > 1, common.contains(bytes[index]) { frequent += 1 }
        if bytes[index] > 0xC8 { late += 1 }
        if bytes[index] == 0xA4 || bytes[index] == 0xA5 { kana += 1 }
        if 0xA4...0xA9 ~= bytes[index] { early += 1 }
        index += width
      case .undefined, .unfinished:
        wrong += 1
        index += 1
      }
    }
    guard characters > 3, wrong * 50 <= characters, frequent * 4 >= characters * 3 else {
      return nil
    }
    // Japanese is never without its syllables.
    if name == "euc-jp", kana * 10 < characters { return nil }
    // The commonest characters of Big5 stand at its beginning; Korean is hardly anything but syllables.
    if name == "big5", early * 10 < characters { return nil }
    if name == "euc-kr", frequent * 10 < characters * 9 { return nil }
    // Korean stands in the first half of what is common in Chinese.
    let isHalf = name == "gb18030" && late * 20 < characters
    return 4.5 * Double(frequent) / Double(characters) - (isHalf ? 1.5 : 0)
  }
}
