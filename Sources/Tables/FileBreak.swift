// SPDX-License-Identifier: Apache-2.0

extension Fault {
  /// Whether a file breaks off at this fault, thrown by a reader that had begun to read its records: nothing that follows
  /// can be read, and nothing is said against the records before it.
  ///
  /// The file was cut off, or what it is written in is not well-formed there. All else that a reader throws casts doubt on
  /// the whole file: bytes of another encoding, a NUL, a header once more, a checksum, a trailer or a limit.
  package var isBreak: Bool { Self.breaks.contains(code) }

  private static let breaks: Set<String> = [
    "truncated", "unclosed-quote", "text-after-quote", "not-well-formed", "undefined-entity",
    "not-json",
  ]
}

extension TableError {
  /// Whether the file breaks off here, see `Fault.isBreak`.
  var isBreak: Bool {
    switch self {
    case .fault(let fault): fault.isBreak
    case .failure: false
    }
  }
}
