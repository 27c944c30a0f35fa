// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Tables

/// The price that would move furthest, as a share of what it was.
struct PriceMove: Sendable, Equatable {
  /// The line its record begins on, and its key.
  var line: Int
  var key: String
  var field: String
  var old: ExactDecimal
  var new: ExactDecimal

  /// The distance between both.
  var distance: ExactDecimal {
    (new > old ? new.subtracting(old) : old.subtracting(new)) ?? old
  }

  /// Whether it moves by a greater share of what it was than another; exactly.
  func isFurther(than other: PriceMove) -> Bool {
    guard let mine = distance.multiplied(by: other.old),
      let its = other.distance.multiplied(by: old)
    else { return false }
    return mine > its
  }

  /// Whether it moves by more than a share in percent.
  func exceeds(_ percent: ExactDecimal) -> Bool {
    guard let moved = distance.multiplied(by: ExactDecimal(100)),
      let allowed = old.multiplied(by: percent)
    else { return true }
    return moved > allowed
  }
}

extension Stage {
  /// The price of the plan that moves furthest; nil where none moves. A price of nothing before has no share to
  /// move by and is left out, as is one that is taken away.
  func furthestPrice(of operation: Catalogue.Operation) throws(ScratchError) -> PriceMove? {
    var furthest: PriceMove?
    let prices = operation.fields.filter { field in
      if case .money = field.type { true } else { false }
    }
    for price in prices {
      let rows = try database.prepare(
        """
        SELECT s.line, s.key, m.desired ->> '$.\(price.name)', m.prior ->> '$.\(price.name)'
        FROM plan_matched m JOIN plan_staged s ON s.record = m.record
        WHERE NOT m.same AND m.desired ->> '$.\(price.name)' IS NOT NULL
          AND m.prior ->> '$.\(price.name)' IS NOT NULL
        """)
      while try rows.step() {
        guard let new = rows.text(2).flatMap({ ExactDecimal(parsing: $0) }),
          let old = rows.text(3).flatMap({ ExactDecimal(parsing: $0) }), old > ExactDecimal(0),
          new != old
        else { continue }
        let move = PriceMove(
          line: Int(rows.int64(0)), key: rows.text(1) ?? "", field: price.name, old: old, new: new)
        if furthest.map({ move.isFurther(than: $0) }) ?? true { furthest = move }
      }
    }
    return furthest
  }

  /// How many changes of the plan take an object out of the shop's sight.
  func removedCount(of operation: Catalogue.Operation) throws(ScratchError) -> Int {
    let rows = try database.prepare(
      "SELECT asks, object, identity, desired, prior FROM plan_matched WHERE NOT same")
    var count = 0
    while try rows.step() {
      let asked = rows.text(0).flatMap(Catalogue.Operation.named) ?? operation
      let text =
        #"{"identity":\#(rows.text(2) ?? "{}"),"desired":\#(rows.text(3) ?? "{}"),"prior":\#(rows.text(4) ?? "{}")}"#
      let intent: Intent
      do { intent = try Intent(object: rows.text(1) ?? "", text: text) } catch {
        throw ScratchError(1, error.description)
      }
      if asked.removes(intent) { count += 1 }
    }
    return count
  }
}
