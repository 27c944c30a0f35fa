// SPDX-License-Identifier: Apache-2.0

/// Elements of a document.
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  var format = XMLFormat(
    records: "/a/b", fields: ["c", "@d", "c/e", "c/@f"])
  format.ignoresDoctype = data[0] & 1 != 0
  Subject.read(UnsafeBufferPointer(start: data + 1, count: count - 1), as: .xml(format))
  return 0
}
