// SPDX-License-Identifier: Apache-2.0

/// A packed file: what comes out is never more than what was allowed.
func fuzzGzip(_ bytes: UnsafeBufferPointer<UInt8>) {
  var count = 0
  do throws(TableError) {
    let told = try Gunzip.unpack(
      path: Subject.path(of: bytes), named: "f", limits: Gunzip.Limits(bytes: 1 << 20)
    ) { (piece) throws(ReadFailure) in count += piece.count }
    precondition(told == count, "the size that is told is the size that came")
  } catch {}
  precondition(count <= 1 << 20, "more came out than was allowed")
}
