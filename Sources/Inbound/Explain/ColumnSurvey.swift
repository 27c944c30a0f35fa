// SPDX-License-Identifier: Apache-2.0

package import Jobs

/// What the values of one column have in common, so that a person sees how they would be read.
package struct ColumnSurvey: Sendable {
  /// The column's name.
  package private(set) var name: String
  /// How many records have a value there.
  package private(set) var values = 0
  /// How many have the column with nothing in it.
  package private(set) var empty = 0
  /// How many do not have it, or have null there.
  package private(set) var absent = 0
  /// The first different values, shortened.
  package private(set) var examples: [String] = []
  /// How many values a spreadsheet has damaged, such as `4.00638E+12`.
  package private(set) var damaged = 0
  /// How many values begin with an apostrophe.
  package private(set) var apostrophes = 0
  /// How many values begin with a nought that is no number's.
  package private(set) var leadingNoughts = 0
  /// The currencies that stand beside numbers, each once.
  package private(set) var currencies: [String] = []
  /// The different values, as long as they are few.
  package private(set) var words: [String] = []

  private var fits: Set<Shape> = Set(Shape.allCases)
  private var dates: [DateForm]
  private var hasFewWords = true

  /// What all values may be.
  enum Shape: CaseIterable {
    case whole
    /// `12.50`, and groups of nothing.
    case point
    case comma
    /// `1,234.50`
    case pointGrouped
    /// `1.234,50`
    case commaGrouped
    case spaceGrouped
    case apostropheGrouped
  }

  /// How many examples are kept, and of how many letters.
  private static let exampleCount = 3
  private static let exampleLength = 40
  private static let wordCount = 6

  /// The forms of dates that are tried.
  private static let dateForms = [
    "iso", "dd.MM.yyyy", "dd.MM.yyyy HH:mm", "dd.MM.yyyy HH:mm:ss", "d.M.yyyy", "dd.MM.yy",
    "yyyyMMdd", "yyyyMMddHHmmss", "MM/dd/yyyy", "dd/MM/yyyy", "M/d/yyyy", "d/M/yyyy",
    "dd-MM-yyyy", "yyyy/MM/dd", "yyyy-MM-dd HH:mm", "yyyy-MM-dd HH:mm:ss",
  ]

  /// A column of which nothing has been seen.
  package init(_ name: String) {
    self.name = name
    dates = Self.dateForms.compactMap { (text: String) -> DateForm? in
      do { return try DateForm(text, zone: .utc) } catch { return nil }
    }
  }

  /// The same under another name.
  func named(_ name: String) -> ColumnSurvey {
    var survey = self
    survey.name = name
    return survey
  }

  /// Takes in one value; nil where the record does not have it or it is null.
  package mutating func add(_ text: String?) {
    guard let text else {
      absent += 1
      return
    }
    var bytes = Array(text.utf8)
    bytes = Array(bytes[trimmed(bytes.span)])
    guard !bytes.isEmpty else {
      empty += 1
      return
    }
    values += 1
    let value = String(decoding: bytes, as: UTF8.self)
    if examples.count < Self.exampleCount {
      let short =
        value.count > Self.exampleLength ? value.prefix(Self.exampleLength - 1) + "…" : value[...]
      if !examples.contains(String(short)) { examples.append(String(short)) }
    }
    if hasFewWords, !words.contains(value) {
      words.append(value)
      hasFewWords = words.count <= Self.wordCount
    }
    if isScientific(bytes.span) { damaged += 1 }
    if bytes[0] == UInt8(ascii: "'") { apostrophes += 1 }
    if bytes.count > 1, bytes[0] == UInt8(ascii: "0"), bytes.allSatisfy({ $0 &- 48 < 10 }) {
      leadingNoughts += 1
    }
    dates.removeAll { form in
      switch form.read(bytes) {
      case .date, .moment, .skipped, .twice: false
      case .notThis, .impossible, .nowhere: true
      }
    }
    judgeNumber(bytes)
  }

  private mutating func judgeNumber(_ bytes: [UInt8]) {
    guard !fits.isEmpty else { return }
    var digits = bytes
    if let (rest, currency) = CurrencyText.taken(from: bytes) {
      digits = rest
      if !currencies.contains(currency) { currencies.append(currency) }
    }
    fits = fits.filter { shape in
      guard let marks = shape.marks else {
        if case .integer = readInteger(digits.span, within: Int.min...Int.max) { return true }
        return false
      }
      var plain: [UInt8] = []
      guard NumberText.appendUngrouped(digits.span, marks, to: &plain), !plain.isEmpty,
        case .decimal = readDecimal(plain.span, mark: marks.decimal)
      else { return false }
      return true
    }
  }

  /// The shapes of numbers that every value has, the plainest first; none where they are no numbers.
  var numbers: [Shape] { values == 0 ? [] : Shape.allCases.filter(fits.contains) }

  /// The marks of the column's numbers where the values leave one reading only; nil where they are no numbers, whole
  /// ones in plain digits, or could be read in two ways.
  package var marks: NumberMarks? {
    guard let first = numbers.first, first != .whole else { return nil }
    // `12.50` fits the grouped reading of the same mark as well; the plainer one says all.
    return numbers.contains { $0.marks?.decimal != first.marks?.decimal } ? nil : first.marks
  }

  /// Whether the numbers could be read in two ways, such as `1.234`.
  package var isAmbiguous: Bool {
    guard let first = numbers.first, first != .whole else { return false }
    return marks == nil
  }

  /// Whether every value is a number.
  package var isNumeric: Bool { !numbers.isEmpty }

  /// Whether every value is a whole number in plain digits.
  package var isWhole: Bool { numbers.first == .whole }

  /// The form of its dates; nil where they are none, or could be read in two ways.
  package var date: DateForm? {
    guard values > 0, let first = dates.first, !isNumeric || first.text.hasPrefix("yyyyMMdd") else {
      return nil
    }
    return first.text == "iso" || dates.allSatisfy { $0.isLike(first) } ? first : nil
  }

  /// The forms of its dates, where there are several.
  package var dateForms: [String] {
    values > 0 && date == nil && (!isNumeric || dates.first?.text.hasPrefix("yyyyMMdd") == true)
      ? dates.map(\.text) : []
  }

  /// Its values where there are only a few different ones, of several; else none.
  package var fewWords: [String] {
    hasFewWords && values > words.count && !isNumeric ? words.sorted() : []
  }
}

extension ColumnSurvey.Shape {
  /// How such numbers are written; nil for whole ones in plain digits.
  var marks: NumberMarks? {
    let comma = UInt8(ascii: ",")
    switch self {
    case .whole: return nil
    case .point: return NumberMarks()
    case .comma: return NumberMarks(decimal: comma)
    case .pointGrouped: return NumberMarks(thousands: .comma)
    case .commaGrouped: return NumberMarks(decimal: comma, thousands: .point)
    case .spaceGrouped: return NumberMarks(decimal: comma, thousands: .space)
    case .apostropheGrouped: return NumberMarks(thousands: .apostrophe)
    }
  }
}

extension DateForm {
  /// Whether another form differs from this one only in how many digits it allows.
  fileprivate func isLike(_ other: DateForm) -> Bool {
    func folded(_ text: String) -> String {
      var folded = ""
      for letter in text where folded.last != letter { folded.append(letter) }
      return folded
    }
    return folded(text) == folded(other.text)
  }
}

extension ColumnSurvey {
  /// In a few words what its values look like.
  package var reading: String {
    guard values > 0 else { return "nothing in it" }
    var words: [String] = []
    if let date {
      words.append("dates, \(date.text)")
    } else if !dateForms.isEmpty {
      words.append("dates, \(dateForms.prefix(2).joined(separator: " or "))")
    } else if isWhole {
      words.append(
        leadingNoughts > 0 ? "digits with leading noughts, kept as text" : "whole numbers")
    } else if let marks {
      words.append("numbers such as \(marks.example)")
    } else if isAmbiguous {
      words.append("numbers that can be read in two ways")
    } else if !fewWords.isEmpty {
      words.append("a few words: \(fewWords.joined(separator: ", "))")
    } else {
      words.append("text")
    }
    if isNumeric, !currencies.isEmpty { words.append("with \(currencies.joined(separator: ", "))") }
    if apostrophes > 0 { words.append("\(apostrophes) with an apostrophe before it") }
    if damaged > 0 { words.append("\(damaged) damaged by a spreadsheet") }
    if empty + absent > 0 { words.append("\(empty + absent) without a value") }
    return words.joined(separator: "; ")
  }
}
