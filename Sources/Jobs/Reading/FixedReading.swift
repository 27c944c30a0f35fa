// SPDX-License-Identifier: Apache-2.0

import Tables

/// The keys of `format: {type: fixed}` as a format.
struct FixedReading {
  /// What was wrong.
  private(set) var faults: [Fault] = []

  /// The format; nil where it names no column.
  mutating func read(_ settings: Settings) -> FixedFormat? {
    var kinds: [FixedFormat.Kind] = []
    switch (settings["columns"]?.table, settings["kinds"]?.table) {
    case (_?, _?):
      faults.append(
        Fault(
          "fixed-columns", at: settings.position, "'columns' and 'kinds' say the same thing twice",
          hint: "give 'columns' where all lines are alike, else 'kinds', each with its own"))
      return nil
    case (let columns?, nil): kinds = [FixedFormat.Kind(columns: places(columns))]
    case (nil, let entries?):
      for entry in entries.entries {
        guard let kind = entry.table else { continue }
        let role = kind["is"]?.text.flatMap(FixedFormat.Role.init) ?? .record
        kinds.append(
          FixedFormat.Kind(
            prefix: entry.key, role: role, columns: kind["columns"]?.table.map(places) ?? [],
            table: kind["table"]?.text ?? "lines"))
        checkReached(entry, after: kinds.dropLast())
      }
    case (nil, nil): break
    }
    guard kinds.contains(where: { $0.role == .record && !$0.columns.isEmpty }) else {
      if settings.faulty.isDisjoint(with: ["columns", "kinds"]) {
        faults.append(
          Fault(
            "fixed-columns", at: settings.position, "the format says of no value where it stands",
            expected: "columns: {sku: {start: 1, width: 13}}"))
      }
      return nil
    }
    var format = FixedFormat(kinds: kinds)
    if let encoding = settings["encoding"]?.text { format.encoding = encoding }
    return format
  }

  private func places(_ block: Settings) -> [FixedFormat.Column] {
    block.entries.compactMap { entry in
      guard let start = entry.table?["start"]?.integer, let width = entry.table?["width"]?.integer
      else { return nil }
      return FixedFormat.Column(entry.key, start: start, width: width)
    }
  }

  /// A kind whose every line an earlier one takes is a slip.
  private mutating func checkReached(_ entry: Setting, after kinds: ArraySlice<FixedFormat.Kind>) {
    guard let earlier = kinds.first(where: { entry.key.hasPrefix($0.prefix) }) else { return }
    faults.append(
      Fault(
        "fixed-kind", at: entry.keyPosition, "no line ever is of the kind \(quoted(entry.key))",
        found: "the kind \(quoted(earlier.prefix)) before it, which takes them all",
        hint: "put the longer beginning first"))
  }
}
