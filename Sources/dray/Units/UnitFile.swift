// SPDX-License-Identifier: Apache-2.0

/// A systemd unit: its file name and its text.
struct UnitFile {
  var name: String
  var text: String

  /// Sections of settings, under a line that says what the unit is for; empty settings are left out.
  init(_ name: String, about: String, _ sections: [(name: String, settings: [Setting?])]) {
    self.name = name
    text =
      "# \(about)\n# Written by 'dray units'; write it anew after changing dray.yaml or a job.\n"
    for section in sections {
      text += "\n[\(section.name)]\n"
      for setting in section.settings.compactMap(\.self) { text += setting.text + "\n" }
    }
  }

  /// One line of a unit.
  struct Setting: ExpressibleByStringLiteral {
    var text: String

    /// As it stands in the file.
    init(stringLiteral text: String) { self.text = text }

    /// `key=value`, with what systemd would take for a specifier written as itself.
    init(_ key: String, _ value: String) {
      text = "\(key)=\(value.replacing("%", with: "%%"))"
    }

    /// `key=value`, where `%i` and the like are meant.
    init(_ key: String, raw value: String) { text = "\(key)=\(value)" }
  }
}
