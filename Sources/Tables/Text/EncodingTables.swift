// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// The encodings that are read through a table, which is made once a process: to learn one of several bytes a
/// character takes tens of thousands of questions to the C library.
enum EncodingTables {
  /// How many are remembered, so that files which each declare another do not fill memory.
  private static let limit = 48
  private static let known = Mutex<[String: TextEncoding]>([:])

  /// - Parameter name: in lower case.
  static func encoding(named name: String) -> TextEncoding? {
    if let encoding = known.withLock({ $0[name] }) { return encoding }
    let encoding: TextEncoding
    if let table = ByteTable(encoding: name) {
      encoding = .singleByte(table)
    } else if let table = MultiByteTable(encoding: name) {
      encoding = .multiByte(table)
    } else {
      return nil
    }
    known.withLock { if $0.count < limit { $0[name] = encoding } }
    return encoding
  }
}
