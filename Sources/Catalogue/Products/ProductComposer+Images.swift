// SPDX-License-Identifier: Apache-2.0

/// What each record asks of images.
extension ProductComposer {
  mutating func addImages() {
    var carried: [String: Int] = [:]
    let shown = Set(group.records.compactMap { $0.values["variant_image_url"] ?? nil })
    for field in ["image_url", "variant_image_url"] {
      for (index, row) in group.records.enumerated() where !takesImage(row) {
        guard let url = row.values[field] ?? nil, var piece = pieces[index] else { continue }
        guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
          reject(
            index, code: "not-a-url",
            "'\(url.prefix(80))' is no address Shopify can fetch; it begins with https://")
          continue
        }
        let has = state?.media.first { ImageName.same(url, $0) }
        if has == nil, carried[url] == nil {
          guard piece.identity["image"] == nil else {
            reject(
              index, code: "two-images",
              "the variant's image is another than the record's own and no record brings it; give it a record of its own with image_url"
            )
            continue
          }
          carried[url] = index
          piece.identity["image"] = url
          piece.desired["image_url"] = url
          if let alt = row.values["image_alt"] ?? nil { piece.desired["image_alt"] = alt }
          piece.identity["media_known"] = state?.media.map(\.id).joined(separator: " ") ?? ""
          if shown.contains(url) { piece.identity["teaches"] = "media \(url)" }
          piece.does.formUnion(["images", "images-ready"])
          piece.part = piece.part ?? "image \(url)"
        }
        if field == "variant_image_url" {
          if let has, isShown(has.id, piece) {
            // It is what the variant shows already.
          } else {
            piece.desired["variant_image_url"] = url
            piece.identity["shows"] = "media \(url)"
            if let has { piece.identity["media_id"] = has.id }
            if let showed = showed(piece) { piece.identity["showed"] = showed }
            piece.does.insert("variant-images")
          }
        }
        pieces[index] = piece
      }
    }
    numberImages(carried)
  }

  /// Which of the product's new images each record's is: how one is told from another where an answer is lost.
  mutating func numberImages(_ carried: [String: Int]) {
    for (number, index) in carried.values.sorted().enumerated() {
      pieces[index]?.identity["image_number"] = String(number)
    }
  }

  /// The image a variant shows now.
  func showed(_ piece: Piece) -> String? {
    state?.variants.first { $0.id == piece.identity["variant_id"] }?.media.min()
  }

  func isShown(_ media: String, _ piece: Piece) -> Bool {
    guard let id = piece.identity["variant_id"] else { return false }
    return state?.variants.first { $0.id == id }?.media.contains(media) ?? false
  }
}
