// SPDX-License-Identifier: Apache-2.0

import Tables

/// Changes of products by hand, as another person would make them in the shop: the API's own mutations, their
/// effects under the root `sandbox/PATH`.
///
/// | path | body | does |
/// |---|---|---|
/// | `product` | `{identifier?, input}` | `productSet` |
/// | `product-update` | `{handle, …}` | `productUpdate` with these fields |
/// | `product-delete` | `{handle}` | `productDelete` |
/// | `variants` | `{handle, variants}` | `productVariantsBulkCreate` |
/// | `variant` | `{sku, …}` | `productVariantsBulkUpdate` with these fields |
/// | `publish` | `{handle, publication, published?}` | publishes to a channel, or no longer |
/// | `metafield` | `{handle or sku, namespace, key, type, value}` | `metafieldsSet` |
/// | `show-product` | `{handle}` | answers what there is |
/// | `media-ready` | | all images are done |
/// | `variant-limit` | `{threshold, daily}` | the limit on new variants |
struct ProductControl {
  private let path: String
  private let body: JSON
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(path: String, body: JSON, _ context: ExecutionContext) {
    self.path = path
    self.body = body
    self.context = context
  }

  /// The answer's status and body; nil where the path is not known.
  func run() -> (Int, JSON)? {
    switch path {
    case "product":
      return mutate(
        "productSet", "$identifier: ProductSetIdentifiers, $input: ProductSetInput!",
        "identifier: $identifier, input: $input", "product \(Self.shown)", body)
    case "product-update":
      return named { id, _ in
        mutate(
          "productUpdate", "$product: ProductUpdateInput!", "product: $product",
          "product \(Self.shown)",
          ["product": with([.init("id", .string(id))], without: ["handle", "id"])])
      }
    case "product-delete":
      return named { id, _ in
        mutate(
          "productDelete", "$input: ProductDeleteInput!", "input: $input", "deletedProductId",
          ["input": ["id": .string(id)]])
      }
    case "variants":
      return named { id, _ in
        mutate(
          "productVariantsBulkCreate", "$id: ID!, $variants: [ProductVariantsBulkInput!]!",
          "productId: $id, variants: $variants", "product \(Self.shown)",
          ["id": .string(id), "variants": body["variants"] ?? []])
      }
    case "variant": return changeVariant()
    case "publish": return publish()
    case "metafield": return setMetafield()
    case "show-product": return named { _, product in (200, show(product)) }
    case "media-ready":
      for index in store.media.rows.indices { store.media.rows[index].looks = 100 }
      return (200, ["status": "ok"])
    case "variant-limit":
      store.variantLimit = VariantLimit(
        threshold: body["threshold"]?.int ?? 50_000, daily: body["daily"]?.int ?? 1_000)
      return (200, ["status": "ok"])
    default: return nil
    }
  }

  private static let shown =
    "{ id handle title status variants(first: 100) { nodes { id title sku price } } }"

  private func named(_ act: (String, Int) -> (Int, JSON)) -> (Int, JSON) {
    let handle = body["handle"]?.string ?? ""
    guard let product = store.handles.product(handle) ?? store.product(body["id"]?.string) else {
      return (422, ["error": .string("no product has the handle \"\(handle)\"")])
    }
    return act(ProductNode.id(product), product)
  }

  private func variant(_ act: (String, Int) -> (Int, JSON)) -> (Int, JSON) {
    let sku = body["sku"]?.string ?? ""
    guard !sku.isEmpty, let variant = store.assortment.variant(sku: sku) else {
      return (422, ["error": .string("no variant has the SKU \"\(sku)\"")])
    }
    return act(VariantNode.id(variant), variant)
  }

  /// The body with members added and others taken away.
  private func with(_ added: [JSON.Member], without names: [String]) -> JSON {
    .object(added + (body.members ?? []).filter { !names.contains($0.name) })
  }

  private func changeVariant() -> (Int, JSON) {
    variant { id, variant in
      mutate(
        "productVariantsBulkUpdate", "$id: ID!, $variants: [ProductVariantsBulkInput!]!",
        "productId: $id, variants: $variants", "product \(Self.shown)",
        [
          "id": .string(ProductNode.id(Int(store.assortment.product[variant]))),
          "variants": .array([with([.init("id", .string(id))], without: ["sku"])]),
        ])
    }
  }

  private func publish() -> (Int, JSON) {
    named { id, product in
      let name = body["publication"]?.string ?? ""
      guard let publication = store.publications.firstIndex(of: name) else {
        let names = store.publications.joined(separator: ", ")
        return (422, ["error": .string("no publication \"\(name)\"; there are \(names)")])
      }
      let root =
        body["published"]?.bool == false ? "publishableUnpublish" : "publishablePublish"
      return mutate(
        root, "$id: ID!, $input: [PublicationInput!]!", "id: $id, input: $input",
        "publishable { __typename }",
        [
          "id": .string(id),
          "input": [["publicationId": .string(Publications.id(publication))]],
        ])
    }
  }

  private func setMetafield() -> (Int, JSON) {
    func set(_ owner: String) -> (Int, JSON) {
      mutate(
        "metafieldsSet", "$metafields: [MetafieldsSetInput!]!", "metafields: $metafields",
        "metafields { id }",
        [
          "metafields": .array([
            with([.init("ownerId", .string(owner))], without: ["handle", "sku", "id"])
          ])
        ])
    }
    return body["sku"] == nil ? named { id, _ in set(id) } : variant { id, _ in set(id) }
  }

  /// Runs a mutation under this path's name; 422 where it has user errors.
  private func mutate(
    _ root: String, _ parameters: String, _ arguments: String, _ selection: String,
    _ variables: JSON
  ) -> (Int, JSON) {
    context.hand = "sandbox/\(path)"
    let document =
      "mutation(\(parameters)) { answer: \(root)(\(arguments)) { \(selection) userErrors { field message } } }"
    switch context.engine.prepare(document) {
    case .failure(let refusal): return (400, ["errors": .array(refusal.errors)])
    case .success(let prepared):
      let reply = context.engine.execute(prepared, variables: variables, context: context)
      let answer = reply["data"]?["answer"] ?? .null
      let isFine = reply["errors"] == nil && answer["userErrors"]?.array?.isEmpty == true
      return (isFine ? 200 : 422, isFine ? answer : reply)
    }
  }

  private func show(_ product: Int) -> JSON {
    let document = """
      query($id: ID!) { product(id: $id) {
        id handle title status vendor productType tags descriptionHtml updatedAt
        seo { title description } category { id } templateSuffix
        options { id name values }
        media(first: 100) { nodes { id alt ... on MediaImage { originalSource { url } } } }
        metafields(first: 100) { nodes { namespace key type value } }
        variants(first: 100) { nodes {
          id title sku barcode price compareAtPrice taxable inventoryPolicy taxCode
          media(first: 1) { nodes { id } } metafields(first: 100) { nodes { namespace key type value } }
          inventoryItem { id tracked requiresShipping unitCost { amount } harmonizedSystemCode
            countryCodeOfOrigin provinceCodeOfOrigin measurement { weight { value unit } } }
        } }
      } }
      """
    guard case .success(let prepared) = context.engine.prepare(document) else { return .null }
    let reply = context.engine.execute(
      prepared, variables: ["id": .string(ProductNode.id(product))], context: context)
    let row = store.assortment.products[product]
    return .object(
      (reply["data"]?["product"]?.members ?? []) + [
        .init(
          "publications",
          .array(row.publishings.map { .string(store.publications[Int($0.publication)]) })),
        .init(
          "mediaStatus",
          .array(row.media.map { .string(store.media.rows[Int($0)].status) })),
      ])
  }
}
