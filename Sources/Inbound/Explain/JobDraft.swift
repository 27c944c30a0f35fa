// SPDX-License-Identifier: Apache-2.0

package import Catalogue
import Jobs
import Tables

/// A job made from a sample file: what was recognised stated, what was guessed said.
package struct JobDraft: Sendable {
  /// The text of `jobs/NAME.yaml`.
  package var text: String
  /// What was guessed and what is left to do, a sentence each.
  package var guesses: [String]

  /// Why no job can be made.
  package struct Impossible: Error {
    /// What a person can do.
    package var reason: String
  }

  /// A job for files like one that has been looked at.
  ///
  /// - Parameter operation: What it asks of the store; nil: guessed.
  package static func draft(of explanation: Explanation, operation: Operation? = nil)
    throws(Impossible) -> JobDraft
  {
    if let fault = explanation.refused.first { throw Impossible(reason: fault.description) }
    let columns = explanation.columns.map(\.name)
    let fit = explanation.fits.first {
      ($0.percent >= 60 || $0.preset.layout.columns.count > 2)
        && (operation == nil || $0.preset.operations.contains(operation?.name ?? ""))
    }
    if let fit, let name = operation?.name ?? fit.preset.operations.first {
      return draft(preset: fit.preset, operation: name, explanation)
    }
    guard let chosen = operation ?? ColumnGuess.operation(for: columns) else {
      throw Impossible(
        reason:
          "the columns do not say what the file is for: \(columns.prefix(30).joined(separator: ", ")); name it with --feed, one of \(Operation.all.map(\.name).joined(separator: ", "))"
      )
    }
    let fields = DraftFields(chosen, explanation)
    guard fields.isWhole else {
      throw Impossible(
        reason:
          "no column of the file is called like what \(chosen.name) needs: \(chosen.keys.map { $0.joined(separator: " with ") }.joined(separator: ", or "))"
      )
    }
    var guesses = [
      "feed: \(chosen.name)"
        + (operation == nil ? ", guessed from the columns' names" : ", as told")
    ]
    guesses += fields.guesses
    if explanation.recognition.confidence < Recognition.enough {
      guesses.append(
        "the format is not certain: \(explanation.recognition.doubts.joined(separator: "; "))")
    }
    return JobDraft(
      text: opening(chosen.name, explanation, fields.numbers) + fields.text, guesses: guesses)
  }

  private static func draft(preset: Preset, operation: String, _ explanation: Explanation)
    -> JobDraft
  {
    var lines = head(explanation)
    lines += ["feed: \(operation)", "files: \(YAML.scalar(pattern(explanation.file)))"]
    lines += ["# \(preset.doc)", "preset: \(preset.name)"]
    if case .csv = explanation.recognition.kind {
      lines += formatLines(explanation, NumberMarks())
    }
    return JobDraft(
      text: lines.joined(separator: "\n") + "\n",
      guesses: ["preset: \(preset.name), whose layout the file has", "feed: \(operation)"])
  }

  private static func head(_ explanation: Explanation) -> [String] {
    [
      "# Made by `dray init --from` from \(YAML.comment(explanation.file)): what was recognised and guessed, to be looked over.",
      "# `dray explain FILE --job NAME` shows how it reads a file, `dray plan NAME FILE` what it would change.",
    ]
  }

  private static func opening(
    _ operation: String, _ explanation: Explanation, _ numbers: NumberMarks
  ) -> String {
    let lines =
      head(explanation)
      + ["feed: \(operation)", "files: \(YAML.scalar(pattern(explanation.file)))"]
      + formatLines(explanation, numbers)
    return lines.joined(separator: "\n") + "\n"
  }

  private static func formatLines(_ explanation: Explanation, _ numbers: NumberMarks) -> [String] {
    var format = explanation.recognition.stated
    if case .object(var members) = format {
      if numbers.decimal != UInt8(ascii: ".") { members.append(JSON.Member("decimal", ",")) }
      if let thousands = numbers.thousands {
        members.append(JSON.Member("thousands", .string(thousands.rawValue)))
      }
      format = .object(members)
    }
    let recognition = explanation.recognition
    let reasons = recognition.evidence.map { "#   \(YAML.comment($0))" }
    return ["# Recognised, \(recognition.confidence) % sure:"] + reasons
      + ["format: \(YAML.flow(format))"]
  }

  /// The shell pattern of names like this one: what differs from day to day is its digits.
  static func pattern(_ name: String) -> String {
    var pattern = ""
    for letter in name {
      if letter.isASCII, letter.isNumber {
        if pattern.last != "*" { pattern.append("*") }
      } else {
        pattern += "*?[\\".contains(letter) ? "?" : String(letter)
      }
    }
    guard !pattern.contains("*") else { return pattern }
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).dropFirst()
    return ending.isEmpty ? "*" : "*." + ending.joined(separator: ".")
  }

  /// A job's name from a file's: letters and single hyphens.
  package static func name(from file: String) -> String {
    let stem = file.split(separator: ".").first.map(String.init) ?? ""
    var name = ""
    for letter in stem.lowercased() {
      if letter.isASCII, letter.isLetter {
        name.append(letter)
      } else if !name.isEmpty, name.last != "-" {
        name.append("-")
      }
    }
    while name.last == "-" { name.removeLast() }
    return name.isEmpty || name == "receipts" ? "feed" : name
  }
}

/// Values as YAML.
enum YAML {
  /// A text as it stands where that is safe, else in quotes.
  static func scalar(_ text: String) -> String {
    let words: Set<String> = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"]
    let isPlain =
      text.unicodeScalars.allSatisfy {
        $0.properties.isAlphabetic || ("0"..."9").contains($0)
          || " _./-()".unicodeScalars.contains($0)
      } && text.unicodeScalars.first?.properties.isAlphabetic == true && text.last != " "
      && !words.contains(text.lowercased())
    return isPlain ? text : JSON.string(text).text
  }

  /// JSON in YAML's flow style.
  static func flow(_ value: JSON) -> String {
    switch value {
    case .string(let text): scalar(text)
    case .array(let items): "[" + items.map(flow).joined(separator: ", ") + "]"
    case .object(let members):
      "{" + members.map { "\(scalar($0.name)): \(flow($0.value))" }.joined(separator: ", ") + "}"
    case .null, .bool, .number: value.text
    }
  }

  /// A text as part of a comment: on one line.
  static func comment(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.value < 32 || $0.value == 127 ? " " : $0 }))
  }
}
