// SPDX-License-Identifier: Apache-2.0

import Tables

/// Turns the records of one product into changes, by what the store has of it.
///
/// The first record that can be carried out carries what is the product's; each record carries its own variant and
/// its own image. Nothing that the file does not name is touched, except with `variants: replace`.
struct ProductComposer {
  typealias Row = Composition.Row
  typealias Composed = Composition.Composed

  private(set) var group: Composition.Group
  let state: ProductState?
  let context: JSON?
  /// What is asked of each record; nil where it is rejected.
  var pieces: [Piece?]
  var outcomes: [Composed.Outcome?]

  /// What one record asks for.
  struct Piece {
    var identity: [String: String] = [:]
    var desired: [String: String?] = [:]
    var prior: [String: String?] = [:]
    /// The steps it needs, by name.
    var does: Set<String> = []
    /// What its request stands for: `variant 5`, `image …`, else the product.
    var part: String?
  }

  init(_ group: Composition.Group) {
    self.group = group
    state = group.current.flatMap(ProductState.init)
    do { context = try group.context.map { try JSON(parsing: Array($0.utf8)) } } catch {
      context = nil
    }
    pieces = group.records.map { _ in Piece() }
    outcomes = group.records.map { _ in nil }
  }

  static func compose(_ group: Composition.Group) -> [Composed] {
    var composer = ProductComposer(group)
    return composer.run()
  }

  var replaces: Bool { group.settings["variants"] == "replace" }

  /// Lets a sheet's command win over the job's choice.
  mutating func choose(_ setting: String, _ word: String) { group.settings[setting] = word }

  mutating func run() -> [Composed] {
    if let composed = obeyed() { return composed }
    let product = readProduct()
    removeVariants()
    addVariants()
    addImages()
    removeImages()
    if replaces { barParts() }
    if let carrier = pieces.firstIndex(where: { $0 != nil }) {
      if let problem = addProduct(product, to: carrier) {
        rejectAll(code: problem.code, problem.message)
      } else if replaces {
        addReplacement(to: carrier)
      }
    }
    return finish()
  }

  mutating func reject(_ index: Int, code: String, _ message: String) {
    outcomes[index] = .rejected(code: code, message: message)
    pieces[index] = nil
  }

  mutating func rejectAll(code: String, _ message: String) {
    for index in pieces.indices {
      if case .rejected = outcomes[index] { continue }
      reject(index, code: code, message)
    }
  }

  func finish() -> [Composed] {
    group.records.enumerated().map { index, row in
      if let outcome = outcomes[index] { return Composed(record: row.record, settled(outcome)) }
      guard var piece = pieces[index], !piece.does.isEmpty else {
        return Composed(record: row.record, .unchanged)
      }
      piece.identity["group"] = group.name
      if state == nil { piece.identity["made"] = "1" }
      piece.identity["does"] = ProductSteps.order.filter(piece.does.contains).joined(separator: " ")
      if let state { piece.identity["product_id"] = state.id }
      if let handle = (piece.desired["handle"] ?? nil) { piece.identity["handle"] = handle }
      let prior = piece.desired.keys.reduce(into: piece.prior) { prior, field in
        if !prior.keys.contains(field) { prior.updateValue(nil, forKey: field) }
      }
      return Composed(
        record: row.record,
        .change(
          Intent(
            object: object(piece, row), identity: piece.identity, desired: piece.desired,
            prior: prior)))
    }
  }

  /// A record that shares a change which turned out to change nothing is unchanged as well.
  func settled(_ outcome: Composed.Outcome) -> Composed.Outcome {
    guard case .shared(let other) = outcome,
      let index = group.records.firstIndex(where: { $0.record == other })
    else { return outcome }
    if case .rejected(let code, let message) = outcomes[index] {
      return .rejected(code: code, message: message)
    }
    return pieces[index]?.does.isEmpty == false ? outcome : .unchanged
  }

  /// The natural key of what a record changes: the product, one of its variants or one of its images.
  func object(_ piece: Piece, _ row: Row) -> String {
    let product = state?.id ?? group.name
    if piece.does.contains("create") || piece.does.contains("update")
      || piece.does.contains("replace")
      || piece.part == nil
    {
      return product
    }
    return "\(product)/\(piece.part ?? String(row.record))"
  }
}
