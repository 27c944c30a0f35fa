// SPDX-License-Identifier: Apache-2.0

import Tables

/// Lists that are to be whole.
extension ProductComposer {
  /// A list that is to be whole must not lack the records that are rejected.
  mutating func barParts() {
    let isPart =
      group.faulty > 0 || outcomes.contains { if case .rejected = $0 { true } else { false } }
    guard isPart else { return }
    rejectAll(
      code: "incomplete-list",
      "other records of this product are rejected, and `variants: replace` would delete the variants they name"
    )
  }

  /// Puts the whole list of variants on one record; the others share its change.
  mutating func addReplacement(to carrier: Int) {
    var inputs: [JSON] = []
    var kept: Set<String> = []
    var isChanged = state == nil
    for index in pieces.indices {
      guard let piece = pieces[index], isVariant(group.records[index], at: index) else { continue }
      let values = optionValues(group.records[index])
      var whole = piece
      whole.desired = group.records[index].values.filter { Self.isVariantField($0.key) }
      inputs.append(
        VariantInput.listed(
          whole.desired, identity: whole.identity, id: piece.identity["variant_id"],
          options: isDefault(values)
            ? [("Title", "Default Title")] : Array(zip(names(values), values)))
      )
      if let id = piece.identity["variant_id"] { kept.insert(id) }
      if !piece.does.isDisjoint(with: ["variants-update", "variants-create"]) { isChanged = true }
    }
    let gone = state?.variants.filter { !kept.contains($0.id) } ?? []
    guard isChanged || !gone.isEmpty, !inputs.isEmpty else { return }
    for index in pieces.indices where pieces[index] != nil {
      pieces[index]?.does.subtract(["variants-update", "variants-create"])
      if index != carrier, pieces[index]?.does.isEmpty == true,
        isVariant(group.records[index], at: index)
          || ProductCommand.ofVariant(group.records[index]) == .delete
      {
        outcomes[index] = .shared(with: group.records[carrier].record)
        pieces[index] = nil
      }
    }
    guard var piece = pieces[carrier] else { return }
    piece.does.insert("replace")
    piece.identity["variants"] = JSON.array(inputs).text
    piece.identity["options"] = JSON.array(listedOptions()).text
    piece.identity["deletes"] = String(gone.count)
    piece.desired["variants"] = String(inputs.count)
    piece.prior["variants"] = state.map { String($0.variants.count) }
    pieces[carrier] = piece
  }

  func names(_ values: [String]) -> [String] {
    let names = optionNames
    return values.indices.map { position in
      if position < names.count { return names[position] }
      if let state, position < state.options.count { return state.options[position] }
      return "Option \(position + 1)"
    }
  }

  func listedOptions() -> [JSON] {
    let declared = declaredOptions()
    return declared.isEmpty
      ? [["name": "Title", "values": ["Default Title"]]]
      : declared
  }
}
