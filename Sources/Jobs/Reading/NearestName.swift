// SPDX-License-Identifier: Apache-2.0

/// The one of `names` that a typist of `name` most likely meant; nil where none is near.
///
/// Near is: the same but for case, `-` and `_`, or at most a third of its letters (two at least) added, left out,
/// changed or swapped with their neighbour.
package func nearestName(to name: String, among names: [String]) -> String? {
  let wanted = folded(name)
  var best: (name: String, distance: Int)?
  for candidate in names {
    let distance = editDistance(wanted, folded(candidate))
    if distance < best?.distance ?? .max { best = (candidate, distance) }
  }
  guard let best, best.distance <= max(2, wanted.count / 3), best.distance < best.name.count
  else { return nil }
  return best.name
}

private func folded(_ name: String) -> [Character] {
  name.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
}

/// Optimal string alignment distance.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var rows = [Array(0...b.count)]
  for i in 0..<a.count {
    var row = [i + 1]
    for j in 0..<b.count {
      var cost = min(
        rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        cost = min(cost, rows[i - 1][j - 1] + 1)
      }
      row.append(cost)
    }
    rows.append(row)
  }
  return rows[a.count][b.count]
}
