// SPDX-License-Identifier: Apache-2.0

import Tables

extension Store {
  /// A staged upload arrived at `/staged/PATH` (POST: `fields` are the form's fields before the file; PUT:
  /// none). The answer's status (201, or 200 for PUT) and body.
  func receiveUpload(path: String, fields: [String: String], file: [UInt8]) -> (Int, String) {
    uploads.receive(path: path, fields: fields, file: file)
  }

  /// The bytes behind `/bulk-results/PATH`; nil where there are none (any more).
  func bulkResult(path: String) -> [UInt8]? { nil }

  /// `POST /sandbox/PATH` that the server itself does not know: changes state by hand, as a sale or
  /// another person would. nil where the path is not known here either.
  func control(path: String, body: JSON, context: ExecutionContext) -> (Int, JSON)? { nil }

  /// All state, for `--state DIR`.
  func snapshot() -> JSON { .null }

  /// Takes a snapshot's state back.
  func restore(_ snapshot: JSON) throws {}
}
