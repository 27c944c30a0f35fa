// SPDX-License-Identifier: Apache-2.0

import Tables

extension Store {
  /// A staged upload arrived at `/staged/PATH` (POST: `fields` are the form's fields before the file; PUT:
  /// none). The answer's status (201, or 200 for PUT) and body.
  func receiveUpload(path: String, fields: [String: String], file: [UInt8]) -> (Int, String) {
    uploads.receive(path: path, fields: fields, file: file)
  }

  /// The bytes behind `/bulk-results/PATH`; nil where there are none (any more).
  func bulkResult(path: String) -> [UInt8]? { bulk.results[path] }

  /// All state, for `--state DIR`.
  func snapshot() -> JSON { .null }

  /// Takes a snapshot's state back.
  func restore(_ snapshot: JSON) throws {}
}
