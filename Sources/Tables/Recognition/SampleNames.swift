// SPDX-License-Identifier: Apache-2.0

/// Names for the values at paths, such as a job may give them.
package enum SampleNames {
  /// A name for each path, in their order: its last step, with as many steps before it as tell it from the others.
  ///
  /// `price/@cur` is `cur`, or `price_cur` beside `cost/@cur`; `.` is `value`. Letters, digits and `_` only.
  package static func distinct(_ paths: [String]) -> [String] {
    let steps = paths.map { path in
      let words = path.split(separator: "/").map(word).filter { !$0.isEmpty }
      return words.isEmpty ? ["value"] : words
    }
    var names = Array(repeating: "", count: paths.count)
    var left = Array(paths.indices)
    var length = 1
    while !left.isEmpty {
      for index in left { names[index] = steps[index].suffix(length).joined(separator: "_") }
      let counts = Dictionary(names.map { ($0.lowercased(), 1) }, uniquingKeysWith: +)
      left = left.filter { counts[names[$0].lowercased()] ?? 0 > 1 && steps[$0].count > length }
      length += 1
    }
    var taken: Set<String> = []
    for index in names.indices {
      var name = names[index]
      var number = 2
      while !taken.insert(name.lowercased()).inserted {
        name = "\(names[index])_\(number)"
        number += 1
      }
      names[index] = name
    }
    return names
  }

  /// A step of a path as a word that SQL takes unquoted.
  private static func word(_ step: Substring) -> String {
    let local = step.split(separator: ":").last ?? step
    var word = String(
      local.map { $0.isLetter || $0.isNumber || $0 == "_" ? $0 : "_" })
    while word.hasPrefix("_") { word.removeFirst() }
    while word.hasSuffix("_") { word.removeLast() }
    return word.first?.isNumber == true ? "_" + word : word
  }
}
