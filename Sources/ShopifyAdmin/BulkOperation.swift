// SPDX-License-Identifier: Apache-2.0

/// A bulk operation as the store reports it.
package struct BulkOperation: Sendable, Hashable {
  /// `BulkOperationStatus`.
  package enum Status: String, Sendable {
    case created = "CREATED"
    case running = "RUNNING"
    case canceling = "CANCELING"
    case canceled = "CANCELED"
    case completed = "COMPLETED"
    case failed = "FAILED"
    case expired = "EXPIRED"

    /// Whether it will not change any more.
    package var isFinal: Bool {
      switch self {
      case .created, .running, .canceling: false
      case .canceled, .completed, .failed, .expired: true
      }
    }
  }

  /// Its global id.
  package var id: String
  /// How far it is.
  package var status: Status
  /// `ACCESS_DENIED`, `INTERNAL_SERVER_ERROR` or `TIMEOUT` of one that failed; nil otherwise.
  package var errorCode: String?
  /// The instant the store made it, RFC 3339: the watermark of a bulk read.
  package var createdAt: String
  /// When it completed, RFC 3339; nil before, and where it did not.
  package var completedAt: String?
  /// Objects so far.
  package var objectCount: Int
  /// Those at the root of a query.
  package var rootObjectCount: Int
  /// Bytes of the result; nil where there is none.
  package var fileSize: Int?
  /// The result, JSON Lines, for 7 days; nil where a query found nothing.
  package var url: String?
  /// What a failed one had done; nil where that is nothing.
  package var partialDataURL: String?
  /// The inner document, verbatim: our batch id stands in its operation name.
  package var query: String

  /// An operation.
  package init(
    id: String, status: Status, errorCode: String? = nil, createdAt: String,
    completedAt: String? = nil,
    objectCount: Int, rootObjectCount: Int, fileSize: Int? = nil, url: String? = nil,
    partialDataURL: String? = nil, query: String
  ) {
    self.id = id
    self.status = status
    self.errorCode = errorCode
    self.createdAt = createdAt
    self.completedAt = completedAt
    self.objectCount = objectCount
    self.rootObjectCount = rootObjectCount
    self.fileSize = fileSize
    self.url = url
    self.partialDataURL = partialDataURL
    self.query = query
  }
}

/// What a start of a bulk operation came to.
package enum BulkStart: Sendable {
  /// It runs, or will.
  case started(BulkOperation)
  /// `OPERATION_IN_PROGRESS` or `LIMIT_REACHED`: later.
  case busy(message: String)
  /// Refused: `INVALID_MUTATION`, `NO_SUCH_FILE`, `INVALID_STAGED_UPLOAD_FILE`, ….
  case refused(UserError)
}
