// SPDX-License-Identifier: Apache-2.0

/// `xl/workbook.xml`: which sheets there are, and from when days count.
final class WorkbookPart: PartTarget {
  var fault: Fault?
  /// The sheets in their order: name, relationship, whether a person sees it.
  private(set) var sheets: [(name: String, id: String, isVisible: Bool)] = []
  /// Whether days count from 1904, as workbooks of old Macs do.
  private(set) var countsFrom1904 = false

  func start(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .sheet:
      guard sheets.count < 10_000, let name = attributes.text("name"),
        let id = attributes.text("id")
      else { return }
      sheets.append((name, id, attributes.text("state") ?? "visible" == "visible"))
    case .workbookPr:
      countsFrom1904 = ["1", "true"].contains(attributes.text("date1904") ?? "")
    default: break
    }
  }
  func end(_ element: PartElement) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// A `.rels` part: which part an id stands for.
final class RelationsPart: PartTarget {
  var fault: Fault?
  /// Id → the part's name in the archive.
  private(set) var targets: [String: String] = [:]
  /// The last step of a relation's type → the part's name; the first of each.
  private(set) var types: [String: String] = [:]
  private let folder: String

  /// Relations of a part in a folder, such as `xl`; empty is the archive's top.
  init(folder: String) { self.folder = folder }

  func start(_ element: PartElement, _ attributes: PartAttributes) {
    guard element == .relationship, targets.count < 10_000, let id = attributes.text("Id"),
      let target = attributes.text("Target")
    else { return }
    let name = resolved(target)
    targets[id] = name
    if let type = attributes.text("Type")?.split(separator: "/").last.map(String.init),
      types[type] == nil
    {
      types[type] = name
    }
  }
  func end(_ element: PartElement) {}
  func text(_ bytes: UnsafeRawBufferPointer) {}

  private func resolved(_ target: String) -> String {
    var steps = target.hasPrefix("/") ? [] : folder.split(separator: "/")
    for step in target.split(separator: "/") where step != "." {
      if step == ".." { _ = steps.popLast() } else { steps.append(step) }
    }
    return steps.joined(separator: "/")
  }
}

/// `xl/styles.xml`: how the numbers of each style are shown.
final class StylesPart: PartTarget {
  var fault: Fault?
  /// By style.
  private(set) var kinds: [SheetNumber.Kind] = []
  private var codes: [Int: String] = [:]
  private var isInCells = false

  func start(_ element: PartElement, _ attributes: PartAttributes) {
    switch element {
    case .numFmt:
      guard codes.count < 10_000, let id = attributes.number("numFmtId") else { return }
      codes[id] = attributes.text("formatCode") ?? ""
    case .cellXfs: isInCells = true
    case .xf where isInCells && kinds.count < 100_000:
      let id = attributes.number("numFmtId") ?? 0
      kinds.append(
        codes[id].map(SheetNumber.Kind.init(code:)) ?? SheetNumber.Kind(builtIn: id))
    default: break
    }
  }
  func end(_ element: PartElement) { if element == .cellXfs { isInCells = false } }
  func text(_ bytes: UnsafeRawBufferPointer) {}
}

/// `xl/sharedStrings.xml`: texts that cells name by number.
final class StringsPart: PartTarget {
  /// The most bytes all of them may take.
  static let maxBytes = 256 << 20

  private(set) var fault: Fault?
  private var arena: [UInt8] = []
  private var ends: [Int] = []
  private var isInText = false
  private var phonetic = 0
  private let name: String

  init(named name: String) { self.name = name }

  /// A text by its number; nil where there is none.
  subscript(_ index: Int) -> ArraySlice<UInt8>? {
    guard ends.indices.contains(index) else { return nil }
    return arena[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  func start(_ element: PartElement, _ attributes: PartAttributes) {
    if element == .t { isInText = phonetic == 0 }
    if element == .rPh { phonetic += 1 }
  }

  func end(_ element: PartElement) {
    switch element {
    case .t: isInText = false
    case .rPh: phonetic -= 1
    case .si:
      let start = ends.last ?? 0
      SheetText.unescape(&arena, from: start)
      ends.append(arena.count)
      if ends.count * 8 > Self.maxBytes { refuse() }
    default: break
    }
  }

  func text(_ bytes: UnsafeRawBufferPointer) {
    guard isInText else { return }
    arena.append(contentsOf: bytes)
    if arena.count > Self.maxBytes { refuse() }
  }

  private func refuse() {
    fault = Fault(
      "xlsx-limit", at: Position(file: name, line: 1),
      "the workbook's texts take more memory than they may",
      expected: "at most \(Self.maxBytes >> 20) MiB", hint: "send a table so large as CSV")
  }
}

/// Texts of cells.
enum SheetText {
  /// Puts characters in the place of the form `_x000D_` that workbooks give to what XML cannot hold.
  static func unescape(_ bytes: inout [UInt8], from start: Int) {
    guard bytes.count - start >= 7, bytes[start...].contains(UInt8(ascii: "_")) else { return }
    var out: [UInt8] = []
    var index = start
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "_"), let code = code(in: bytes, at: index) {
        // SQLite ends a text at a NUL, and half a pair is no character.
        let scalar = Unicode.Scalar(code).flatMap { code == 0 ? nil : $0 } ?? "\u{FFFD}"
        out.append(contentsOf: scalar.utf8)
        index += 7
      } else {
        out.append(bytes[index])
        index += 1
      }
    }
    bytes.replaceSubrange(start..., with: out)
  }

  private static func code(in bytes: [UInt8], at index: Int) -> UInt32? {
    guard index + 6 < bytes.count, bytes[index + 1] == UInt8(ascii: "x"),
      bytes[index + 6] == UInt8(ascii: "_")
    else { return nil }
    var code: UInt32 = 0
    for byte in bytes[index + 2..<index + 6] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      code = code << 4 | UInt32(digit)
    }
    return code
  }
}
