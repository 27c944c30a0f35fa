// SPDX-License-Identifier: Apache-2.0

/// A workbook: its directory, its parts and its rows.
func fuzzXLSX(_ bytes: UnsafeBufferPointer<UInt8>) {
  Subject.read(bytes, as: .xlsx(XLSXFormat()))
}
