// SPDX-License-Identifier: Apache-2.0

/// Elements of a document.
func fuzzXML(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let choice = bytes.first else { return }
  var format = XMLFormat(
    records: "/a/b",
    fields: [
      "c", "@d", "c/e", "c/@f", "c[@d='1']/e", "concat(c, '-', @d)", "count(c)", "../@g", "/a/h",
    ])
  if choice & 1 != 0 { format = XMLFormat(records: "/a/b", fields: ["c", "@d", "c/e", "c/@f"]) }
  format.ignoresDoctype = choice & 2 != 0
  if choice & 4 != 0 { format.namespaces = ["g": "u"] }
  if choice & 8 != 0 {
    format.children = [
      ChildPaths(name: "cs", path: "c", columns: ["f", "e", "d"], fields: ["@f", "e", "../@d"])
    ]
  }
  Subject.read(UnsafeBufferPointer(rebasing: bytes.dropFirst()), as: .xml(format))
}
