// SPDX-License-Identifier: Apache-2.0

import Catalogue
import Journal

/// Which changes go together in one request.
enum Grouping {
  /// Changes in plan order, as groups that may share a request: of one group of the step, at most
  /// `maxItems`, no object twice. Groups keep the order in which their first changes come.
  static func groups(of changes: [Change], for step: Step) throws(InboundError) -> [[Change]] {
    var groups: [[Change]] = []
    var open: [String: Int] = [:]
    var objects: [Set<String>] = []
    for change in changes {
      let name = step.group(try Intent(object: change.object, text: change.intent))
      if let index = open[name], groups[index].count < step.maxItems,
        !objects[index].contains(change.object)
      {
        groups[index].append(change)
        objects[index].insert(change.object)
      } else {
        open[name] = groups.count
        groups.append([change])
        objects.append([change.object])
      }
    }
    return groups
  }

  /// A group in two halves, to find the item that spoils it.
  static func halves(of changes: [Change]) -> [[Change]] {
    let middle = changes.count / 2
    return [Array(changes[..<middle]), Array(changes[middle...])].filter { !$0.isEmpty }
  }
}
