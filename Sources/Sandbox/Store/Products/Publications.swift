// SPDX-License-Identifier: Apache-2.0

import Tables

/// The sales channels, and what is published to them.
enum Publications {
  static func id(_ index: Int) -> String {
    GlobalID.text("Publication", GlobalID.Base.publication + index)
  }

  static func node(_ index: Int, _ store: Store) -> Record {
    Record(
      "Publication",
      [
        "id": .text(id(index)), "name": .text(store.publications[index]),
        "autoPublish": .flag(false), "supportsFuturePublishing": .flag(index == 0),
      ])
  }

  /// Refuses an app without the scope.
  private static func check(_ field: String, _ context: ExecutionContext) throws {
    guard !context.store.options.scopes.contains("read_publications"),
      !context.store.options.scopes.contains("write_publications")
    else { return }
    throw TopLevelError(
      message:
        "Access denied for \(field) field. Required access: `read_publications` access scope.",
      code: "ACCESS_DENIED",
      extensions: [
        ("documentation", "https://shopify.dev/api/usage/access-scopes"),
        ("requiredAccess", "`read_publications` access scope."),
      ])
  }

  /// `publications` and `publication`.
  static func root(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    try check(field, context)
    guard field == "publications" else {
      return Nodes.resolved(arguments["id"]?.string ?? "", "Publication", context.store)
    }
    let nodes = context.store.publications.indices.map { node($0, context.store) }
    return .connection(NodeList(nodes), type: "PublicationConnection")
  }

  /// A product's fields about channels.
  static func resolved(
    _ field: String, _ arguments: Arguments, of product: Int, _ context: ExecutionContext
  ) throws -> Resolved {
    try check(field, context)
    let store = context.store
    let now = context.moment
    let publishings = store.assortment.products[product].publishings.filter {
      arguments["onlyPublished"]?.bool == false || $0.at <= now
    }
    switch field {
    case "publishedOnPublication":
      return .flag(
        publishings.contains { id(Int($0.publication)) == arguments["publicationId"]?.string })
    case "resourcePublicationsCount": return .count(publishings.count)
    default:
      let nodes = publishings.map { publishing in
        Record(
          "ResourcePublicationV2",
          [
            "id": .text("\(ProductNode.id(product))/\(publishing.publication)"),
            "isPublished": .flag(publishing.at <= now), "publishDate": .time(publishing.at),
            "publication": .object(node(Int(publishing.publication), store)),
            "publishable": .object(ProductNode(index: product)),
          ])
      }
      return .connection(NodeList(nodes), type: "ResourcePublicationV2Connection")
    }
  }

  /// `publishablePublish` and `publishableUnpublish`: set semantics, none where one input is wrong.
  static func run(_ root: String, _ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    let store = context.store
    var errors = UserErrors("UserError")
    let payload = root.prefix(1).uppercased() + root.dropFirst() + "Payload"
    guard let product = store.product(arguments["id"]?.string) else {
      errors.add(["id"], "Resource does not exist")
      return errors.payload(payload, ["publishable": .null, "shop": .object(ShopNode())])
    }
    var wanted: [ProductRow.Publishing] = []
    for (index, input) in (arguments["input"]?.array ?? []).enumerated() {
      let path = ["input", String(index), "publicationId"]
      guard let id = input["publicationId"]?.string else {
        errors.add(path, "PublicationId cannot be empty")
        continue
      }
      guard let place = GlobalID.index(id, "Publication", GlobalID.Base.publication),
        store.publications.indices.contains(place)
      else {
        errors.add(path, "Publication does not exist or is not publishable")
        continue
      }
      guard !wanted.contains(where: { $0.publication == Int32(place) }) else {
        errors.add(path, "The same publication was specified more than once")
        continue
      }
      let date = input["publishDate"]?.string.flatMap { Moment($0) }
      if let date, date.seconds < 0 {
        errors.add(
          ["input", String(index), "publishDate"],
          "Publish date must be a date after the year 1969")
      }
      wanted.append(.init(publication: Int32(place), at: date ?? context.moment))
    }
    if errors.isEmpty { set(wanted, root == "publishablePublish", of: product, context) }
    return errors.payload(
      payload,
      ["publishable": .object(ProductNode(index: product)), "shop": .object(ShopNode())])
  }

  private static func set(
    _ wanted: [ProductRow.Publishing], _ isPublished: Bool, of product: Int,
    _ context: ExecutionContext
  ) {
    let store = context.store
    func names() -> JSON {
      .array(
        store.assortment.products[product].publishings.map {
          .string(store.publications[Int($0.publication)])
        })
    }
    let before = names()
    for publishing in wanted {
      let known = store.assortment.products[product].publishings
        .firstIndex { $0.publication == publishing.publication }
      switch (known, isPublished) {
      case (nil, true): store.assortment.products[product].publishings.append(publishing)
      case (let place?, false): store.assortment.products[product].publishings.remove(at: place)
      case (nil, false), (.some, true): continue
      }
    }
    let after = names()
    if after != before { store.assortment.products[product].updatedAt = context.moment }
    store.note(
      ProductNode.id(product), before: ["publications": before], after: ["publications": after],
      context)
  }
}
