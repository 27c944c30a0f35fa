// SPDX-License-Identifier: Apache-2.0

import Crypto
import GRDB

/// The function `sha256(TEXT)`, in hexadecimal digits.
enum DigestFunction {
  static func register(on database: Database) {
    database.add(
      function: DatabaseFunction("sha256", argumentCount: 1, pure: true) { values in
        guard let text = String.fromDatabaseValue(values[0]) else { return nil }
        return SHA256.hash(data: Array(text.utf8)).map { byte in
          String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
        }.joined()
      })
  }
}
