// SPDX-License-Identifier: Apache-2.0

import Tables
import Yams

/// A config file's bytes as YAML nodes, or the fault that stops it from being YAML.
enum YAMLText {
  /// The root of the one document in `bytes`; nil where there is none (nothing but comments).
  static func parse(_ bytes: [UInt8], file: String) throws(Fault) -> Node? {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Fault(
        "not-utf-8", at: firstInvalid(bytes, file: file), "the file is not UTF-8",
        hint: "save it as UTF-8")
    }
    do {
      return try Parser(yaml: text, encoding: .utf8).singleRoot()
    } catch {
      throw fault(error, file: file)
    }
  }

  /// The names at the top of a document.
  static func keys(of root: Node?) -> Set<String> {
    Set(root?.mapping?.compactMap { $0.key.scalar?.string } ?? [])
  }

  private static func fault(_ error: any Error, file: String) -> Fault {
    guard let error = error as? YamlError else {
      return Fault("not-yaml", at: Position(file: file, line: 1), "the file is not YAML: \(error)")
    }
    switch error {
    case .scanner(let context, let problem, let mark, _),
      .parser(let context, let problem, let mark, _),
      .composer(let context, let problem, let mark, _):
      let place = context.map { " (\($0.text))" } ?? ""
      return Fault(
        "not-yaml", at: Position(file: file, line: mark.line, column: mark.column),
        "this is not YAML: \(problem)\(place)",
        hint: problem.contains("escape")
          ? "a backslash in double quotes is an escape: use single quotes, or a block after `|`"
          : nil)
    case .duplicatedKeysInMapping(let names, let context):
      let list = names.map { "'\($0)'" }.joined(separator: ", ")
      return Fault(
        "key-twice", at: Position(file: file, line: context.mark.line, column: context.mark.column),
        "the same key stands twice in one block: \(list)", hint: "keep one of them")
    case .reader(let problem, _, _, _):
      return Fault(
        "not-yaml", at: Position(file: file, line: 1), "this is not YAML: \(problem)",
        hint: "look for control characters")
    case .no, .memory, .writer, .emitter, .representer, .dataCouldNotBeDecoded:
      return Fault(
        "not-yaml", at: Position(file: file, line: 1), "the file cannot be read: \(error)")
    }
  }

  /// Where the first byte stands that UTF-8 does not allow.
  private static func firstInvalid(_ bytes: [UInt8], file: String) -> Position {
    // Lines are short here: the first one that does not stand the test names the place.
    var line = 1
    for content in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      if String(validating: content, as: UTF8.self) == nil { break }
      line += 1
    }
    return Position(file: file, line: line)
  }
}
