// SPDX-License-Identifier: Apache-2.0

/// Why a file yields no more records.
package enum TableError: Error, Sendable {
  /// Its bytes are wrong, and nothing that follows can be trusted: the delivery is refused.
  case fault(Fault)
  /// The world failed to hand over its bytes: try again.
  case failure(ReadFailure)
}

extension TableError: CustomStringConvertible {
  /// The text of what is inside.
  package var description: String {
    switch self {
    case .fault(let fault): fault.description
    case .failure(let failure): failure.description
    }
  }
}

/// A whole file could not be read for a reason that is not in its bytes.
package struct ReadFailure: Error, Sendable, CustomStringConvertible {
  /// What the system said, with the file's name.
  package var description: String

  /// A failure to read, in words.
  package init(_ description: String) { self.description = description }
}
