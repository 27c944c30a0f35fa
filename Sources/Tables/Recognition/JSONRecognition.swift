// SPDX-License-Identifier: Apache-2.0

/// What a sample of JSON holds: one array, lines, or an object with an array of records in it.
struct JSONRecognition {
  private(set) var found = Recognition.JSONShape(isLines: false, records: "", fields: [])
  private(set) var confidence = 95
  private(set) var evidence: [String] = []
  private(set) var doubts: [String] = []

  /// nil where the text does not begin like JSON.
  init?(_ text: [UInt8], isWhole: Bool) {
    guard let outline = JSONOutline(text) else { return nil }
    let top = outline.nodes[0]
    if outline.tops > 1 {
      found.isLines = true
      evidence = ["each line is a JSON value of its own"]
      take(top.element, of: outline)
      return
    }
    let arrays = outline.arraysOfObjects()
    guard let first = arrays.first else {
      evidence = ["it is one JSON object"]
      doubts = ["no array of objects stands in what was looked at"]
      confidence = 70
      take(top.element, of: outline)
      return
    }
    found.records = first.path
    evidence = [
      first.path.isEmpty
        ? "it is an array of JSON objects" : "the array '\(first.path)' holds JSON objects"
    ]
    let rivals = arrays.count { $0.depth == first.depth }
    if rivals > 1 {
      doubts.append("\(rivals) arrays hold objects; the outermost was taken")
      confidence = 75
    }
    take(outline.nodes[first.node].element, of: outline)
  }

  /// The values and child tables of the record whose outline is that node.
  private mutating func take(_ record: Int?, of outline: JSONOutline) {
    guard let record else { return }
    let values = outline.values(of: record)
    found.fields = values.fields
    let tables = values.tables.filter { !outline.values(of: $0.row).fields.isEmpty }
    let names = SampleNames.distinct(tables.map(\.path))
    found.children = zip(tables, names).map { table, name in
      let fields = outline.values(of: table.row).fields
      return ChildPaths(
        name: name, path: table.path, columns: SampleNames.distinct(fields), fields: fields)
    }
  }
}
