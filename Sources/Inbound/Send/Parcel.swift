// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import Tables

/// A batch on its way: what the journal holds of it, and its changes in item order.
struct Parcel: Sendable {
  var batch: Batch
  var changes: [Change]
  /// How long it has waited for the store to be there again.
  var waited: Duration = .zero
  /// How often in a row it came to nothing.
  var failures = 0
  /// Whether it may have been executed already.
  var wasUnknown = false

  /// How many items were sent; `changes` may hold fewer, where some are settled already.
  var itemCount: Int { changes.enumerated().map { ($1.item ?? $0) + 1 }.max() ?? 0 }

  /// What its changes ask, in order.
  var intents: [Intent] {
    get throws(InboundError) {
      var intents: [Intent] = []
      for change in changes {
        intents.append(try Intent(object: change.object, text: change.intent))
      }
      return intents
    }
  }

  init(batch: Batch, changes: [Change]) {
    self.batch = batch
    self.changes = changes
  }

  /// A new batch of planned changes, all of one group.
  init(
    of changes: [Change], operation: Operation, phase: Int = 0, delivery: Int64, id: String,
    key: String, now: String, place: Batch.Place? = nil
  ) throws(InboundError) {
    self.changes = changes
    // The batch is made of what they ask; until then it is none.
    batch = Batch(id: id, delivery: delivery, key: key, variables: [], firstSentAt: now)
    let intents = try intents
    let step = operation.step(phase)
    let variables = step.variables(intents, intents.map(step.item), key)
    batch = Batch(
      id: id, delivery: delivery, key: key, variables: variables.bytes, firstSentAt: now,
      place: place, operation: operation.name, phase: phase)
    for index in self.changes.indices {
      self.changes[index].state = .sent
      self.changes[index].batch = id
      self.changes[index].item = index
    }
  }
}

extension Step {
  /// The document of one batch: the batch id stands in the operation's name.
  func document(of batch: String) -> String {
    let mark = "dray_BATCH"
    var rest = document[...]
    while let start = rest.firstIndex(of: "d") {
      rest = rest[start...]
      if rest.hasPrefix(mark) {
        return document[..<start] + "dray_\(batch)" + rest.dropFirst(mark.count)
      }
      rest = rest.dropFirst()
    }
    return document
  }
}
