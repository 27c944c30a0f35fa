// SPDX-License-Identifier: Apache-2.0

/// Finds columns by name, without regard to case and to space around the name.
struct ColumnIndex {
  /// What a look for a name came to.
  enum Found: Equatable {
    case one(Int)
    case none
    case several
  }

  private var places: [String: Found] = [:]

  /// The columns of a file, in its order.
  init(_ columns: [String]) {
    for (index, column) in columns.enumerated() {
      let name = Self.plain(column)
      places[name] = places[name] == nil ? .one(index) : .several
    }
  }

  /// The column of that name.
  func find(_ name: String) -> Found { places[Self.plain(name)] ?? .none }

  private static func plain(_ name: String) -> String {
    var name = Substring(name.lowercased())
    while name.first?.isWhitespace == true { name.removeFirst() }
    while name.last?.isWhitespace == true { name.removeLast() }
    return String(name)
  }
}
