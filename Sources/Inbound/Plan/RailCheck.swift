// SPDX-License-Identifier: Apache-2.0

import Jobs
import Journal
import Tables

/// Holds a delivery's totals against the job's limits. Pure: figures in, reasons out.
struct RailCheck {
  let rails: Rails
  /// A correction is as small as it is: `min_records` does not apply.
  let isCorrection: Bool
  /// What a person types to send it all the same.
  let approval: String

  /// The tripped rails; empty where the delivery may go on.
  func reasons(for totals: PlanTotals) -> [Delivery.Reason] {
    var reasons: [Delivery.Reason] = []
    func hold(_ code: String, _ what: String) {
      reasons.append(
        Delivery.Reason(code: code, message: "\(what); if that is right: \(approval)"))
    }
    if let least = rails.minRecords, !isCorrection, totals.records < least {
      hold("min-records", "it has \(totals.records) records, expected at least \(least)")
    }
    if let most = rails.maxChanged,
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
    return reasons
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
