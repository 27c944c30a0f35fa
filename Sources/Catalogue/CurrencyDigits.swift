// SPDX-License-Identifier: Apache-2.0

/// How many digits a currency has after the decimal mark (ISO 4217); a price with more is not a price in it.
package enum CurrencyDigits {
  private static let none: Set<String> = [
    "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV",
    "XAF", "XOF", "XPF",
  ]
  private static let three: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]

  /// The digits of a currency by its code, e.g. 2 for `EUR`.
  package static func after(_ currency: String) -> Int {
    if none.contains(currency) { return 0 }
    return three.contains(currency) ? 3 : 2
  }
}
