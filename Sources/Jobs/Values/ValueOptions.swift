// SPDX-License-Identifier: Apache-2.0

/// What a job says of one field's values beside where they come from.
package struct ValueOptions: Sendable, Equatable {
  /// `default:` what a value means that the look-up table lacks; nil rejects the record. Not for empty values.
  package var fallback: String?
  /// `apostrophe: true`: one apostrophe at the beginning, with which spreadsheets mark text, is taken off.
  package var apostrophe = false
  /// `currency:` the code that may stand beside an amount, three capital letters; nil: none may.
  package var currency: String?
  /// `date:` and `zone:`; nil: as the operation's fields say.
  package var date: DateForm?
  /// `yes:` and `no:`; nil: the usual words.
  package var words: FlagWords?

  /// Nothing.
  package init() {}

  /// The words a file has for yes and no, in lower case and without space around them.
  package struct FlagWords: Sendable, Equatable {
    /// What means yes; an empty text is an empty value.
    package var yes: Set<String>
    /// What means no; an empty text is an empty value.
    package var no: Set<String>

    /// Words of any case.
    package init(yes: [String], no: [String]) {
      self.yes = Set(yes.map(Self.plain))
      self.no = Set(no.map(Self.plain))
    }

    /// What a value of a file means; nil where it is neither.
    package func meaning(of text: String) -> Bool? {
      let word = Self.plain(text)
      return yes.contains(word) ? true : no.contains(word) ? false : nil
    }

    static func plain(_ word: String) -> String {
      let letters = word.lowercased().drop { $0.isWhitespace }
      return String(letters.lastIndex { !$0.isWhitespace }.map { letters[...$0] } ?? "")
    }
  }
}
