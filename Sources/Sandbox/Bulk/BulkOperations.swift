// SPDX-License-Identifier: Apache-2.0

import Tables

/// The bulk operations of the store, in the order they were started.
final class BulkOperations {
  private(set) var operations: [BulkOperation] = []

  var isBusy: Bool { operations.contains { $0.status.isUnderWay } }

  func advance(_ context: ExecutionContext) {}

  func runQuery(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved { .null }
  func runMutation(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved { .null }
  func cancel(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved { .null }
}
