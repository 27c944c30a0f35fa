// SPDX-License-Identifier: Apache-2.0

/// Lines in which every value has its place.
func fuzzFixed(_ bytes: UnsafeBufferPointer<UInt8>) {
  guard let choice = bytes.first else { return }
  var format = FixedFormat(kinds: [
    FixedFormat.Kind(
      prefix: "H", role: .heading, columns: [FixedFormat.Column("order", start: 2, width: 4)]),
    FixedFormat.Kind(prefix: "#", role: .skip),
    FixedFormat.Kind(columns: [
      FixedFormat.Column("sku", start: 1, width: 8), FixedFormat.Column("qty", start: 20, width: 3),
    ]),
  ])
  format.encoding = ["utf-8", "windows-1252", "utf-16be", "iso-8859-1"][Int(choice & 3)]
  Subject.read(UnsafeBufferPointer(rebasing: bytes.dropFirst()), as: .fixed(format))
}
