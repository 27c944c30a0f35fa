// SPDX-License-Identifier: Apache-2.0

import Journal
import Tables

/// `NAME.receipt.json`: what became of a delivery as a whole.
///
/// Holds no moment of its own writing, so that writing it again gives the same bytes.
struct ReceiptSummary {
  var delivery: Delivery
  /// What the job asks of the store, by its catalogue name.
  var operation: String
  /// Of the delivery whose outcomes these are: for a duplicate the first one with these bytes.
  var counts: OutcomeCounts
  var changes: Int
  var calls: Int
  var points: Int
  /// What is wrong with the file as a whole.
  var faults: [Delivery.Reason]
  /// How its bytes are read.
  var readAs: JSON = .null

  /// The file's bytes.
  var bytes: [UInt8] { Array(json.indentedText.utf8) + [0x0A] }

  private var json: JSON {
    [
      "delivery": .string(delivery.label), "job": .string(delivery.job),
      "name": .string(delivery.name), "state": .string(delivery.state.rawValue),
      "sha256": .string(delivery.sha256), "bytes": JSON(delivery.bytes),
      "arrived_at": .string(delivery.arrivedAt), "planned_at": text(delivery.plannedAt),
      "settled_at": text(delivery.settledAt),
      "duplicate_of": text(delivery.duplicateOf.map { "d\($0)" }),
      "correction": .bool(delivery.correction),
      "undo_of": text(delivery.undoOf.map { "d\($0)" }), "operation": .string(operation),
      "route": text(delivery.route), "read_as": readAs, "records": JSON(counts.records),
      "absent": JSON(delivery.absent), "file_records": number(delivery.mapped?.records),
      "passed_over": number(delivery.mapped?.passedOver),
      "applied": JSON(counts.applied), "unchanged": JSON(counts.unchanged),
      "rejected": JSON(counts.rejected), "superseded": JSON(counts.superseded),
      "pending": JSON(counts.pending), "parked": JSON(counts.parked),
      "totals": ["changes": JSON(changes), "calls": JSON(calls)], "points": JSON(points),
      "faults": .array(
        faults.map { ["code": .string($0.code), "message": .string($0.message)] }),
    ]
  }

  private func number(_ value: Int?) -> JSON { value.map { JSON($0) } ?? .null }

  private func text(_ value: String?) -> JSON { value.map(JSON.string) ?? .null }
}
