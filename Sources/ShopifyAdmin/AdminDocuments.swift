// SPDX-License-Identifier: Apache-2.0

internal import Tables

/// The documents of bulk operations and of reading by id, held against the 2026-07 schema.
package enum AdminDocuments {
  private static let operation = """
    id status type errorCode createdAt completedAt objectCount rootObjectCount fileSize url \
    partialDataUrl query
    """

  /// Starts a bulk query: `$query`.
  package static let bulkQuery = """
    mutation DrayBulkQuery($query: String!) {
      bulkOperationRunQuery(query: $query, groupObjects: false) {
        bulkOperation { \(operation) }
        userErrors { field message code }
      }
    }
    """

  /// Starts a bulk mutation: `$mutation`, `$path`.
  package static let bulkMutation = """
    mutation DrayBulkMutation($mutation: String!, $path: String!) {
      bulkOperationRunMutation(mutation: $mutation, stagedUploadPath: $path) {
        bulkOperation { \(operation) }
        userErrors { field message code }
      }
    }
    """

  /// One operation: `$id`.
  package static let bulkOperation = """
    query DrayBulkOperation($id: ID!) {
      bulkOperation(id: $id) { \(operation) }
    }
    """

  /// A page of operations, newest first: `$query`, `$after`.
  package static let bulkOperations = """
    query DrayBulkOperations($query: String!, $after: String) {
      bulkOperations(first: 50, after: $after, query: $query, sortKey: CREATED_AT, reverse: true) {
        nodes { \(operation) }
        pageInfo { hasNextPage endCursor }
      }
    }
    """

  /// Makes an upload target: `$input`.
  package static let stagedUpload = """
    mutation DrayStagedUpload($input: [StagedUploadInput!]!) {
      stagedUploadsCreate(input: $input) {
        stagedTargets { url resourceUrl parameters { name value } }
        userErrors { field message }
      }
    }
    """
}

extension BulkOperation {
  /// Reads an operation as the documents above select it; nil where the reply has another shape, or
  /// a status this version does not know.
  init?(_ json: JSON) {
    guard let id = json["id"]?.string,
      let status = json["status"]?.string.flatMap(Status.init(rawValue:)),
      let createdAt = json["createdAt"]?.string, let query = json["query"]?.string
    else { return nil }
    self.init(
      id: id, status: status, errorCode: json["errorCode"]?.string, createdAt: createdAt,
      completedAt: json["completedAt"]?.string,
      objectCount: BulkOperation.count(json["objectCount"]) ?? 0,
      rootObjectCount: BulkOperation.count(json["rootObjectCount"]) ?? 0,
      fileSize: BulkOperation.count(json["fileSize"]), url: json["url"]?.string,
      partialDataURL: json["partialDataUrl"]?.string, query: query)
  }

  /// `UnsignedInt64` comes as a string.
  private static func count(_ json: JSON?) -> Int? {
    json?.int ?? json?.string.flatMap { Int($0) }
  }

  /// Whether the name of the operation in its document is `dray_` and this batch, to the last letter.
  package func carries(batch: String) -> Bool {
    let name = Substring("dray_\(batch)")
    var rest = query[...]
    while let found = rest.firstRange(of: name) {
      let before = rest[..<found.lowerBound].last ?? query[..<found.lowerBound].last
      let after = query[found.upperBound...].first
      if !BulkOperation.isNamePart(before), !BulkOperation.isNamePart(after) { return true }
      rest = query[found.upperBound...]
    }
    return false
  }

  private static func isNamePart(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character == "_" || (character.isASCII && (character.isLetter || character.isNumber))
  }
}

extension AdminClient {
  /// Every document this room sends, for holding against Shopify's schema.
  package static var documents: [(name: String, text: String)] {
    [
      ("bulk-query", AdminDocuments.bulkQuery), ("bulk-mutation", AdminDocuments.bulkMutation),
      ("bulk-operation", AdminDocuments.bulkOperation),
      ("bulk-operations", AdminDocuments.bulkOperations),
      ("staged-upload", AdminDocuments.stagedUpload),
    ]
  }
}
