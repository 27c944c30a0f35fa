// SPDX-License-Identifier: Apache-2.0

import Tables

/// The plain fields of `ProductCreateInput`, `ProductUpdateInput` and `ProductSetInput`; what is left out
/// stays. Faults in the words recorded of each.
struct ProductInput {
  /// Whose input it is.
  enum Mutation {
    case create, update, set
  }

  let input: JSON
  let mutation: Mutation
  let context: ExecutionContext

  /// Writes the fields into a row; throws where the category does not exist.
  func read(into row: inout ProductRow, product: Int?, _ errors: inout UserErrors) throws {
    let isSet = mutation == .set
    if input["title"] != nil || mutation == .create || (isSet && product == nil) {
      let title = input["title"]?.string ?? ""
      let path = isSet ? ["input", "title"] : ["title"]
      if title.allSatisfy(\.isWhitespace) {
        errors.add(path, "Title can't be blank", code: isSet ? "INVALID_INPUT" : nil)
      } else if title.unicodeScalars.count > 255 {
        errors.add(
          path, (isSet ? "" : "Title ") + "is too long (maximum is 255 characters)",
          code: isSet ? "INVALID_INPUT" : nil)
      }
      row.title = title
    }
    if let vendor = text("vendor", "Vendor", &errors) { row.vendor = vendor }
    if let type = text("productType", "Product type", &errors) { row.type = type }
    if let html = input["descriptionHtml"] { row.html = html.string ?? "" }
    if let suffix = input["templateSuffix"] { row.templateSuffix = suffix.string }
    if let status = input["status"]?.string { row.status = status }
    if let seo = input["seo"], !seo.isNull {
      if let title = seo["title"] { row.seoTitle = title.string.flatMap { $0.isEmpty ? nil : $0 } }
      if let text = seo["description"] {
        row.seoDescription = text.string.flatMap { $0.isEmpty ? nil : $0 }
      }
    }
    if let category = input["category"] {
      row.category = try category.string.map { try Category.checked($0) }
    }
    if let tags = input["tags"] {
      row.tags = Tags.normal((tags.array ?? []).compactMap(\.string))
      if row.tags.count > 250 || row.tags.contains(where: { $0.unicodeScalars.count > 255 }) {
        errors.add(
          isSet ? ["input", "tags"] : ["tags"], "Product tags is invalid",
          code: isSet ? "INVALID_INPUT" : nil)
      }
    }
    readHandle(into: &row, product: product, &errors)
    for name in ["collections", "collectionsToJoin", "collectionsToLeave"]
    where input[name]?.array?.isEmpty == false {
      throw TopLevelError(
        message: "The sandbox has no collections (\(name))", code: "INTERNAL_SERVER_ERROR")
    }
  }

  private func text(_ field: String, _ name: String, _ errors: inout UserErrors) -> String? {
    guard let value = input[field] else { return nil }
    let text = value.string ?? ""
    if text.unicodeScalars.count > 255 {
      let fault = "\(name) is too long (maximum is 255 characters)"
      if mutation == .set {
        errors.add(["input"], fault, code: "INVALID_INPUT")
      } else {
        errors.add([field], fault)
      }
    }
    return text
  }

  private func readHandle(into row: inout ProductRow, product: Int?, _ errors: inout UserErrors) {
    let store = context.store
    guard let handle = input["handle"]?.string, !handle.isEmpty else {
      if product == nil { row.handle = store.handles.derived(from: row.title) }
      return
    }
    if handle.unicodeScalars.count > 255 {
      errors.add(
        mutation == .set ? ["input"] : ["handle"],
        "Handle is too long (maximum is 255 characters)",
        code: mutation == .set ? "INVALID_INPUT" : nil)
      return
    }
    if let owner = store.handles.product(handle), owner != product {
      errors.add(
        ["input", "handle"],
        "Handle '\(handle)' already in use. Please provide a new handle.",
        code: mutation == .set ? "HANDLE_NOT_UNIQUE" : nil)
      return
    }
    row.handle = Handles.normal(handle)
  }

  /// A row to fill for a product that is new.
  static func blank(_ context: ExecutionContext) -> ProductRow {
    ProductRow(
      title: "", handle: "", vendor: "Sandbox", type: "", tags: [], status: "ACTIVE", options: [],
      createdAt: context.moment, updatedAt: context.moment, html: "")
  }
}

/// Tags as Shopify keeps them: cut at commas, trimmed, each once whatever its case, sorted without case.
enum Tags {
  static func normal(_ tags: [String]) -> [String] {
    var seen: Set<String> = []
    return tags.flatMap { $0.split(separator: ",") }
      .map { tag in
        String(tag.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
      .filter { !$0.isEmpty && seen.insert($0.lowercased()).inserted }
      .sorted { ($0.lowercased(), $0) < ($1.lowercased(), $1) }
  }

  /// `tagsAdd` and `tagsRemove` of products and customers.
  static func run(_ root: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    var errors = UserErrors("UserError")
    let payload = root == "tagsAdd" ? "TagsAddPayload" : "TagsRemovePayload"
    let given = normal((arguments["tags"]?.array ?? []).compactMap(\.string))
    if let customer = store.customers.index(id: arguments["id"]?.string) {
      return errors.payload(
        payload, ["node": CustomerChanges.setTags(root, of: customer, given, context)])
    }
    guard let product = store.product(arguments["id"]?.string) else {
      errors.add(["id"], "Product does not exist")
      return errors.payload(payload, ["node": .null])
    }
    let kept = store.assortment.products[product].tags
    let removed = Set(given.map { $0.lowercased() })
    let tags =
      root == "tagsAdd" ? normal(kept + given) : kept.filter { !removed.contains($0.lowercased()) }
    store.change(product: product, context) { $0.tags = tags }
    return errors.payload(payload, ["node": .object(ProductNode(index: product))])
  }
}
