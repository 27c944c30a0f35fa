// SPDX-License-Identifier: Apache-2.0

import Glibc

/// What is fed: FUZZ_TARGET names it. One binary for all, since the room is compiled with each.
private let target: @Sendable (UnsafeBufferPointer<UInt8>) -> Void = {
  let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
  switch name {
  case "csv": return fuzzCSV
  case "xml": return fuzzXML
  case "json": return fuzzJSON
  case "fixed": return fuzzFixed
  case "xlsx": return fuzzXLSX
  case "gzip": return fuzzGzip
  case "recognition": return fuzzRecognition
  default: fatalError("FUZZ_TARGET is \"\(name)\"; the targets are in Fuzz/Targets")
  }
}()

/// What libFuzzer calls. (llvm.org/docs/LibFuzzer.html)
@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  target(UnsafeBufferPointer(start: data, count: count))
  return 0
}
