// SPDX-License-Identifier: Apache-2.0

/// Files that are no text, told by their first bytes.
enum Archive {
  /// What keeps a file from being read as text; nil where nothing does.
  static func fault(path: String, named name: String) throws(TableError) -> Fault? {
    let first: [UInt8]
    do { first = try FileSlices(path: path).bytes(at: 0, count: 4) } catch { throw .failure(error) }
    let place = Position(file: name, line: 1)
    if Gunzip.isPacked(first) {
      return Fault(
        "nested-archive", at: place, "the file is packed with gzip more than once",
        hint: "pack it once")
    }
    guard first == [0x50, 0x4B, 0x03, 0x04] else { return nil }
    return Fault(
      "zip", at: place, "the file is a zip archive, which is not unpacked",
      expected: "text, or text packed with gzip",
      hint: "unpack it before it is dropped; if it is an XLSX, say `type: xlsx`")
  }
}
