// SPDX-License-Identifier: Apache-2.0

/// A GraphQL request.
package struct AdminRequest: Sendable {
  /// The document; one operation.
  package var document: String
  /// The variables, sent byte for byte as given: what the journal holds is what leaves.
  package var variables: [UInt8]
  /// Its root field, for logs and the journal's calls.
  package var root: String
  /// True where running it twice does no harm: an unknown outcome is then simply asked again.
  package var isRead: Bool
  /// The points to count on until the server has told.
  package var assumedCost: Int

  /// A request.
  package init(document: String, variables: [UInt8], root: String, isRead: Bool, assumedCost: Int) {
    self.document = document
    self.variables = variables
    self.root = root
    self.isRead = isRead
    self.assumedCost = assumedCost
  }
}
