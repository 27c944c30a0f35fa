// SPDX-License-Identifier: Apache-2.0

/// One key of `dray.yaml` or a job file: declared once, and from that read, offered by editors and
/// compared with the docs.
package struct Key: Sendable {
  /// Its name as written in the file.
  package var name: String
  /// What may stand behind it.
  package var shape: Shape
  /// One sentence for editors and the docs.
  package var doc: String
  /// Whether a file without it is faulty.
  package var isRequired: Bool
  /// What an absent key means, as it would be written; nil where absence means "none".
  package var fallback: String?

  /// What may stand behind a key.
  package indirect enum Shape: Sendable {
    /// Any text that is not empty.
    case text
    /// One text that is not empty, or a list of them.
    case texts
    /// One word, or a list of them, which may be empty texts.
    case words
    /// One of these words.
    case choice([String])
    /// A whole number.
    case integer(ClosedRange<Int>)
    /// `true` or `false`.
    case flag
    /// A time span: `500ms`, `10s`, `5m`, `2h`, `90d`.
    case duration
    /// A share from `0%` to `100%`, kept exactly.
    case percent
    /// A whole number, or a share from `0%` to `100%`.
    case limit
    /// A number of bytes: `1048576`, `500MB`, `8GiB`.
    case size
    /// One ASCII character, or `tab`.
    case character
    /// One ASCII character, or `none`.
    case quote
    /// `{credential: NAME}`, `{env: NAME}` or `{file: PATH}`; never the secret itself.
    case secret
    /// A block with these keys.
    case table([Key])
    /// A block whose keys follow from the value of one of them, which must be there.
    case variants(by: String, doc: String, [Variant])
    /// A block whose names the user chooses.
    case names(Shape)
    /// A block with these keys; plain text stands for the block with only the first of them.
    case shorthand([Key])
    /// A key of a later version, refused with this sentence rather than ignored.
    case later(String)
  }

  /// The keys of one kind of a block.
  package struct Variant: Sendable {
    /// The value that chooses it.
    package var value: String
    /// Its keys besides the choosing one.
    package var keys: [Key]
  }

  /// A key that a file may leave out.
  package init(_ name: String, _ shape: Shape, default fallback: String? = nil, _ doc: String) {
    self.name = name
    self.shape = shape
    self.doc = doc
    self.isRequired = false
    self.fallback = fallback
  }

  /// A key that every file has.
  package static func required(_ name: String, _ shape: Shape, _ doc: String) -> Key {
    var key = Key(name, shape, doc)
    key.isRequired = true
    return key
  }

  /// Whether this version acts on it.
  package var isAvailable: Bool {
    if case .later = shape { false } else { true }
  }
}

/// Every key there is, by the kind of file.
package enum KeyTable: String, Sendable, CaseIterable {
  /// `dray.yaml`.
  case home
  /// `jobs/NAME.yaml` with `feed:`.
  case feed
  /// `jobs/NAME.yaml` with `export:`.
  case export
  /// `jobs/presets/NAME.yaml`, besides the keys of a feed that it stands for.
  case preset

  /// The keys at the top of such a file.
  package var keys: [Key] {
    switch self {
    case .home: Self.homeKeys
    case .feed: Self.feedKeys
    case .export: Self.exportKeys
    case .preset: Self.presetKeys
    }
  }

  /// Every key with its path from the top, e.g. `rails.max_changed`; in the order declared.
  package var paths: [(path: String, key: Key)] { Self.paths(of: keys, below: "") }

  private static func paths(of keys: [Key], below prefix: String) -> [(path: String, key: Key)] {
    keys.flatMap { key in
      [(prefix + key.name, key)] + paths(of: key.shape, below: prefix + key.name)
    }
  }

  private static func paths(of shape: Key.Shape, below path: String) -> [(path: String, key: Key)] {
    switch shape {
    case .table(let keys), .shorthand(let keys):
      paths(of: keys, below: path + ".")
    case .variants(_, _, let variants):
      variants.flatMap { paths(of: $0.keys, below: "\(path).\($0.value).") }
    case .names(let shape):
      paths(of: shape, below: path + ".NAME")
    case .text, .texts, .words, .choice, .integer, .flag, .duration, .percent, .limit, .size,
      .character, .quote, .secret, .later:
      []
    }
  }
}
