// SPDX-License-Identifier: Apache-2.0

import Tables

/// What the beginning of a document leaves open and its copy must close, where the document itself breaks off.
///
/// The beginning was read before, so that it is well-formed.
enum OpenBrackets {
  /// The end tags of the elements that a piece of XML leaves open, innermost first.
  static func endTags(of beginning: [UInt8]) -> [UInt8] {
    var open: [ArraySlice<UInt8>] = []
    var rest = beginning[...]
    while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
      rest = rest[start...]
      if rest.starts(with: "<!--".utf8) {
        rest = rest.after("-->")
      } else if rest.starts(with: "<![CDATA[".utf8) {
        rest = rest.after("]]>")
      } else if rest.starts(with: "<?".utf8) {
        rest = rest.after("?>")
      } else {
        let tag = rest.tag
        rest = rest[tag.endIndex...]
        if tag.starts(with: "</".utf8) {
          _ = open.popLast()
        } else if !tag.starts(with: "<!".utf8), tag.suffix(2) != ArraySlice("/>".utf8) {
          open.append(tag.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") })
        }
      }
    }
    return open.reversed().flatMap { Array("</".utf8) + $0 + Array(">\n".utf8) }
  }

  /// The brackets that close what a piece of JSON leaves open, innermost first.
  static func closing(_ beginning: [UInt8]) -> [UInt8] {
    var open: [UInt8] = []
    var index = 0
    while index < beginning.count {
      switch beginning[index] {
      case UInt8(ascii: "{"): open.append(UInt8(ascii: "}"))
      case UInt8(ascii: "["): open.append(UInt8(ascii: "]"))
      case UInt8(ascii: "}"), UInt8(ascii: "]"): _ = open.popLast()
      case UInt8(ascii: "\""):
        index += 1
        while index < beginning.count, beginning[index] != UInt8(ascii: "\"") {
          index += beginning[index] == UInt8(ascii: "\\") ? 2 : 1
        }
      default: break
      }
      index += 1
    }
    return open.reversed()
  }
}

extension ArraySlice<UInt8> {
  /// What follows the first of these characters; nothing where they do not stand here.
  fileprivate func after(_ end: String) -> ArraySlice<UInt8> {
    let end = Array(end.utf8)
    var index = startIndex
    while index + end.count <= endIndex {
      if self[index..<index + end.count] == end[...] { return self[(index + end.count)...] }
      index += 1
    }
    return []
  }

  /// The tag that begins here, its values in quotes passed over.
  fileprivate var tag: ArraySlice<UInt8> {
    var quote: UInt8?
    for index in indices {
      switch (quote, self[index]) {
      case (nil, UInt8(ascii: ">")): return self[...index]
      case (nil, UInt8(ascii: "\"")), (nil, UInt8(ascii: "'")): quote = self[index]
      case (let open?, let byte) where open == byte: quote = nil
      default: break
      }
    }
    return self
  }
}
