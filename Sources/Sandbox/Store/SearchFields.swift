// SPDX-License-Identifier: Apache-2.0

import Tables

/// The fields a connection can be searched by, each with how to read it of a row.
struct SearchFields {
  /// What kind of value a field holds, and how to read it of the row at an index.
  enum Field {
    /// Text: passes where one of its values is the one wanted.
    case text((Int) -> [String])
    /// Ids: numbers, also given as global ids.
    case id((Int) -> Int)
    case time((Int) -> Moment)
    case number((Int) -> Int)
    case flag((Int) -> Bool)
  }

  let named: [String: Field]
  /// What a bare word is looked for in; nil where the search knows only named fields.
  var bare: ((Int) -> [String])?

  init(_ named: [String: Field], bare: ((Int) -> [String])? = nil) {
    self.named = named
    self.bare = bare
  }

  /// The test a search makes of the row at an index; nil where every row passes. A field it does not know is
  /// ignored, with a warning, as Shopify does.
  func test(_ query: String?, _ context: ExecutionContext) throws -> ((Int) -> Bool)? {
    guard let query, !query.allSatisfy(\.isWhitespace) else { return nil }
    let parsed = SearchQuery(query)
    var warnings: [JSON] = []
    let test = try compile(parsed, &warnings)
    if !warnings.isEmpty {
      context.searchWarnings.append([
        "path": [.string(context.root)], "query": .string(query), "parsed": parsed.json,
        "warnings": .array(warnings),
      ])
    }
    return test
  }

  private func compile(_ query: SearchQuery, _ warnings: inout [JSON]) throws -> ((Int) -> Bool)? {
    switch query {
    case .all(let parts):
      let tests = try parts.compactMap { try compile($0, &warnings) }
      guard !tests.isEmpty else { return nil }
      return tests.count == 1 ? tests[0] : { row in tests.allSatisfy { $0(row) } }
    case .any(let parts):
      var tests: [(Int) -> Bool] = []
      for part in parts {
        guard let test = try compile(part, &warnings) else { return nil }
        tests.append(test)
      }
      return { row in tests.contains { $0(row) } }
    case .not(let part):
      guard let test = try compile(part, &warnings) else { return nil }
      return { !test($0) }
    case .term(let term):
      return try compile(term, &warnings)
    }
  }

  private func compile(_ term: SearchTerm, _ warnings: inout [JSON]) throws -> ((Int) -> Bool)? {
    guard let name = term.field else {
      guard let bare else {
        warnings.append([
          "field": "default", "message": "Input must use named search fields in this query.",
          "code": "missing_named_field",
        ])
        return nil
      }
      let wanted = term.value.lowercased()
      return { row in bare(row).contains { $0.lowercased().contains(wanted) } }
    }
    guard let field = named[name] else {
      warnings.append([
        "field": .string(name), "message": "Invalid search field for this query.",
        "code": "invalid_field",
      ])
      return nil
    }
    switch field {
    case .id(let read):
      guard let wanted = Int(term.value) ?? GlobalID(term.value)?.number else {
        return { _ in false }
      }
      return { term.comparator.holds(read($0), wanted) }
    case .number(let read):
      guard let wanted = Int(term.value) else { return { _ in false } }
      return { term.comparator.holds(read($0), wanted) }
    case .time(let read):
      guard let wanted = Moment(term.value) else {
        throw TopLevelError(
          message: "Invalid timestamp for query filter `\(name)`.", code: "BAD_REQUEST")
      }
      // A bare date equals its whole day.
      if term.comparator == .equal, term.value.utf8.count == 10 {
        let day = wanted.seconds..<wanted.seconds + 86_400
        return { day.contains(read($0).seconds) }
      }
      return { term.comparator.holds(read($0), wanted) }
    case .flag(let read):
      let wanted = term.value.lowercased() == "true"
      return { read($0) == wanted }
    case .text(let read):
      return { row in read(row).contains { term.matches($0) } }
    }
  }
}

extension SearchTerm.Comparator {
  func holds<Value: Comparable>(_ value: Value, _ wanted: Value) -> Bool {
    switch self {
    case .equal: value == wanted
    case .less: value < wanted
    case .lessOrEqual: value <= wanted
    case .greater: value > wanted
    case .greaterOrEqual: value >= wanted
    }
  }
}

extension SearchTerm {
  /// Text is compared whole and without case; `*` passes what is not empty.
  fileprivate func matches(_ text: String) -> Bool {
    if value == "*" { return !text.isEmpty }
    let text = text.lowercased()
    let wanted = value.lowercased()
    switch comparator {
    case .equal: return isPrefix ? text.hasPrefix(wanted) : text == wanted
    case .less, .lessOrEqual, .greater, .greaterOrEqual: return comparator.holds(text, wanted)
    }
  }
}

extension SearchQuery {
  /// As `extensions.search[].parsed` shows it.
  var json: JSON {
    switch self {
    case .all(let parts): ["and": .array(parts.map(\.json))]
    case .any(let parts): ["or": .array(parts.map(\.json))]
    case .not(let part): ["not": part.json]
    case .term(let term):
      switch term.comparator {
      case .equal: ["field": .string(term.field ?? "default"), "match_all": .string(term.value)]
      case .less, .lessOrEqual, .greater, .greaterOrEqual:
        [
          "field": .string(term.field ?? "default"),
          "range": .object([.init(term.comparator.rawValue, .string(term.value))]),
        ]
      }
    }
  }
}
