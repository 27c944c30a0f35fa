// SPDX-License-Identifier: Apache-2.0

internal import Tables

extension AdminClient {
  /// Starts a bulk query. An `unknown` outcome may have started one: harmless, but it takes one of the
  /// five places of its kind until it ends.
  package func startBulkQuery(_ document: String) async throws(AdminError) -> BulkStart {
    try await start(
      AdminDocuments.bulkQuery, root: "bulkOperationRunQuery",
      variables: ["query": .string(document)])
  }

  /// Starts a bulk mutation over an uploaded file. After `unknown`, `findBulkMutation` tells.
  package func startBulkMutation(_ document: String, uploadPath: String) async throws(AdminError)
    -> BulkStart
  {
    try await start(
      AdminDocuments.bulkMutation, root: "bulkOperationRunMutation",
      variables: ["mutation": .string(document), "path": .string(uploadPath)])
  }

  private func start(
    _ document: String, root: String, variables: JSON
  ) async throws(AdminError) -> BulkStart {
    let reply = try await send(
      AdminRequest(
        document: document, variables: variables.bytes, root: root, isRead: false, assumedCost: 10))
    if let error = reply.userErrors.first {
      switch error.code {
      case "OPERATION_IN_PROGRESS", "LIMIT_REACHED": return .busy(message: error.message)
      default: return .refused(error)
      }
    }
    return .started(try operation(reply.value(of: root)["bulkOperation"] ?? .null, root: root))
  }

  private func operation(_ json: JSON, root: String) throws(AdminError) -> BulkOperation {
    guard let operation = BulkOperation(json) else {
      throw AdminError(
        .unknown, "\(root): expected a bulk operation in the reply, found none that is whole")
    }
    return operation
  }

  /// One operation by id; nil where the store has none of that id.
  package func bulkOperation(id: String) async throws(AdminError) -> BulkOperation? {
    let root = "bulkOperation"
    let reply = try await read(AdminDocuments.bulkOperation, root: root, ["id": .string(id)])
    let value = reply.value(of: root)
    return value.isNull ? nil : try operation(value, root: root)
  }

  /// The mutation operation whose document carries `batch` in its name (`mutation dray_BATCH(…)`),
  /// among those made since `createdSince` (RFC 3339); nil where there is none. The newest, where a
  /// name was used twice. The search may lag behind: an absence is only worth something some time
  /// after the start.
  package func findBulkMutation(batch: String, createdSince: String) async throws(AdminError)
    -> BulkOperation?
  {
    let root = "bulkOperations"
    var cursor: String?
    repeat {
      let reply = try await read(
        AdminDocuments.bulkOperations, root: root,
        [
          "query": .string("operation_type:mutation created_at:>='\(createdSince)'"),
          "after": cursor.map { .string($0) } ?? .null,
        ])
      let page = reply.value(of: root)
      for node in page["nodes"]?.array ?? [] {
        if let operation = BulkOperation(node), operation.carries(batch: batch) {
          return operation
        }
      }
      let next =
        page["pageInfo"]?["hasNextPage"]?.bool == true
        ? page["pageInfo"]?["endCursor"]?.string : nil
      guard next != cursor else { return nil }
      cursor = next
    } while cursor != nil
    return nil
  }

  /// Waits, polling after 1 s, 2 s, 4 s, 8 s and then every 10 s, until an operation is final; `report`
  /// hears of every look. A look that fails for want of a connection is made again for as long as `patience`, nil
  /// without end: the operation runs on meanwhile.
  /// - Throws: `refused` where the store has no such operation; `cancelled`; what the last look failed with once
  ///   patience is used up.
  package func awaitBulkOperation(
    id: String, patience: Duration? = nil, report: @Sendable (BulkOperation) -> Void = { _ in }
  ) async throws(AdminError) -> BulkOperation {
    var wait = Duration.seconds(1)
    var failing = Duration.zero
    while true {
      switch try await look(id) {
      case .success(let operation):
        report(operation)
        if operation.status.isFinal { return operation }
        failing = .zero
      case .failure(let error):
        failing += wait
        if let patience, failing > patience { throw error }
      }
      do {
        try await clock.sleep(wait)
      } catch {
        throw AdminError(.cancelled, "cancelled while waiting for \(id)")
      }
      wait = min(wait * 2, .seconds(10))
    }
  }

  /// A failure where there was no look, and there may be one later.
  private func look(_ id: String) async throws(AdminError) -> Result<BulkOperation, AdminError> {
    do throws(AdminError) {
      guard let operation = try await bulkOperation(id: id) else {
        throw AdminError(.refused(code: "NOT_FOUND"), "the store knows no bulk operation \(id)")
      }
      return .success(operation)
    } catch {
      switch error.disposition {
      case .again, .unknown: return .failure(error)
      case .split, .reject, .pause, .stop: throw error
      }
    }
  }

  /// A read with small variables.
  func read(
    _ document: String, root: String, _ variables: JSON
  ) async throws(AdminError) -> AdminReply {
    try await send(
      AdminRequest(
        document: document, variables: variables.bytes, root: root, isRead: true, assumedCost: 10))
  }
}
