// SPDX-License-Identifier: Apache-2.0

import Tables

/// The part of a connection that `first`, `after`, `last` and `before` ask for.
struct Page {
  /// Pages hold at most this many objects.
  static let maximum = 250

  let items: [any Resolvable]
  let hasNext: Bool
  let hasPrevious: Bool
  /// Where the page starts in the whole.
  private let offset: Int

  /// Everything.
  init(whole list: NodeList) {
    items = (0..<list.count).map(list.node)
    hasNext = false
    hasPrevious = false
    offset = 0
  }

  init(_ all: NodeList, _ arguments: Arguments, _ context: ExecutionContext) throws {
    var lower = 0
    var upper = all.count
    if context.fault != "same-page", let cursor = arguments["after"]?.string {
      lower = try Cursor(cursor).position(in: all, context) + 1
    }
    if let cursor = arguments["before"]?.string {
      upper = try Cursor(cursor).position(in: all, context)
    }
    upper = max(0, upper)
    lower = min(lower, upper)
    let first = try Page.size("first", arguments)
    let last = try Page.size("last", arguments)
    guard first != nil || last != nil else {
      throw TopLevelError(message: "you must provide one of first or last", code: "BAD_REQUEST")
    }
    if let first { upper = min(upper, lower + first) }
    if let last { lower = max(lower, upper - last) }
    items = (lower..<upper).map(all.node)
    offset = lower
    hasNext = upper < all.count
    hasPrevious = lower > 0
  }

  private static func size(_ name: String, _ arguments: Arguments) throws -> Int? {
    guard let size = arguments[name]?.int else { return nil }
    guard size >= 0 else {
      throw TopLevelError(message: "\(name) must be a non-negative number", code: "BAD_REQUEST")
    }
    guard size <= maximum else {
      throw TopLevelError(message: "\(name) cannot exceed \(maximum)", code: "BAD_REQUEST")
    }
    return size
  }

  /// The cursor of the page's object at `index`.
  func cursor(_ index: Int, _ context: ExecutionContext) throws -> String {
    try Cursor(of: items[index], at: offset + index, context).text
  }
}

/// Where a page ends: the object's id, and where it stood, should it be gone.
private struct Cursor {
  var id: String
  var index: Int

  init(of object: any Resolvable, at index: Int, _ context: ExecutionContext) throws {
    id = try Cursor.id(of: object, context)
    self.index = index
  }

  init(_ text: String) throws {
    let invalid = TopLevelError(
      message: "Invalid cursor for current pagination sort.", code: "BAD_REQUEST")
    guard let bytes = Base64.decode(text) else { throw invalid }
    let json: JSON
    do { json = try JSON(parsing: bytes) } catch { throw invalid }
    guard let id = json["last_id"]?.string, let index = json["last_index"]?.int, index >= 0 else {
      throw invalid
    }
    self.id = id
    self.index = index
  }

  var text: String {
    let json: JSON = ["last_id": .string(id), "last_index": JSON(index)]
    return Base64.encode(json.bytes)
  }

  /// Where the object stands now; where it is gone, just before what stands in its place.
  func position(in all: NodeList, _ context: ExecutionContext) throws -> Int {
    if index < all.count, try Cursor.id(of: all.node(index), context) == id { return index }
    for position in 0..<all.count
    where try Cursor.id(of: all.node(position), context) == id {
      return position
    }
    return min(index, all.count) - 1
  }

  private static func id(of object: any Resolvable, _ context: ExecutionContext) throws -> String {
    guard case .leaf(let id) = try object.resolve("id", Arguments(values: [:]), context) else {
      return ""
    }
    return id.string ?? id.text
  }
}
