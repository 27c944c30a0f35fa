// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import Mirror
import Synchronization

/// Copies what the journal has settled to the mirror, in the order of settling; one copy at a time, so that
/// an older outcome never lands on a newer one.
package final class MirrorCopying: Sendable {
  private let turn = Mutex(())

  /// Nobody copies yet.
  package init() {}

  /// Changes copied in one transaction.
  private static let slice = 2_000

  /// Copies everything settled after the mirror's mark. Operations whose streams the mirror has never
  /// filled have no rows there to change.
  func catchUp(journal: Journal, mirror: StoreMirror) throws(InboundError) {
    let failure: InboundError? = turn.withLock { _ in
      do throws(InboundError) {
        try Self.copy(from: journal, to: mirror)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }

  private static func copy(from journal: Journal, to mirror: StoreMirror) throws(InboundError) {
    var mark = try reading(mirror) { (mirror) throws(MirrorError) in try mirror.journalMark }
    let last: Int64
    do { last = try journal.settledMark } catch { throw InboundError(error) }
    if mark >= last { return }
    var operations: [String: Operation] = [:]
    for operation in Operation.all {
      let unfilled = try reading(mirror) { (mirror) throws(MirrorError) in
        try mirror.unfilled(operation.streams)
      }
      if unfilled.isEmpty { operations[operation.name] = operation }
    }
    while mark < last {
      var changes: [Change] = []
      if !operations.isEmpty {
        do { changes = try journal.settled(after: mark, limit: slice) } catch {
          throw InboundError(error)
        }
      }
      let next = changes.count < slice ? last : changes.last?.settled ?? last
      var updates: [MirrorUpdate] = []
      for change in changes where change.state == .applied {
        guard let operation = operations[change.operation] else { continue }
        let intent = try Intent(object: change.object, text: change.intent)
        let arguments = operation.mirrorArguments(of: intent)
        updates += operation.mirrorUpdates.map { MirrorUpdate(sql: $0, arguments: arguments) }
      }
      do { try mirror.copy(updates, upTo: next) } catch { throw InboundError(error) }
      mark = next
    }
  }

  private static func reading<Value>(
    _ mirror: StoreMirror, _ body: (StoreMirror) throws(MirrorError) -> Value
  ) throws(InboundError) -> Value {
    do { return try body(mirror) } catch { throw InboundError(error) }
  }
}

extension Operation {
  /// The parameters of `mirrorUpdates` for an applied intent; the mirror itself fills in `known_at`.
  func mirrorArguments(of intent: Intent) -> [String: String?] {
    var arguments: [String: String?] = intent.identity.mapValues(Optional.some)
    for field in values.names {
      arguments.updateValue(
        intent.desired.keys.contains(field) ? "1" : "0", forKey: "maps_\(field)")
      arguments.updateValue(intent.desired[field] ?? nil, forKey: "desired_\(field)")
      arguments.updateValue(intent.prior[field] ?? nil, forKey: "prior_\(field)")
    }
    return arguments
  }
}
