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
    let fit = explanation.fits.first {
      ($0.percent >= 60 || $0.preset.layout.columns.count > 2)
        && (operation == nil || $0.preset.operations.contains(operation?.name ?? ""))
    }
    if let fit, let name = operation?.name ?? fit.preset.operations.first {
      return draft(preset: fit.preset, operation: name, explanation)
    }
    let (chosen, source, fields) = try chosen(operation, explanation)
    var guesses = [
      "feed: \(chosen.name)"
        + (operation == nil ? ", guessed from the columns' names" : ", as told")
    ]
    guesses += [source.guess].compactMap(\.self) + fields.guesses
    let recognition = explanation.recognition
    if recognition.confidence < Recognition.enough {
      guesses.append("the format is not certain: \(recognition.doubts.joined(separator: "; "))")
    }
    if recognition.isCodePageGuessed, let encoding = recognition.encoding {
      guesses.append(
        "encoding: \(encoding.name), guessed from the letters (\(encoding.confidence) %)")
    }
    let tables = source.lines.isEmpty ? DraftSource.comment(on: explanation.children) : source.lines
    let lines = opening(chosen.name, explanation, fields.numbers) + tables
    return JobDraft(text: lines.joined(separator: "\n") + "\n" + fields.text, guesses: guesses)
  }

  /// What the job asks, what it reads that from and its fields: of records as they are, or else of what repeats in
  /// them.
  private static func chosen(_ operation: Operation?, _ explanation: Explanation)
    throws(Impossible) -> (Operation, DraftSource, DraftFields)
  {
    let sources = DraftSource.all(of: explanation)
    var best: (Operation, DraftSource, DraftFields)?
    for source in sources {
      guard let chosen = operation ?? ColumnGuess.operation(for: source.columns.map(\.name)) else {
        continue
      }
      let fields = DraftFields(chosen, source.columns)
      // What says all that is needed comes first, then what says most.
      func rank(_ fields: DraftFields) -> (Int, Int) { (fields.isWhole ? 1 : 0, fields.known) }
      if best.map({ rank($0.2) < rank(fields) }) ?? true { best = (chosen, source, fields) }
    }
    if let best { return best }
    let names = sources.flatMap(\.columns).map(\.name)
    throw Impossible(
      reason:
        "the columns do not say what the file is for: \(names.prefix(30).joined(separator: ", ")); name it with --feed, one of \(Operation.all.map(\.name).joined(separator: ", "))"
    )
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
  ) -> [String] {
    head(explanation)
      + ["feed: \(operation)", "files: \(YAML.scalar(pattern(explanation.file)))"]
      + formatLines(explanation, numbers)
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
