// SPDX-License-Identifier: Apache-2.0

/// What files of a layout look like: the columns of a table, or the elements of a document.
package struct Layout: Sendable, Equatable {
  /// Columns without which a file is another layout.
  package var columns: [ColumnPattern] = []
  /// Columns of which there is one at least.
  package var any: [ColumnPattern] = []
  /// Further columns that files of the layout may have, whether they are read or not.
  package var also: [ColumnPattern] = []
  /// Columns that files of the layout do not have.
  package var without: [ColumnPattern] = []
  /// The root element, without prefix; nil for a table.
  package var root: ColumnPattern?
  /// What the root element's namespace begins with; nil where it does not matter.
  package var namespace: String?
  /// Elements, by their names without prefix, that stand in the document.
  package var elements: [String] = []

  /// No demands.
  package init() {}

  /// What is known of a file by looking at its beginning.
  package struct Sight: Sendable, Equatable {
    /// The columns of a table.
    package var columns: [String] = []
    /// The root element's name without prefix.
    package var root: String?
    /// The root element's namespace.
    package var namespace: String?
    /// The names, without prefix, of the elements and `@attributes` near the beginning.
    package var elements: Set<String> = []

    /// A table with these columns.
    package init(columns: [String]) { self.columns = columns }

    /// A document with this root and, near its beginning, these elements.
    package init(root: String, namespace: String? = nil, elements: Set<String> = []) {
      self.root = root
      self.namespace = namespace
      self.elements = elements
    }
  }

  /// How sure it is that a file is of this layout, from 1 to 100; nil where it is not.
  ///
  /// Of a table, it is the share of its columns that the layout knows; of a document, the more is demanded, the
  /// surer.
  package func likelihood(of sight: Sight) -> Int? {
    guard let root else { return likelihood(ofColumns: sight.columns) }
    guard let name = sight.root, root.matches(name) else { return nil }
    if let namespace, sight.namespace?.hasPrefix(namespace) != true { return nil }
    guard elements.allSatisfy(sight.elements.contains) else { return nil }
    return min(100, 60 + (namespace == nil ? 0 : 20) + 10 * elements.count)
  }

  private func likelihood(ofColumns names: [String]) -> Int? {
    let names = names.filter { !$0.isEmpty }
    func has(_ pattern: ColumnPattern) -> Bool { names.contains { pattern.matches($0) } }
    guard !names.isEmpty, !columns.isEmpty || !any.isEmpty, columns.allSatisfy(has),
      any.isEmpty || any.contains(where: has), !without.contains(where: has)
    else { return nil }
    let known = columns + any + also
    let share = names.filter { name in known.contains { $0.matches(name) } }.count
    return max(1, 100 * share / names.count)
  }
}
