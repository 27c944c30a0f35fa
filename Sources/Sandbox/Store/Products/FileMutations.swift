// SPDX-License-Identifier: Apache-2.0

import Tables

/// `fileCreate`, `fileUpdate`, `fileDelete`.
struct FileMutations {
  private let arguments: Arguments
  private let context: ExecutionContext
  private var store: Store { context.store }

  init(_ arguments: Arguments, _ context: ExecutionContext) {
    self.arguments = arguments
    self.context = context
  }

  /// `fileCreate`: all or none.
  func create() -> Resolved {
    var errors = UserErrors("FilesUserError")
    var images: [MediaInput] = []
    for (index, input) in (arguments["files"]?.array ?? []).enumerated() {
      let path = ["files", String(index)]
      let source = input["originalSource"]?.string ?? ""
      let alt = input["alt"]?.string ?? ""
      if !MediaInput.isAddress(source) {
        errors.add(
          path + ["originalSource"], "File URL is invalid", code: "INVALID_IMAGE_SOURCE_URL")
      }
      if alt.unicodeScalars.count > 512 {
        errors.add(
          path + ["alt"], "The alt value exceeds the maximum limit of 512 characters.",
          code: "ALT_VALUE_LIMIT_EXCEEDED")
      }
      images.append(MediaInput(source: source, alt: alt, name: input["filename"]?.string))
    }
    guard errors.isEmpty else {
      return errors.payload("FileCreatePayload", ["files": .list([])])
    }
    let added = store.add(images, context)
    return errors.payload(
      "FileCreatePayload", ["files": .list(added.map { .object(MediaNode(index: $0)) })])
  }

  /// `fileUpdate`: the alternative text, and the products that have a file.
  func update() -> Resolved {
    var errors = UserErrors("FilesUserError")
    var changes: [(media: Int, input: JSON)] = []
    for (index, input) in (arguments["files"]?.array ?? []).enumerated() {
      let path = ["files", String(index)]
      let id = input["id"]?.string ?? ""
      guard let media = store.media.index(id) else {
        errors.add(
          ["files"], "File id [\"\(id)\"] does not exist.", code: "FILE_DOES_NOT_EXIST")
        continue
      }
      guard store.media.rows[media].status == "READY" else {
        errors.add(path + ["id"], "Non-ready files cannot be updated.", code: "NON_READY_STATE")
        continue
      }
      for field in ["referencesToAdd", "referencesToRemove"] {
        for reference in input[field]?.array ?? [] where store.product(reference.string) == nil {
          errors.add(
            path + [field], "The reference target does not exist.",
            code: "REFERENCE_TARGET_DOES_NOT_EXIST")
        }
      }
      changes.append((media, input))
    }
    if errors.isEmpty { for change in changes { apply(change.input, to: change.media) } }
    return errors.payload(
      "FileUpdatePayload",
      ["files": .list(errors.isEmpty ? changes.map { .object(MediaNode(index: $0.media)) } : [])])
  }

  private func apply(_ input: JSON, to media: Int) {
    if let alt = input["alt"]?.string, alt != store.media.rows[media].alt {
      let before = store.media.rows[media].alt
      store.media.rows[media].alt = alt
      store.media.rows[media].updatedAt = context.moment
      store.note(
        MediaNode.id(media), before: ["alt": .string(before)], after: ["alt": .string(alt)], context
      )
    }
    for reference in input["referencesToAdd"]?.array ?? [] {
      if let product = store.product(reference.string) {
        store.attach(media: media, to: product, context)
      }
    }
    for reference in input["referencesToRemove"]?.array ?? [] {
      if let product = store.product(reference.string) {
        store.detach(media: media, from: product, context)
      }
    }
  }

  /// `fileDelete`: takes files from the products that have them, too.
  func delete() -> Resolved {
    var errors = UserErrors("FilesUserError")
    let ids = (arguments["fileIds"]?.array ?? []).compactMap(\.string)
    let missing = ids.filter { store.media.index($0) == nil }
    if !missing.isEmpty {
      let list = missing.map { "\"\($0)\"" }.joined(separator: ", ")
      errors.add(["fileIds"], "File id [\(list)] does not exist.", code: "FILE_DOES_NOT_EXIST")
      return errors.payload("FileDeletePayload", ["deletedFileIds": .null])
    }
    for media in ids.compactMap({ store.media.index($0) }) {
      let owners = store.assortment.products.indices.filter {
        store.assortment.products[$0].media.contains(Int32(media))
      }
      for product in owners { store.detach(media: media, from: product, context) }
      store.media.rows[media].isDeleted = true
      store.note(
        MediaNode.id(media), before: ["source": .string(store.media.rows[media].source)],
        after: .null, context)
    }
    return errors.payload("FileDeletePayload", ["deletedFileIds": .texts(ids)])
  }
}
