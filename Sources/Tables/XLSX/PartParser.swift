// SPDX-License-Identifier: Apache-2.0

import CXML
import Glibc

/// What the parts of a workbook are made of, as far as they matter.
enum PartElement: String, CaseIterable {
  case row, c, v, `is`, t, rPh, si
  case sheetData, mergeCell
  case numFmt, cellXfs, xf
  case sheet, workbookPr
  case relationship = "Relationship"
  /// Anything else.
  case other = ""
}

/// The attributes of a start tag.
struct PartAttributes {
  fileprivate let all: UnsafeBufferPointer<cxml_attribute>

  /// The bytes of a value as they stand, for values without entities; nil without the attribute.
  func bytes(_ name: StaticString) -> UnsafeRawBufferPointer? {
    for attribute in all where strcmp(attribute.name, name.utf8Start) == 0 {
      return UnsafeRawBufferPointer(
        start: attribute.value, count: attribute.end - attribute.value)
    }
    return nil
  }

  /// A value's text; nil without the attribute, and where it is longer than any that a workbook has.
  func text(_ name: StaticString) -> String? {
    guard let bytes = bytes(name), bytes.count <= 1024 else { return nil }
    // libxml2 leaves an ampersand in the form `&#38;`.
    return String(decoding: bytes, as: UTF8.self).replacing("&#38;", with: "&")
  }

  /// A value's whole number; nil without the attribute, or where it is none.
  func number(_ name: StaticString) -> Int? { text(name).flatMap { Int($0) } }
}

/// Takes what a part of a workbook holds.
protocol PartTarget: AnyObject {
  /// What ends the parsing.
  var problem: TableError? { get }
  func start(_ element: PartElement, _ attributes: PartAttributes)
  func end(_ element: PartElement)
  func text(_ bytes: UnsafeRawBufferPointer)
}

/// Pushes a part of a workbook through libxml2 to its target, piece by piece. No DTD is read, nothing is fetched.
final class PartParser {
  private let source: ZipUnpacking
  private let target: any PartTarget
  private let name: String
  private let part: String
  // Set at once, and only after all else is there for callbacks to use.
  private var parser: OpaquePointer?
  private var chunk = [UInt8](repeating: 0, count: 64 << 10)
  private var open: [PartElement] = []
  /// What an element's interned name stands for, once it has been met.
  private var names: [UnsafePointer<CChar>: PartElement] = [:]

  /// A parser of an entry of an archive.
  init(
    _ part: String, of archive: ZipArchive, to target: any PartTarget, named name: String
  ) throws(TableError) {
    guard let entry = archive.entry(part) else {
      throw .fault(
        Fault(
          "not-xlsx", at: Position(file: name, line: 1), "the workbook has no part \(part)",
          hint: "save it anew as .xlsx"))
    }
    source = try ZipUnpacking(entry, of: archive, named: name)
    self.target = target
    self.name = name
    self.part = part
    // The pointer is used only from within `push`, which this outlives.
    let user = Unmanaged.passUnretained(self).toOpaque()
    let callbacks = cxml_events(
      start: { user, name, _, _, count, attributes in
        Unmanaged<PartParser>.fromOpaque(user).takeUnretainedValue().start(
          name,
          PartAttributes(all: UnsafeBufferPointer(start: attributes, count: Int(count))))
        return CXML_NOTHING
      },
      end: { user in
        Unmanaged<PartParser>.fromOpaque(user).takeUnretainedValue().end()
        return 0
      },
      text: { user, bytes, count in
        Unmanaged<PartParser>.fromOpaque(user).takeUnretainedValue().target.text(
          UnsafeRawBufferPointer(start: bytes, count: Int(count)))
      })
    guard let parser = cxml_open(callbacks, user, 0, 0) else {
      throw .failure(ReadFailure("\(name): no memory for an XML parser"))
    }
    self.parser = parser
  }

  deinit { if let parser { cxml_close(parser) } }

  /// Parses one more piece; false once the part has been read to its end.
  func push() throws(TableError) -> Bool {
    guard let parser else { return false }
    let got = try source.read(into: &chunk)
    let failure = chunk.withUnsafeBytes { bytes in
      cxml_push(
        parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), CInt(got), got == 0 ? 1 : 0)
    }
    if let problem = target.problem { throw problem }
    guard failure == CXML_FINE else {
      throw .fault(
        Fault(
          failure == CXML_DOCTYPE || failure == CXML_INTERNAL_SUBSET ? "doctype" : "bad-sheet",
          at: Position(file: name, line: 1), "the workbook's part \(part) is not well-formed",
          found: String(cString: cxml_reason(parser)), hint: "save it anew as .xlsx"))
    }
    return got > 0
  }

  /// Parses all of it.
  func run() throws(TableError) { while try push() {} }

  private func start(_ name: UnsafePointer<CChar>, _ attributes: PartAttributes) {
    let element: PartElement
    if let known = names[name] {
      element = known
    } else {
      element = PartElement(rawValue: String(cString: name)) ?? .other
      names[name] = element
    }
    open.append(element)
    target.start(element, attributes)
    stopAtFault()
  }

  private func end() {
    target.end(open.removeLast())
    stopAtFault()
  }

  private func stopAtFault() { if target.problem != nil, let parser { cxml_stop(parser) } }
}
