// SPDX-License-Identifier: Apache-2.0

import Glibc

extension FolderError {
  /// What the system said about `verb`ing `name`, with what to do about it.
  static func system(_ verb: String, _ name: String, code: Int32 = errno) -> FolderError {
    let (kind, advice): (Kind, String?) =
      switch code {
      case ENOSPC, EDQUOT, EROFS: (.noSpace, "make room, Dray goes on by itself")
      case EIO: (.io, "look at the disk")
      case EACCES, EPERM: (.denied, "give Dray's user the right to")
      case ENOENT: (.missing, nil)
      case EEXIST: (.exists, nil)
      case ELOOP, EXDEV: (.hostile, "links and mounts are not followed")
      default: (.other, nil)
      }
    let said = String(cString: strerror(code))
    return FolderError(
      kind, code: code,
      "cannot \(verb) \(shown(name)): \(said)" + (advice.map { "; \($0)" } ?? ""))
  }

  /// A name from outside as it may stand in a message: nothing in it can move the cursor or forge a line.
  package static func shown(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
        .unassigned:
        text += "\\u{\(String(scalar.value, radix: 16))}"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text
  }
}
