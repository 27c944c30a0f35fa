// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal
import ShopifyAdmin

/// Reads the objects of changes again, by id.
struct ObjectReading: Sendable {
  /// The most ids one request takes: the general limit of input arrays.
  static let mostIDs = 250

  let admin: AdminClient
  let operation: Operation

  /// The current values for each change, in order; nil where the store does not have the object.
  func values(of changes: [Change]) async throws(AdminError) -> [[String: String?]?] {
    var ids: [String] = []
    for change in changes {
      do {
        ids.append(operation.readBack.id(try Intent(object: change.object, text: change.intent)))
      } catch {
        throw AdminError(.refused(code: nil), error.description)
      }
    }
    let nodes = try await admin.nodes(
      ids.filter { !$0.isEmpty }, document: operation.readBack.document)
    return ids.map { nodes[$0].flatMap(operation.readBack.values) }
  }
}
