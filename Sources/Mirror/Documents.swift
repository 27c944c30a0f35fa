// SPDX-License-Identifier: Apache-2.0

extension StoreMirror {
  /// Every GraphQL document the mirror sends, by a name of its own: for the check that the official schema
  /// takes them.
  package static var documents: [(name: String, text: String)] {
    var documents: [(name: String, text: String)] = []
    for stream in StoreStream.all {
      if let bulk = stream.bulk {
        documents.append(("\(stream.name).bulk", bulk.document(filter: nil)))
        documents.append(
          ("\(stream.name).bulk-changes", bulk.document(filter: "updated_at:>='SINCE'")))
      }
      for (index, shortcut) in stream.shortcuts.enumerated() {
        documents.append(
          (
            "\(stream.name).shortcut\(index)",
            shortcut.bulk.document(filter: "updated_at:>='SINCE'")
          ))
      }
      for (index, walk) in stream.walks.enumerated() {
        documents.append(("\(stream.name).walk\(index)", walk.document))
        documents += more(walk.children, below: "\(stream.name).walk\(index)")
      }
      for (index, reread) in (stream.rereads + stream.byID).enumerated() {
        documents.append(("\(stream.name).reread\(index)", reread.document))
        documents += more(reread.children, below: "\(stream.name).reread\(index)")
      }
    }
    return documents
  }

  private static func more(
    _ children: [StoreStream.Child], below name: String
  ) -> [(name: String, text: String)] {
    children.flatMap { child -> [(name: String, text: String)] in
      let name = "\(name).\(child.field)"
      return [(name, child.more)] + more(child.children, below: name)
    }
  }
}
