// SPDX-License-Identifier: Apache-2.0

import Foundation
import Glibc

/// A file of a test's own, removed with the value.
final class ScratchFile {
  let path: String

  init(_ bytes: [UInt8], ending: String = "") throws {
    path =
      FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ending).path()
    try Data(bytes).write(to: URL(fileURLWithPath: path))
  }

  deinit { unlink(path) }
}
