// SPDX-License-Identifier: Apache-2.0

import ShopifyAdmin
import Tables

/// An object of a page, as it is loaded.
struct LoadedObject: Sendable {
  var type: String
  var json: [UInt8]
}

/// Reads connections page by page and objects by id, and takes their nodes apart: an object without its
/// connections, then their nodes with `__parentId`.
struct PageReader: Sendable {
  let admin: AdminClient

  /// One page of a connection.
  struct Page {
    var objects: [LoadedObject] = []
    /// Where the next page begins; nil at the end.
    var next: String?
    /// The latest `updatedAt` of its nodes.
    var latest: String?
    /// How many requests it took.
    var requests = 0
  }

  /// One page of a walk. `size` is halved where the store finds it too dear.
  func page(
    of walk: StoreStream.PageWalk, after cursor: String?, parent: String?, owner: String? = nil,
    filter: String?, size: inout Int
  ) async throws(MirrorError) -> Page {
    var page = Page()
    let found = try await value(
      document: walk.document, root: walk.root, size: &size,
      variables: { size in
        var members: [JSON.Member] = []
        if let owner, let parent {
          members.append(JSON.Member("owner", .string(owner)))
          let number = parent.split(separator: "/").last ?? ""
          members.append(JSON.Member("id", .string("id:\(number)")))
        } else if let parent {
          members.append(JSON.Member("parent", .string(parent)))
        }
        members.append(JSON.Member("first", JSON(size)))
        members.append(JSON.Member("cursor", cursor.map(JSON.string) ?? .null))
        if let filter { members.append(JSON.Member("filter", .string(filter))) }
        return .object(members)
      }, requests: &page.requests)
    let connection = walk.path.reduce(found) { ($0.array?.first ?? $0)[$1] ?? .null }
    // A parent that is gone has nothing below it.
    if connection.isNull, parent != nil { return page }
    guard let nodes = connection["nodes"]?.array else {
      // No connection: the root is the one object.
      guard walk.path.isEmpty, connection["id"] != nil else {
        throw MirrorError(.result, "\(walk.root): the store's answer has no nodes.")
      }
      page.objects.append(LoadedObject(type: walk.type, json: connection.bytes))
      return page
    }
    for node in nodes {
      if let updated = node["updatedAt"]?.string { page.latest = max(page.latest ?? "", updated) }
      try await take(node, type: walk.type, parent: parent, children: walk.children, into: &page)
    }
    page.next = try Self.next(of: connection, after: cursor, in: walk.root)
    return page
  }

  /// Objects by id; those that are gone are left out.
  func objects(_ ids: [String], of reread: StoreStream.Reread) async throws(MirrorError) -> Page {
    let nodes: [String: JSON]
    do {
      nodes = try await admin.nodes(ids, document: reread.document)
    } catch { throw .store(error, "Reading objects by id from the store") }
    var page = Page()
    for id in ids {
      guard let node = nodes[id] else { continue }
      try await take(node, type: reread.type, parent: nil, children: reread.children, into: &page)
    }
    return page
  }

  /// A node without its connections, and their nodes; what did not fit into the page is read at once.
  private func take(
    _ node: JSON, type: String, parent: String?, children: [StoreStream.Child],
    into page: inout Page
  ) async throws(MirrorError) {
    guard var members = node.members else {
      throw MirrorError(.result, "The store's answer has a \(type) that is no object.")
    }
    members.removeAll { member in children.contains { $0.field == member.name } }
    if let parent { members.append(JSON.Member("__parentId", .string(parent))) }
    page.objects.append(LoadedObject(type: type, json: JSON.object(members).bytes))
    guard !children.isEmpty, let id = node["id"]?.string else { return }
    for child in children {
      guard let connection = node[child.field], let nodes = connection["nodes"]?.array else {
        throw MirrorError(.result, "\(id): the store's answer has no \(child.field).")
      }
      for node in nodes {
        try await take(node, type: child.type, parent: id, children: child.children, into: &page)
      }
      let more = StoreStream.PageWalk(
        document: child.more, root: "node", path: child.morePath ?? [child.field],
        type: child.type, size: child.moreSize, children: child.children)
      var cursor = try Self.next(of: connection, after: nil, in: child.field)
      var size = more.size
      while let from = cursor {
        let rest = try await self.page(
          of: more, after: from, parent: id, owner: child.morePath == nil ? nil : parent,
          filter: nil, size: &size)
        page.objects += rest.objects
        page.requests += rest.requests
        cursor = rest.next
      }
    }
  }

  /// Sends one request; asks for half as many objects where the store finds it too dear.
  private func value(
    document: String, root: String, size: inout Int, variables: (Int) -> JSON, requests: inout Int
  ) async throws(MirrorError) -> JSON {
    while true {
      requests += 1
      do {
        let reply = try await admin.send(
          AdminRequest(
            document: document, variables: variables(size).bytes, root: root, isRead: true,
            assumedCost: 100))
        return reply.value(of: root)
      } catch {
        guard error.disposition == .split, size > 1 else {
          throw .store(error, "Reading \(root) from the store")
        }
        size /= 2
      }
    }
  }

  /// A cursor that does not move on would be asked for without end.
  private static func next(
    of connection: JSON, after cursor: String?, in field: String
  ) throws(MirrorError) -> String? {
    guard connection["pageInfo"]?["hasNextPage"]?.bool == true else { return nil }
    guard let next = connection["pageInfo"]?["endCursor"]?.string, next != cursor else {
      throw MirrorError(.result, "\(field): the store says there is more but not from where.")
    }
    return next
  }
}
