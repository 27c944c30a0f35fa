// SPDX-License-Identifier: Apache-2.0

import Catalogue

extension KeyTable {
  /// The keys of `jobs/presets/NAME.yaml` that are its own.
  static let presetKeys: [Key] = [
    .required("name", .text, "Its name, that of the file without .yaml."),
    .required("doc", .text, "What files these are, in one sentence."),
    .required("for", .texts, "The operations it is for: one, or a list."),
    .required(
      "recognise",
      .table([
        Key(
          "columns", .texts,
          "A table: columns without which a file is another layout; {…} stands for anything."),
        Key("any", .texts, "A table: columns of which there is one at least."),
        Key(
          "also", .texts,
          "A table: further columns that such files may have, whether they are read or not."),
        Key("without", .texts, "A table: columns that such files do not have."),
        Key("root", .text, "XML: the root element, without prefix; {…} stands for anything."),
        Key("namespace", .text, "XML: what the root element's namespace begins with."),
        Key(
          "elements", .texts,
          "XML: names of elements and @attributes that stand near the beginning."),
      ]), "How a file of the layout is told from others: columns or any for a table, root for XML."),
  ]

  /// The keys of a feed that a preset may stand for.
  static let presetJobKeys: [Key] = {
    let shared: Set<String> = ["format", "columns", "children", "group", "map", "fields", "where"]
    let settings = Set(Operation.all.flatMap { $0.settings.map(\.name) })
    return feedKeys.filter(\.isAvailable).filter { shared.union(settings).contains($0.name) }
  }()
}
