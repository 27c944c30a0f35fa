// SPDX-License-Identifier: Apache-2.0

extension ExactDecimal {
  /// Reads digits with an optional leading sign and one decimal mark: `-12.50`, `+3`, `.5`.
  ///
  /// Nil for anything else: empty, spaces, exponents, `NaN`, thousands separators, a mark with no
  /// digit after it, more than 38 digits (leading zeros left out).
  package init?(
    parsing bytes: some Sequence<UInt8>, decimal mark: UInt8 = UInt8(ascii: ".")
  ) {
    var coefficient: Int128 = 0
    var scale: Int?
    var negative = false
    var last: UInt8 = 0
    var first = true
    for byte in bytes {
      defer {
        first = false
        last = byte
      }
      if byte &- UInt8(ascii: "0") < 10 {
        guard coefficient < ExactDecimal.powers[ExactDecimal.maxDigits - 1] else { return nil }
        coefficient = coefficient * 10 + Int128(byte &- UInt8(ascii: "0"))
        if let places = scale { scale = places + 1 }
      } else if byte == mark, scale == nil {
        scale = 0
      } else if first, byte == UInt8(ascii: "-") || byte == UInt8(ascii: "+") {
        negative = byte == UInt8(ascii: "-")
      } else {
        return nil
      }
    }
    // Ends in a digit, so there is one, and none of the marks stands alone.
    guard last &- UInt8(ascii: "0") < 10, scale ?? 0 <= ExactDecimal.maxDigits else { return nil }
    self.init(coefficient: negative ? -coefficient : coefficient, scale: scale ?? 0)
  }

  /// Reads a number from text.
  package init?(parsing text: String, decimal mark: UInt8 = UInt8(ascii: ".")) {
    self.init(parsing: text.utf8, decimal: mark)
  }

  /// The value as money is written: a point, at least two digits after it, no zeros beyond them.
  package var money: String {
    var value = reduced(to: 2)
    while value.scale < 2 {
      let (grown, overflow) = value.coefficient.multipliedReportingOverflow(by: 10)
      guard !overflow else { break }
      value = ExactDecimal(coefficient: grown, scale: value.scale + 1)
    }
    return value.description
  }

  /// The value with no more digits after the point than it needs: `1.50` is `1.5`, `2.0` is `2`.
  package var shortest: String { reduced(to: 0).description }
}

extension ExactDecimal: CustomStringConvertible {
  /// Digits with a point, in the scale it was read with.
  package var description: String {
    var digits = String(coefficient.magnitude)
    if digits.utf8.count <= scale {
      digits = String(repeating: "0", count: scale - digits.utf8.count + 1) + digits
    }
    if scale > 0 {
      digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
    }
    return coefficient < 0 ? "-" + digits : digits
  }
}

extension ExactDecimal {
  /// Appends a number as money is written; text that is no number is appended as it is.
  package static func appendMoney(_ text: UnsafeRawBufferPointer, to out: inout [UInt8]) {
    var digits = 0
    var places: Int?
    for (index, byte) in text.enumerated() {
      if byte &- UInt8(ascii: "0") < 10 {
        digits += 1
        places = places.map { $0 + 1 }
      } else if byte == UInt8(ascii: "."), places == nil {
        places = 0
      } else if byte != UInt8(ascii: "-") || index > 0 {
        out.append(contentsOf: text)
        return
      }
    }
    // The common cases need no arithmetic; ".5" and "5." are left to it.
    switch (digits, places) {
    case (1..., nil):
      out.append(contentsOf: text)
      out.append(contentsOf: ".00".utf8)
    case (2..., 1):
      out.append(contentsOf: text)
      out.append(UInt8(ascii: "0"))
    case (3..., 2): out.append(contentsOf: text)
    default:
      if let number = ExactDecimal(parsing: text) {
        out.append(contentsOf: number.money.utf8)
      } else {
        out.append(contentsOf: text)
      }
    }
  }
}
