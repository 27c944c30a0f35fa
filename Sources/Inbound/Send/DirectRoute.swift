// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import ShopifyAdmin
import Synchronization

/// Sends batches as requests of their own, several on their way at once, as fast as the query cost bucket
/// allows: the client waits for points, the journal is committed once a turn for whatever came back and
/// whatever goes next.
struct DirectRoute: Sendable {
  let admin: AdminClient
  let operation: Operation
  let step: Step
  let patience: Duration
  let wait: @Sendable (Duration) async throws -> Void
  let isStopping: @Sendable () -> Bool
  /// Called after a commit that settled changes.
  let settled: @Sendable () throws(InboundError) -> Void

  /// When to take up again what stayed pending because the store was away.
  static let pendingWait: Duration = .seconds(60)

  /// How long the client may wait within one request: short enough to hear of a stop.
  static func clientPatience(_ patience: Duration) -> Duration { min(patience, .seconds(60)) }

  /// Works until nothing is left, or `work.halt` says why not.
  func run(_ work: inout DirectWork) async throws(InboundError) {
    let mailbox = Mailbox()
    var local = work
    let end: Result<Void, InboundError> = await withTaskGroup(of: Void.self) { group in
      do throws(InboundError) {
        var underway = 0
        while true {
          if isStopping() { local.stop() }
          let window = RouteChoice.window(
            cost: step.assumedCost(step.maxItems), bucket: admin.bucket)
          let returns = mailbox.take()
          let errands = try local.turn(returns, slots: max(0, window - underway))
          for errand in errands {
            underway += 1
            group.addTask { await mailbox.put(carry(errand)) }
          }
          if !returns.isEmpty { try settled() }
          if underway == 0 {
            if try local.startOver() { continue }
            return .success(())
          }
          await group.next()
          underway -= 1
        }
      } catch {
        // The journal failed: effects stop, and what is on its way is verified after the next start.
        group.cancelAll()
        return .failure(error)
      }
    }
    work = local
    try end.get()
  }

  private func carry(_ errand: DirectWork.Errand) async -> DirectWork.Return {
    switch errand {
    case .send(let parcel, let delay):
      return .sent(
        parcel,
        await answer(after: delay) { () async throws(AdminError) in
          try await admin.send(
            AdminRequest(
              document: step.document(of: parcel.batch.id),
              variables: parcel.batch.variables,
              root: step.root, isRead: false,
              assumedCost: step.assumedCost(parcel.changes.count)),
            patience: Self.clientPatience(patience))
        })
    case .read(let changes, let delay, let waited, let failures):
      let reading = ObjectReading(admin: admin, operation: operation)
      let values = await answer(after: delay) { () async throws(AdminError) in
        try await reading.values(of: changes)
      }
      return .read(changes, values, waited: waited, failures: failures)
    case .look(let lookup, let delay):
      let reading = ObjectReading(admin: admin, operation: operation)
      let found = await answer(after: delay) { () async throws(AdminError) in
        try await reading.find(lookup.change, step: step)
      }
      return .looked(lookup, found)
    }
  }

  private func answer<Value: Sendable>(
    after delay: Duration, _ ask: () async throws(AdminError) -> Value
  ) async -> Result<Value, AdminError> {
    if delay > .zero {
      do { try await wait(delay) } catch {
        return .failure(AdminError(.cancelled, "stopped while waiting to try again"))
      }
    }
    do throws(AdminError) { return .success(try await ask()) } catch { return .failure(error) }
  }
}

/// Where errands leave what they came back with, so that one commit takes all of it.
private final class Mailbox: Sendable {
  private let returns = Mutex<[DirectWork.Return]>([])

  func put(_ item: DirectWork.Return) { returns.withLock { $0.append(item) } }

  func take() -> [DirectWork.Return] {
    returns.withLock { returns in
      defer { returns = [] }
      return returns
    }
  }
}
