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

  package var id: String
  package var status: Status
  package var errorCode: String?
  /// The instant the store made it, RFC 3339: the watermark of a bulk read.
  package var createdAt: String
  package var completedAt: String?
  /// Objects so far.
  package var objectCount: Int
  package var rootObjectCount: Int
  package var fileSize: Int?
  package var url: String?
  package var partialDataURL: String?
  /// The inner document, verbatim: our batch id stands in its operation name.
  package var query: String

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
  case started(BulkOperation)
  /// `OPERATION_IN_PROGRESS` or `LIMIT_REACHED`: later.
  case busy(message: String)
  /// Refused: `INVALID_MUTATION`, `NO_SUCH_FILE`, `INVALID_STAGED_UPLOAD_FILE`, ….
  case refused(UserError)
}

extension AdminClient {
  /// Starts a bulk query.
  package func startBulkQuery(_ document: String) async throws(AdminError) -> BulkStart {
    throw AdminError(.unreachable, "contract")
  }

  /// Uploads JSON Lines and gives the staged upload path; a new target each time.
  package func stageUpload(file path: String, name: String) async throws(AdminError) -> String {
    throw AdminError(.unreachable, "contract")
  }

  /// Starts a bulk mutation over an uploaded file.
  package func startBulkMutation(_ document: String, uploadPath: String) async throws(AdminError)
    -> BulkStart
  {
    throw AdminError(.unreachable, "contract")
  }

  /// One operation by id; nil where the store has none of that id.
  package func bulkOperation(id: String) async throws(AdminError) -> BulkOperation? {
    throw AdminError(.unreachable, "contract")
  }

  /// The mutation operation whose document carries `batch` in its name, among those made since
  /// `createdSince` (RFC 3339); nil where there is none.
  package func findBulkMutation(batch: String, createdSince: String) async throws(AdminError)
    -> BulkOperation?
  {
    throw AdminError(.unreachable, "contract")
  }

  /// Asks the store to stop an operation.
  package func cancelBulkOperation(id: String) async throws(AdminError) {}

  /// Waits, polling, until an operation is final; `report` hears of every look.
  package func awaitBulkOperation(
    id: String, report: @Sendable (BulkOperation) -> Void = { _ in }
  ) async throws(AdminError) -> BulkOperation {
    throw AdminError(.unreachable, "contract")
  }

  /// Downloads a result. No token goes along; the host must be one Shopify hands out, or the
  /// configured endpoint's own.
  package func downloadResult(_ url: String, to path: String) async throws(AdminError) {
    throw AdminError(.unreachable, "contract")
  }
}
