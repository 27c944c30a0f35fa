// SPDX-License-Identifier: Apache-2.0

import Tables

/// Takes off the counts of a delivery what was sold and not yet exported: whoever counted does not know of it.
///
/// | table | one row for |
/// |---|---|
/// | `plan_unexported` | an order that is not cancelled and that the export has never written |
/// | `plan_sold` | an item at a location, with how many of it those orders have |
struct Unexported {
  private let database: ScratchDatabase

  /// Over a stage.
  init(_ stage: Stage) { database = stage.database }

  /// Which of some orders an export has written, by their ids.
  typealias Exported = (_ orders: [String]) throws(InboundError) -> Set<String>

  /// Orders asked about at once.
  private static let page = 5_000

  /// Fills `plan_sold`. An order's quantities stand at the location that ships them, shipped or not.
  func find(_ exported: Exported) throws(PlanStop) {
    do {
      try database.execute(
        """
        BEGIN;
        CREATE TABLE plan_unexported AS SELECT DISTINCT o.id AS id FROM fulfillment_orders f
          JOIN orders o ON o.id = f.order_id WHERE o.cancelled_at IS NULL;
        CREATE UNIQUE INDEX plan_unexported_id ON plan_unexported(id);
        """)
      let next = try database.prepare(
        "SELECT id FROM plan_unexported WHERE id > ? ORDER BY id LIMIT \(Self.page)")
      let forget = try database.prepare("DELETE FROM plan_unexported WHERE id = ?")
      var last: Int64 = 0
      while true {
        var ids: [Int64] = []
        next.bind(last, 1)
        while try next.step() { ids.append(next.int64(0)) }
        next.reset()
        guard let final = ids.last else { break }
        last = final
        let known = try exported(ids.map(String.init))
        for id in ids where known.contains(String(id)) {
          forget.bind(id, 1)
          try forget.run()
        }
      }
      try database.execute(
        """
        CREATE TABLE plan_sold AS
          SELECT l.item_id AS item_id, f.location_id AS location_id, sum(l.quantity) AS quantity
          FROM plan_unexported u JOIN fulfillment_orders f ON f.order_id = u.id
          JOIN fulfillment_order_lines l ON l.fulfillment_order_id = f.id
          WHERE f.status <> 'CANCELLED' GROUP BY l.item_id, f.location_id;
        CREATE INDEX plan_sold_item ON plan_sold(item_id, location_id);
        COMMIT;
        """)
    } catch let error as ScratchError {
      throw PlanStop(error)
    } catch let error as InboundError {
      throw .failed(error)
    } catch { throw .failed(InboundError(.bug, "\(error)")) }
  }

  /// Takes what was sold off the counts the records ask for.
  func subtract() throws(ScratchError) {
    try database.execute(
      """
      UPDATE plan_matched SET
        desired = json_set(desired, '$.available',
          CAST(CAST(desired ->> '$.available' AS INTEGER) - s.quantity AS TEXT)),
        same = CAST(desired ->> '$.available' AS INTEGER) - s.quantity
          = CAST(prior ->> '$.available' AS INTEGER),
        zeroed = above AND CAST(desired ->> '$.available' AS INTEGER) = s.quantity
      FROM plan_sold s
      WHERE s.item_id = CAST(plan_matched.identity ->> '$.item_id' AS INTEGER)
        AND s.location_id = CAST(plan_matched.identity ->> '$.location_id' AS INTEGER)
        AND desired ->> '$.available' IS NOT NULL
      """)
  }
}
