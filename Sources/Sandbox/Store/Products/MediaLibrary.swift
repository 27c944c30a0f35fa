// SPDX-License-Identifier: Apache-2.0

import Tables

/// One image, fetched by its address.
struct MediaRow: Codable {
  var source: String
  /// The file's name at Shopify: the address's last part, with something behind it where that is taken.
  var name: String
  var alt: String
  var createdAt: Moment
  var updatedAt: Moment
  /// How often it was looked at since: each look gets it on.
  var looks = 0
  var isDeleted = false

  /// `UPLOADED` at once, `PROCESSING` at the first look, then `READY`; an address with `broken` in it ends
  /// `FAILED`, one with `slow` takes ten looks more.
  var status: String {
    let slow = source.contains("slow") ? 10 : 0
    if looks == 0 { return "UPLOADED" }
    if looks <= 1 + slow { return "PROCESSING" }
    return isBroken ? "FAILED" : "READY"
  }

  var isBroken: Bool { source.contains("broken") }
  var isFinal: Bool { status == "READY" || status == "FAILED" }
}

/// The images of the store, whether a product has them or not.
struct MediaLibrary: Codable {
  var rows: [MediaRow] = []
  private var names: [String: Int] = [:]

  /// Takes an image in; it is fetched later.
  mutating func add(source: String, alt: String, named given: String?, at now: Moment) -> Int {
    let path = source.prefix { $0 != "?" }
    let wanted = given ?? path.split(separator: "/").last.map(String.init) ?? "image"
    let taken = names[wanted, default: 0]
    names[wanted] = taken + 1
    var parts = wanted.split(separator: ".", omittingEmptySubsequences: false)
    parts[max(0, parts.count - 2)] += taken == 0 ? "" : "_\(padded(taken, 4))"
    rows.append(
      MediaRow(
        source: source, name: parts.joined(separator: "."), alt: alt, createdAt: now,
        updatedAt: now))
    return rows.count - 1
  }

  func holds(_ index: Int) -> Bool { rows.indices.contains(index) && !rows[index].isDeleted }

  /// The image of a gid; nil where there is none.
  func index(_ id: String?) -> Int? {
    GlobalID.index(id, "MediaImage", GlobalID.Base.media).flatMap { holds($0) ? $0 : nil }
  }

  func node(_ index: Int) -> MediaNode? { holds(index) ? MediaNode(index: index) : nil }
}

/// An image as the API shows it.
struct MediaNode: Resolvable {
  let typeName = "MediaImage"
  let index: Int

  static func id(_ index: Int) -> String {
    GlobalID.text("MediaImage", GlobalID.Base.media + index)
  }

  func resolve(_ field: String, _ arguments: Arguments, _ context: ExecutionContext) throws
    -> Resolved
  {
    let store = context.store
    let row = store.media.rows[index]
    switch field {
    case "id": return .text(MediaNode.id(index))
    case "alt": return .text(row.alt)
    case "createdAt": return .time(row.createdAt)
    case "updatedAt": return .time(row.updatedAt)
    case "mediaContentType": return .text("IMAGE")
    case "mimeType": return row.status == "READY" ? .text("image/jpeg") : .null
    case "status", "fileStatus":
      // What a mutation answers is no look: the work begins after it.
      let isLook = context.isQuery && !row.isFinal
      if isLook { store.media.rows[index].looks += 1 }
      return .text(store.media.rows[index].status)
    case "mediaErrors", "fileErrors":
      guard store.media.rows[index].status == "FAILED" else { return .list([]) }
      let type = field == "mediaErrors" ? "MediaError" : "FileError"
      return .list([
        .object(
          Record(
            type,
            [
              "code": .text("IMAGE_DOWNLOAD_FAILURE"), "details": .text("404 Not Found"),
              "message": .text("The image could not be downloaded from its address."),
            ]))
      ])
    case "image": return row.status == "READY" ? .object(image(row)) : .null
    case "preview":
      return .object(
        Record(
          "MediaPreviewImage",
          [
            "status": .text(row.status),
            "image": row.status == "READY" ? .object(image(row)) : .null,
          ]))
    case "originalSource":
      return .object(
        Record(
          "MediaImageOriginalSource",
          [
            "fileSize": .int(48_213),
            // A signed address of Shopify's own, not the one it was fetched from.
            "url": .text("https://storage.googleapis.com/sandbox/\(index)/\(row.name)?Expires=1"),
          ]))
    default: throw unresolved(typeName, field)
    }
  }

  private func image(_ row: MediaRow) -> Record {
    Record(
      "Image",
      [
        "id": .text(GlobalID.text("ImageSource", GlobalID.Base.media + index)),
        "altText": .text(row.alt), "width": .int(640), "height": .int(480),
        "url": .text(
          "https://cdn.shopify.com/s/files/1/0928/9125/0994/files/\(row.name)?v=\(row.createdAt.seconds)"
        ),
      ])
  }
}

extension Listing {
  static func files(_ store: Store) -> Listing {
    Listing(
      type: "File", count: store.media.rows.count, exists: { store.media.holds($0) },
      fields: SearchFields(
        [
          "id": .id { GlobalID.Base.media + $0 },
          "created_at": .time { store.media.rows[$0].createdAt },
          "updated_at": .time { store.media.rows[$0].updatedAt },
          "status": .text { [store.media.rows[$0].status] },
          "filename": .text { [store.media.rows[$0].name] },
        ]),
      node: { MediaNode(index: $0) })
  }
}
