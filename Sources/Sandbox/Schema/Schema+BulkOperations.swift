// SPDX-License-Identifier: Apache-2.0

extension SandboxSchema {
  /// Cut from the official schema by `.ci/schema-excerpt.py`.
  static let bulkOperations = #"""
    enum BulkOperationErrorCode {
      ACCESS_DENIED INTERNAL_SERVER_ERROR TIMEOUT
    }

    enum BulkOperationStatus {
      CANCELED CANCELING COMPLETED CREATED EXPIRED FAILED RUNNING
    }

    type BulkOperation implements Node {
      completedAt: DateTime
      createdAt: DateTime!
      errorCode: BulkOperationErrorCode
      fileSize: UnsignedInt64
      id: ID!
      objectCount: UnsignedInt64!
      partialDataUrl: URL
      query: String!
      rootObjectCount: UnsignedInt64!
      status: BulkOperationStatus!
      type: BulkOperationType!
      url: URL
    }

    type BulkOperationConnection {
      edges: [BulkOperationEdge!]!
      nodes: [BulkOperation!]!
      pageInfo: PageInfo!
    }

    type BulkOperationEdge {
      cursor: String!
      node: BulkOperation!
    }

    type BulkOperationRunQueryPayload {
      bulkOperation: BulkOperation
      userErrors: [BulkOperationUserError!]!
    }

    type BulkOperationRunMutationPayload {
      bulkOperation: BulkOperation
      userErrors: [BulkMutationUserError!]!
    }

    type BulkOperationCancelPayload {
      bulkOperation: BulkOperation
      userErrors: [UserError!]!
    }

    enum BulkOperationUserErrorCode {
      OPERATION_IN_PROGRESS INVALID LIMIT_REACHED
    }

    type BulkOperationUserError implements DisplayableError {
      code: BulkOperationUserErrorCode
      field: [String!]
      message: String!
    }

    enum BulkMutationErrorCode {
      OPERATION_IN_PROGRESS INVALID_MUTATION INVALID_STAGED_UPLOAD_FILE NO_SUCH_FILE
      INTERNAL_FILE_SERVER_ERROR LIMIT_REACHED
    }

    type BulkMutationUserError implements DisplayableError {
      code: BulkMutationErrorCode
      field: [String!]
      message: String!
    }

    type StagedUploadsCreatePayload {
      stagedTargets: [StagedMediaUploadTarget!]
      userErrors: [UserError!]!
    }

    type StagedMediaUploadTarget {
      parameters: [StagedUploadParameter!]!
      resourceUrl: URL
      url: URL
    }

    type StagedUploadParameter {
      name: String!
      value: String!
    }
    """#
}
