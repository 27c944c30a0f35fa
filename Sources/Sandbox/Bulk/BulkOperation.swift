// SPDX-License-Identifier: Apache-2.0

import Tables

/// One bulk operation and how far it has got.
struct BulkOperation: Codable {
  enum Kind: String, Codable {
    case query = "QUERY"
    case mutation = "MUTATION"
  }

  enum Status: String, Codable {
    case created = "CREATED"
    case running = "RUNNING"
    case canceling = "CANCELING"
    case canceled = "CANCELED"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case expired = "EXPIRED"

    /// Whether it takes one of the places for operations under way.
    var isUnderWay: Bool {
      switch self {
      case .created, .running, .canceling: true
      case .canceled, .completed, .failed, .expired: false
      }
    }
  }

  /// What a scripted fault does to it.
  enum Fault: String, Codable {
    /// It fails half way, with what there is so far.
    case fail = "bulk-fail"
    /// Its result breaks off inside a line.
    case cut = "bulk-cut"
    /// It is over, and its result is gone.
    case expired = "bulk-expired"
    /// Somebody cancels it half way; there is part of its result.
    case cancel = "bulk-cancel"
    /// It runs out of time half way; there is part of its result.
    case timeout = "bulk-timeout"
    /// It completes, and gives no address of its result.
    case noURL = "bulk-no-url"
    /// Its lines are counted from 1.
    case fromOne = "bulk-from-one"
    /// One line's number stands a second time, with another answer.
    case twice = "bulk-twice"

    /// Whether it stops half way.
    var stopsHalfWay: Bool {
      switch self {
      case .fail, .cancel, .timeout: true
      case .cut, .expired, .noURL, .fromOne, .twice: false
      }
    }
  }

  var kind: Kind
  /// The inner document, as it was given.
  var document: String
  var status = Status.created
  var createdAt: Moment
  var completedAt: Moment?
  var objectCount = 0
  var rootObjectCount = 0
  var fileSize: Int?
  /// The names of its result and of what there was when it failed.
  var result: String?
  var partialResult: String?
  var errorCode: String?
  var fault: Fault?
}

/// A bulk operation as the API shows it.
struct BulkOperationNode: Resolvable {
  let typeName = "BulkOperation"
  let index: Int

  static func id(_ index: Int) -> String {
    GlobalID.text("BulkOperation", GlobalID.Base.bulk + index)
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let operation = context.store.bulk.operations[index]
    let address: (String?) -> Resolved = { name in
      .text(name.map { "\(context.baseURL)/bulk-results/\($0)" })
    }
    switch field {
    case "id": return .text(BulkOperationNode.id(index))
    case "type": return .text(operation.kind.rawValue)
    case "status": return .text(operation.status.rawValue)
    case "query": return .text(operation.document)
    case "createdAt": return .time(operation.createdAt)
    case "completedAt": return .time(operation.completedAt)
    case "objectCount": return .unsigned(operation.objectCount)
    case "rootObjectCount": return .unsigned(operation.rootObjectCount)
    case "fileSize": return .unsigned(operation.fileSize)
    case "url": return address(operation.result)
    case "partialDataUrl": return address(operation.partialResult)
    case "errorCode": return .text(operation.errorCode)
    default: throw unresolved(typeName, field)
    }
  }
}
