// SPDX-License-Identifier: Apache-2.0

import Tables

/// A bulk query under way: it runs in slices of its root connections, so that nobody waits long for the
/// store. What changes between two slices may show in the result or not, as at Shopify.
struct BulkQueryRun {
  static let slice = 100

  private let prepared: PreparedDocument
  private let roots: [String]
  private let isGrouped: Bool
  private var next = 0
  private(set) var isDone = false
  /// Why it fails: a field it may not read.
  private(set) var errorCode: String?

  init(_ prepared: PreparedDocument, isGrouped: Bool, _ schema: Schema) {
    self.prepared = prepared
    self.isGrouped = isGrouped
    roots = Connections(prepared.document, prepared.operation, schema).roots
  }

  /// Runs the next slice.
  mutating func advance(_ context: ExecutionContext, into output: inout BulkOutput) {
    context.window = next..<next + BulkQueryRun.slice
    let reply = context.engine.execute(prepared, variables: [:], context: context, paging: .whole)
    let codes = (reply["errors"]?.array ?? []).compactMap { $0["extensions"]?["code"]?.string }
    if codes.contains("ACCESS_DENIED") { errorCode = "ACCESS_DENIED" }
    let data = reply["data"]?.members ?? []
    isDone = true
    for member in data {
      if roots.contains(member.name) {
        let edges = member.value["edges"]?.array ?? []
        if edges.count == BulkQueryRun.slice { isDone = false }
        write(edges, parent: nil, into: &output)
      } else if next == 0 {
        writeObject(member.value, into: &output)
      }
    }
    next += BulkQueryRun.slice
  }

  /// A root that is one object: its own line, then its connections' lines.
  private func writeObject(_ object: JSON, into output: inout BulkOutput) {
    var nested: [[JSON]] = []
    let line = stripped(object, &nested)
    guard let members = line.members else { return }
    if !members.isEmpty { output.add(line, isRoot: true) }
    for edges in nested { write(edges, parent: object["id"], into: &output) }
  }

  /// One line a node, nested nodes after theirs: each at once where grouped, else after all its parents.
  private func write(_ edges: [JSON], parent: JSON?, into output: inout BulkOutput) {
    var waiting: [(edges: [JSON], parent: JSON?)] = []
    for edge in edges {
      guard let node = edge["node"], node.members != nil else { continue }
      var nested: [[JSON]] = []
      var line = stripped(node, &nested)
      if let parent, case .object(let members) = line {
        line = .object(members + [JSON.Member("__parentId", parent)])
      }
      output.add(line, isRoot: parent == nil)
      for edges in nested {
        if isGrouped {
          write(edges, parent: node["id"], into: &output)
        } else {
          waiting.append((edges, node["id"]))
        }
      }
    }
    for (edges, parent) in waiting { write(edges, parent: parent, into: &output) }
  }

  /// An object without its connections, which become lines of their own.
  private func stripped(_ value: JSON, _ nested: inout [[JSON]]) -> JSON {
    guard let members = value.members else { return value }
    var kept: [JSON.Member] = []
    for member in members {
      if let edges = member.value["edges"]?.array {
        nested.append(edges)
      } else {
        kept.append(JSON.Member(member.name, stripped(member.value, &nested)))
      }
    }
    return .object(kept)
  }
}
