// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials

/// Base64, as cursors use it.
enum Base64 {
  static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }

  /// nil where the text is not Base64.
  static func decode(_ text: String) -> [UInt8]? {
    Data(base64Encoded: text).map { [UInt8]($0) }
  }
}
