// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables

/// Holds what a delivery comes to against the job's limits. Pure: figures in, reasons out.
struct RailCheck {
  let rails: Rails
  /// What a person types to send it all the same.
  let approval: String
  /// What is checked of it.
  var kind = Kind.file

  /// A file, or what is as small as it is.
  enum Kind: Sendable, Equatable {
    case file
    /// Rejected records, mended: `min_records` and `same_header` do not apply.
    case correction
    /// A delivery taken back: all of it changes something, so that `max_changed` does not apply either.
    case undo
  }

  /// The figures.
  struct Facts: Sendable, Equatable {
    var totals = PlanTotals()
    /// The price that moves furthest; nil where none moves.
    var furthest: PriceMove?
    /// What `max_deleted` as a share is of: the objects the feed has named before, else the records.
    var named = 0
    /// The columns; empty where the format has none of its own.
    var header: [String] = []
    /// What the job's earlier deliveries were like.
    var lastHeader: [String]?
    var medianRecords: Int?
  }

  /// The tripped rails; empty where the delivery may go on.
  func reasons(for facts: Facts) -> [Delivery.Reason] {
    let totals = facts.totals
    var reasons: [Delivery.Reason] = []
    func hold(_ code: String, _ what: String?) {
      guard let what else { return }
      reasons.append(
        Delivery.Reason(code: code, message: "\(what); if that is right: \(approval)"))
    }
    if kind == .file {
      hold("min-records", tooFew(facts))
      hold("same-header", otherHeader(facts))
    }
    if kind != .undo, let most = rails.maxChanged,
      Self.exceeds(totals.changes, of: totals.records, percent: most)
    {
      hold(
        "max-changed",
        "\(totals.changes) of \(totals.records) records would change something "
          + "(\(Self.percent(totals.changes, of: totals.records))), expected at most \(most.shortest)%"
      )
    }
    if let most = rails.maxZeroed,
      Self.exceeds(totals.zeroed, of: totals.aboveZero, percent: most)
    {
      hold(
        "max-zeroed",
        "\(totals.zeroed) of \(totals.aboveZero) objects above zero would go to zero "
          + "(\(Self.percent(totals.zeroed, of: totals.aboveZero))), expected at most \(most.shortest)%"
      )
    }
    if let most = rails.maxPriceMove, let move = facts.furthest, move.exceeds(most) {
      hold(
        "max-price-move",
        "\(move.field) of '\(move.key)' (line \(move.line)) would go from \(move.old.money) to "
          + "\(move.new.money), expected a move of at most \(most.shortest)%")
    }
    hold("max-deleted", tooManyDeleted(facts))
    return reasons
  }

  private func tooFew(_ facts: Facts) -> String? {
    let records = facts.totals.records - facts.totals.absent
    switch rails.minRecords {
    case .count(let least) where records < least:
      return "it has \(records) records, expected at least \(least)"
    case .percent(let share):
      guard let median = facts.medianRecords,
        let least = share.multiplied(by: ExactDecimal(median)), ExactDecimal(records * 100) < least
      else { return nil }
      return "it has \(records) records, expected at least \(share.shortest)% of \(median), "
        + "the median of the last files"
    case .count, nil: return nil
    }
  }

  private func otherHeader(_ facts: Facts) -> String? {
    guard rails.sameHeader, let last = facts.lastHeader, last != facts.header else { return nil }
    let (missing, new) = (
      last.filter { !facts.header.contains($0) }, facts.header.filter { !last.contains($0) }
    )
    var differences: [String] = []
    if !missing.isEmpty { differences.append("without \(missing.joined(separator: ", "))") }
    if !new.isEmpty { differences.append("with \(new.joined(separator: ", ")) besides") }
    if differences.isEmpty { differences.append("in another order, or some of them twice") }
    return "its columns are not those of the last file: \(differences.joined(separator: " and "))"
  }

  private func tooManyDeleted(_ facts: Facts) -> String? {
    let (removed, named) = (facts.totals.removed, facts.named)
    switch rails.maxDeleted {
    case .count(let most) where removed > most:
      return "\(removed) objects would be deleted, archived or drafted, expected at most \(most)"
    case .percent(let most) where Self.exceeds(removed, of: named, percent: most):
      return "\(removed) of \(named) objects would be deleted, archived or drafted "
        + "(\(Self.percent(removed, of: named))), expected at most \(most.shortest)%"
    case .count, .percent, nil: return nil
    }
  }

  /// Whether `part` ÷ `whole` is above a share in percent, exactly.
  static func exceeds(_ part: Int, of whole: Int, percent: ExactDecimal) -> Bool {
    guard part > 0 else { return false }
    guard let allowed = percent.multiplied(by: ExactDecimal(whole)) else { return true }
    return ExactDecimal(part * 100) > allowed
  }

  /// A share for people: one digit after the mark, rounded up so that a tripped rail never reads as its limit.
  static func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "100%" }
    let tenths = (part * 1000 + whole - 1) / whole
    return "\(tenths / 10).\(tenths % 10)%"
  }
}
