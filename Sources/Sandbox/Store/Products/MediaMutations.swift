// SPDX-License-Identifier: Apache-2.0

import Tables

/// An image as an input names it.
struct MediaInput {
  var source: String
  var alt: String
  var name: String?

  /// The images of a `CreateMediaInput` list; an address that is none is refused.
  static func read(
    _ given: JSON?, _ path: [String], code: String?, _ errors: inout UserErrors
  ) -> [MediaInput] {
    (given?.array ?? []).enumerated().compactMap { index, input in
      let source = input["originalSource"]?.string ?? ""
      guard isAddress(source) else {
        errors.add(
          path + [String(index), "originalSource"], "Image URL is invalid", code: code)
        return nil
      }
      return MediaInput(source: source, alt: input["alt"]?.string ?? "")
    }
  }

  static func isAddress(_ text: String) -> Bool {
    guard let scheme = ["https://", "http://"].first(where: { text.hasPrefix($0) }) else {
      return false
    }
    let host = text.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
    return !host.isEmpty && !text.contains(where: \.isWhitespace)
  }
}

extension Store {
  /// Takes images in; nothing has them yet.
  func add(_ images: [MediaInput], _ context: ExecutionContext) -> [Int] {
    images.map { image in
      let index = media.add(
        source: image.source, alt: image.alt, named: image.name, at: context.moment)
      note(
        MediaNode.id(index), before: .null,
        after: ["source": .string(image.source), "alt": .string(image.alt)], context)
      return index
    }
  }

  /// Takes images in and puts them at the end of a product's.
  @discardableResult
  func attach(_ images: [MediaInput], to product: Int, _ context: ExecutionContext) -> [Int] {
    guard !images.isEmpty else { return [] }
    let added = add(images, context)
    for index in added { attach(media: index, to: product, context) }
    return added
  }

  /// Puts an image at the end of a product's.
  func attach(media index: Int, to product: Int, _ context: ExecutionContext) {
    guard !assortment.products[product].media.contains(Int32(index)) else { return }
    let before = shownMedia(of: product)
    assortment.products[product].media.append(Int32(index))
    assortment.products[product].updatedAt = context.moment
    note(
      ProductNode.id(product), before: ["media": before], after: ["media": shownMedia(of: product)],
      context)
  }

  /// Takes an image from a product and its variants.
  func detach(media index: Int, from product: Int, _ context: ExecutionContext) {
    guard assortment.products[product].media.contains(Int32(index)) else { return }
    let before = shownMedia(of: product)
    assortment.products[product].media.removeAll { $0 == Int32(index) }
    for variant in assortment.variants(of: product)
    where assortment.details[variant]?.media == Int32(index) {
      assortment.details[variant]?.media = nil
    }
    assortment.products[product].updatedAt = context.moment
    note(
      ProductNode.id(product), before: ["media": before], after: ["media": shownMedia(of: product)],
      context)
  }

  private func shownMedia(of product: Int) -> JSON {
    .array(assortment.products[product].media.map { .string(MediaNode.id(Int($0))) })
  }

  /// The image of an id, where it may be put at a variant of a product: the product's own, and ready.
  func attachable(
    _ id: String, to product: Int, _ path: [String], _ errors: inout UserErrors
  ) -> Int? {
    guard let index = media.index(id), assortment.products[product].media.contains(Int32(index))
    else {
      errors.add(
        path, "Media does not exist on the specified product.",
        code: code(
          "MEDIA_DOES_NOT_EXIST_ON_PRODUCT", errors))
      return nil
    }
    guard media.rows[index].status == "READY" else {
      errors.add(
        path, "Non-ready media cannot be attached to variants.",
        code: code("NON_READY_MEDIA", errors))
      return nil
    }
    return index
  }

  /// The bulk mutations have no codes of their own for images.
  private func code(_ code: String, _ errors: UserErrors) -> String {
    errors.type == "MediaUserError" ? code : "INVALID_INPUT"
  }
}

/// `productCreateMedia`, `productDeleteMedia`, `productVariantAppendMedia`, `productVariantDetachMedia`.
struct MediaMutations {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  /// `productCreateMedia`: the good ones are taken in beside the refused.
  func create() -> Resolved {
    var errors = UserErrors("MediaUserError")
    let type = "ProductCreateMediaPayload"
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(type, nil, "media", .null, errors)
    }
    let images = MediaInput.read(arguments["media"], ["media"], code: "INVALID", &errors)
    let added = store.attach(images, to: product, context)
    return payload(
      type, product, "media", .list(added.map { .object(MediaNode(index: $0)) }), errors)
  }

  /// `productDeleteMedia`.
  func delete() -> Resolved {
    var errors = UserErrors("MediaUserError")
    let type = "ProductDeleteMediaPayload"
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return payload(type, nil, "deletedMediaIds", .null, errors)
    }
    let ids = (arguments["mediaIds"]?.array ?? []).compactMap(\.string)
    let missing = ids.filter { id in
      store.media.index(id).map {
        !store.assortment.products[product].media.contains(Int32($0))
      } ?? true
    }
    guard missing.isEmpty else {
      let message =
        missing.count == 1
        ? "Media id \(missing[0]) does not exist"
        : "Media ids \(missing.joined(separator: ",")) do not exist"
      errors.add(["mediaIds"], message, code: "MEDIA_DOES_NOT_EXIST")
      return payload(type, product, "deletedMediaIds", .null, errors)
    }
    for index in ids.compactMap({ store.media.index($0) }) {
      store.detach(media: index, from: product, context)
      store.media.rows[index].isDeleted = true
    }
    return payload(type, product, "deletedMediaIds", .texts(ids), errors)
  }

  private func payload(
    _ type: String, _ product: Int?, _ field: String, _ value: Resolved, _ errors: UserErrors
  ) -> Resolved {
    errors.payload(
      type,
      [
        "product": product.map { .object(ProductNode(index: $0)) } ?? .null, field: value,
        "mediaUserErrors": .list(errors.list),
      ])
  }

  // MARK: Variants

  /// `productVariantAppendMedia` and `productVariantDetachMedia`: all or none.
  func variants(appending: Bool) -> Resolved {
    var errors = UserErrors("MediaUserError")
    let type = "ProductVariant\(appending ? "Append" : "Detach")MediaPayload"
    guard let product = store.product(arguments["productId"]?.string) else {
      errors.add(["productId"], "Product does not exist", code: "PRODUCT_DOES_NOT_EXIST")
      return errors.payload(type, ["product": .null, "productVariants": .null])
    }
    let inputs = arguments["variantMedia"]?.array ?? []
    if inputs.count > 100 {
      errors.add(
        ["variantMedia"], "Exceeded 100 variant-media pairs per mutation.",
        code: "MAXIMUM_VARIANT_MEDIA_PAIRS_EXCEEDED")
    }
    var pairs: [(variant: Int, media: Int)] = []
    for (index, input) in inputs.enumerated() {
      let path = ["variantMedia", String(index)]
      guard let media = media(input, path, product, appending, &errors) else { continue }
      guard let variant = store.variant(input["variantId"]?.string),
        Int(store.assortment.product[variant]) == product
      else {
        errors.add(
          path + ["variantId"], "Variant does not exist on the specified product.",
          code: "PRODUCT_VARIANT_DOES_NOT_EXIST_ON_PRODUCT")
        continue
      }
      let current = store.assortment.detail(variant).media
      if pairs.contains(where: { $0.variant == variant }) {
        errors.add(
          path + ["variantId"], "Variant was specified in more than one media input.",
          code: "PRODUCT_VARIANT_SPECIFIED_MULTIPLE_TIMES")
      } else if appending, current != nil {
        errors.add(
          path + ["variantId"], "The given variant already has attached media.",
          code: "PRODUCT_VARIANT_ALREADY_HAS_MEDIA")
      } else if !appending, current != Int32(media) {
        errors.add(
          path + ["mediaIds"], "The specified media is not attached to the specified variant.",
          code: "MEDIA_IS_NOT_ATTACHED_TO_VARIANT")
      } else {
        pairs.append((variant, media))
      }
    }
    if errors.isEmpty {
      for pair in pairs {
        var change = VariantChange()
        change.media = .some(appending ? Int32(pair.media) : nil)
        store.change(variant: pair.variant, change, context)
      }
      store.assortment.products[product].updatedAt = context.moment
    }
    return errors.payload(
      type,
      [
        "product": .object(ProductNode(index: product)),
        "productVariants": .list(pairs.map { .object(VariantNode(index: $0.variant)) }),
      ])
  }

  private func media(
    _ input: JSON, _ path: [String], _ product: Int, _ appending: Bool,
    _ errors: inout UserErrors
  ) -> Int? {
    let ids = (input["mediaIds"]?.array ?? []).compactMap(\.string)
    guard let id = ids.first else {
      errors.add(path + ["mediaIds"], "The mediaIds list cannot be empty.", code: "BLANK")
      return nil
    }
    guard ids.count == 1 else {
      errors.add(
        path + ["mediaIds"], "Only one mediaId is allowed per media input.",
        code: "TOO_MANY_MEDIA_PER_INPUT_PAIR")
      return nil
    }
    guard appending else { return store.media.index(id) ?? -1 }
    return store.attachable(id, to: product, path + ["mediaIds"], &errors)
  }
}
