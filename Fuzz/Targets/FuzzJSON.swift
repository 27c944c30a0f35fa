// SPDX-License-Identifier: Apache-2.0

/// An array of objects, or one object a line.
func fuzzJSON(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let choice = bytes.first else { return }
  var format = JSONFormat(fields: ["a", "b/c", "d/0", "d"])
  format.records = choice & 1 == 0 ? "/" : "/data/items"
  format.encoding = choice & 2 == 0 ? "utf-8" : "utf-16le"
  Subject.read(UnsafeBufferPointer(rebasing: bytes.dropFirst()), as: .json(format))
}
