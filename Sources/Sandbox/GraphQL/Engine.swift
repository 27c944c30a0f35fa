// SPDX-License-Identifier: Apache-2.0

import Tables

/// Checks and runs GraphQL documents against the store.
final class Engine {
  /// How connections are answered.
  enum Paging {
    /// As the arguments say: `first`, `after`, `last`, `before`.
    case asked
    /// Whole, whatever the arguments say: bulk queries.
    case whole
  }

  /// A document that parses and fits the schema, or the errors that say why not.
  func prepare(_ text: String) -> Result<PreparedDocument, DocumentErrors> {
    .failure(DocumentErrors(errors: []))
  }

  /// Runs a document: `{"data": …, "errors": […]}` (no `errors` where there are none, no `data` where the
  /// variables were refused).
  func execute(
    _ document: PreparedDocument, variables: JSON, context: ExecutionContext,
    paging: Paging = .asked
  ) -> JSON {
    .null
  }
}

/// Why a document was refused: the top-level `errors`.
struct DocumentErrors: Error {
  var errors: [JSON]
}

/// A document that has passed validation.
struct PreparedDocument {}
