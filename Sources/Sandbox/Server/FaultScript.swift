// SPDX-License-Identifier: Apache-2.0

/// A script that cannot be read.
package struct FaultScriptError: Error, CustomStringConvertible {
  package var description: String
}

/// One scripted fault: `ROOT:NTH:KIND[:before|after]`.
struct ScriptedFault: Equatable {
  /// Which of the requests with this root are hit, counted from 1.
  enum Turn: Equatable {
    case only(Int)
    case from(Int)

    func hits(_ count: Int) -> Bool {
      switch self {
      case .only(let turn): count == turn
      case .from(let turn): count >= turn
      }
    }
  }

  /// A root field, `token`, `upload`, `download`, or `*` for every request.
  var root: String
  var turn: Turn
  var kind: FaultKind
  var detail: FaultKind.Detail?
  /// Whether the request runs before the fault shows.
  var runs: Bool

  init(parsing text: Substring) throws(FaultScriptError) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (3...4).contains(parts.count), !parts[0].isEmpty else {
      throw FaultScriptError(
        description: "fault \"\(text)\": expected ROOT:NTH:KIND[:before|after]")
    }
    root = String(parts[0])
    turn = try Self.turn(parts[1], in: text)
    (kind, detail) = try Self.kind(parts[2], in: text)
    switch parts.dropFirst(3).first {
    case nil: runs = kind.runsByDefault
    case "before": runs = false
    case "after": runs = true
    case .some(let found):
      throw FaultScriptError(
        description: "fault \"\(text)\": expected before or after, found \"\(found)\"")
    }
  }

  private static func turn(_ text: Substring, in fault: Substring) throws(FaultScriptError) -> Turn
  {
    if text == "*" { return .from(1) }
    if let number = Int(text), number > 0 { return .only(number) }
    if text.hasSuffix("+"), let number = Int(text.dropLast()), number > 0 { return .from(number) }
    throw FaultScriptError(
      description: "fault \"\(fault)\": expected a number from 1, N+ or *, found \"\(text)\"")
  }

  private static func kind(_ text: Substring, in fault: Substring) throws(FaultScriptError)
    -> (FaultKind, FaultKind.Detail?)
  {
    if let kind = FaultKind(rawValue: String(text)) { return (kind, nil) }
    if let dash = text.lastIndex(of: "-"),
      let kind = FaultKind(rawValue: String(text[..<dash]))
    {
      let detail = text[text.index(after: dash)...]
      switch kind {
      case .http429 where detail == "date": return (kind, .date)
      case .http429, .late, .slow:
        if let number = Int(detail), number >= 0 { return (kind, .number(number)) }
      default: break
      }
    }
    let kinds = FaultKind.allCases.map(\.rawValue).joined(separator: ", ")
    throw FaultScriptError(
      description: "fault \"\(fault)\": no kind \"\(text)\"; there are \(kinds)")
  }
}

/// The faults still to come, and how often each root was seen since its faults were scripted.
struct FaultScript {
  private var faults: [(fault: ScriptedFault, seen: Int)] = []

  /// Adds `ROOT:NTH:KIND[:before|after]`, comma-separated; turns count from now.
  mutating func add(_ text: String) throws(FaultScriptError) {
    var added: [ScriptedFault] = []
    for part in text.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
      added.append(try ScriptedFault(parsing: part))
    }
    faults += added.map { ($0, 0) }
  }

  mutating func removeAll() { faults = [] }

  /// The fault that hits a request with these roots, if one does; counts it for all.
  mutating func next(for roots: [String]) -> ScriptedFault? {
    var hit: ScriptedFault?
    for index in faults.indices
    where faults[index].fault.root == "*" || roots.contains(faults[index].fault.root) {
      faults[index].seen += 1
      if hit == nil, faults[index].fault.turn.hits(faults[index].seen) { hit = faults[index].fault }
    }
    return hit
  }
}
