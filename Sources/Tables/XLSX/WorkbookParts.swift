// SPDX-License-Identifier: Apache-2.0

/// `xl/workbook.xml`: which sheets there are, and from when days count.
final class WorkbookPart: PartTarget {
  let problem: TableError? = nil
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
  let problem: TableError? = nil
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
  let problem: TableError? = nil
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
