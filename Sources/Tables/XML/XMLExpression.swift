// SPDX-License-Identifier: Apache-2.0

import CXML

/// An XPath expression, compiled by libxml2.
///
/// It owns the compiled form, which nothing else holds and which is only read once made.
final class XMLExpression {
  let compiled: OpaquePointer
  /// Whether libxml2 compares found nodes with each other to leave none in twice: `|`, `//` and siblings. It does
  /// not count that as steps.
  let comparesNodes: Bool

  /// - Throws: where libxml2 takes it for no XPath, with its reason.
  init(_ text: String) throws(XPathComplaint) {
    comparesNodes = try XPathScanner.tokens(of: text).contains { token in
      switch token {
      case .binary(let mark), .mark(let mark): mark == "|" || mark == "//"
      case .axis(let name): name.hasPrefix("descendant") || name.hasSuffix("sibling")
      case .name, .function, .nodeType, .constant, .variable: false
      }
    }
    let room = 200
    let reason = UnsafeMutablePointer<CChar>.allocate(capacity: room)
    defer { reason.deallocate() }
    guard let compiled = cxml_compile(text, reason, room) else {
      throw XPathComplaint("is no XPath: \(String(cString: reason))")
    }
    self.compiled = compiled
  }

  deinit { cxml_xpath_free(compiled) }
}
