// SPDX-License-Identifier: Apache-2.0

/// Elements of a document.
func fuzzXML(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let choice = bytes.first else { return }
  var format = XMLFormat(
    records: "/a/b", fields: ["c", "@d", "c/e", "c/@f"])
  format.ignoresDoctype = choice & 1 != 0
  Subject.read(UnsafeBufferPointer(rebasing: bytes.dropFirst()), as: .xml(format))
}
