// SPDX-License-Identifier: Apache-2.0

internal import Secrets

/// Takes secrets out of foreign text before it is logged, journalled or shown.
struct Redactor: Sendable {
  private let secrets: [Secret]

  /// A redactor that knows these secrets by heart and any other by its looks.
  init(_ secrets: [Secret]) { self.secrets = secrets.filter { !$0.isEmpty } }

  /// At most `limit` characters, on one line, without control characters, known secrets, and runs of
  /// 20 or more letters, digits and underscores that hold a digit (tokens, signatures; a UUID's parts
  /// are shorter, so that request ids stay).
  func sample(_ bytes: some Collection<UInt8>, limit: Int = 200) -> String {
    // A secret cut in half by the limit would not be recognised: redact first, on a longer piece.
    clean(String(decoding: bytes.prefix(limit * 8), as: UTF8.self), limit: limit)
  }

  /// `sample` of a text.
  func clean(_ text: String, limit: Int = 400) -> String {
    var text = text
    for secret in secrets { text = secret.reveal { text.replacing($0, with: "[secret]") } }
    var out = ""
    var run = ""
    func flush() {
      let isToken = run.utf8.count >= 20 && run.contains(where: \.isNumber)
      out += isToken ? "[redacted]" : run
      run = ""
    }
    for scalar in text.unicodeScalars {
      switch scalar {
      case "A"..."Z", "a"..."z", "0"..."9", "_": run.unicodeScalars.append(scalar)
      default:
        flush()
        let isControl =
          scalar.value < 0x20 || 0x7F..<0xA0 ~= scalar.value || 0x2028..<0x202F ~= scalar.value
          || 0x2066...0x2069 ~= scalar.value
        if !isControl {
          out.unicodeScalars.append(scalar)
        } else if out.last != " " {
          out += " "
        }
      }
    }
    flush()
    return out.count > limit ? out.prefix(limit) + "…" : out
  }
}
