// SPDX-License-Identifier: Apache-2.0

import Mirror
import Testing

struct DocumentsTests {
  @Test func `every document has a name of its own, a named operation and no placeholder left`() {
    let documents = StoreMirror.documents
    #expect(Set(documents.map(\.name)).count == documents.count)
    #expect(documents.count > 10)
    for document in documents {
      #expect(document.text.contains("query dray_"), "\(document.name)")
      #expect(!document.text.contains("FILTER"), "\(document.name)")
    }
  }
}
