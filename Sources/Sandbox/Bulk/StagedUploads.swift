// SPDX-License-Identifier: Apache-2.0

import FoundationEssentials
import Tables

/// Targets given out by `stagedUploadsCreate` and the files that came to them.
struct StagedUploads: Codable {
  /// Where a file may go, and the form fields it must come with.
  struct Target: Codable {
    struct Parameter: Codable {
      var name: String
      var value: String

      init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
      }
    }

    var method: String
    var parameters: [Parameter]
  }

  /// A POST's largest file: its policy says so. A PUT takes more, and the bulk operation refuses it.
  static let maxBytes = 104_857_600
  private var targets: [String: Target] = [:]
  /// The files by the value of the target's `key`.
  private(set) var files: [String: Data] = [:]
  private var generator = Generator(seed: 4)

  /// `stagedUploadsCreate`.
  mutating func create(_ arguments: Arguments, _ context: ExecutionContext) -> Resolved {
    var errors = UserErrors("UserError")
    var shown: [Resolved] = []
    for (index, input) in (arguments["input"]?.array ?? []).enumerated() {
      let resource = input["resource"]?.string ?? ""
      let size = input["fileSize"]
      if ["VIDEO", "MODEL_3D"].contains(resource), size == nil || size?.isNull == true {
        errors.add(
          ["input", String(index), "fileSize"],
          "file size is required for \(resource == "VIDEO" ? "video" : "3D model") resources")
        continue
      }
      shown.append(target(input, context))
    }
    return errors.payload(
      "StagedUploadsCreatePayload",
      ["stagedTargets": errors.isEmpty ? .list(shown) : .list([])])
  }

  private mutating func target(_ input: JSON, _ context: ExecutionContext) -> Resolved {
    let type = input["mimeType"]?.string ?? ""
    let key = "tmp/\(GlobalID.Base.shop)/bulk/\(uuid())/\(input["filename"]?.string ?? "file")"
    let isPost = input["httpMethod"]?.string == "POST"
    let date = context.now.filter { $0 != "-" && $0 != ":" }
    let signature = padded(Int(generator.next() >> 2), 19)
    let target: Target
    let address: String
    if isPost {
      target = Target(
        method: "POST",
        parameters: [
          .init("Content-Type", type), .init("success_action_status", "201"),
          .init("acl", "private"), .init("key", key), .init("x-goog-date", date),
          .init(
            "x-goog-credential",
            "sandbox@example.com/\(date.prefix(8))/auto/storage/goog4_request"),
          .init("x-goog-algorithm", "GOOG4-RSA-SHA256"), .init("x-goog-signature", signature),
          .init("policy", signature),
        ])
      address = "\(context.baseURL)/staged/"
    } else {
      target = Target(
        method: "PUT", parameters: [.init("content_type", type), .init("acl", "private")])
      address =
        "\(context.baseURL)/staged/\(key)?X-Goog-Algorithm=GOOG4-RSA-SHA256&X-Goog-Date=\(date)"
        + "&X-Goog-Expires=604800&X-Goog-SignedHeaders=host&X-Goog-Signature=\(signature)"
    }
    targets[key] = target
    return .object(
      Record(
        "StagedMediaUploadTarget",
        [
          "url": .text(address), "resourceUrl": .text(address),
          "parameters": .list(
            target.parameters.map {
              .object(
                Record("StagedUploadParameter", ["name": .text($0.name), "value": .text($0.value)])
              )
            }),
        ]))
  }

  private mutating func uuid() -> String {
    let digits = padded(Int(generator.next() >> 2), 20) + padded(Int(generator.next() >> 2), 20)
    let hex = Array(digits.prefix(32))
    return [0..<8, 8..<12, 12..<16, 16..<20, 20..<32].map { String(hex[$0]) }
      .joined(separator: "-")
  }

  /// A file arrived: by PUT at its key, by POST with the target's fields. The answer's status and body, as
  /// the storage service writes them.
  mutating func receive(path: String, fields: [String: String], file: [UInt8]) -> (Int, String) {
    let key = fields["key"] ?? path
    let name = key.split(separator: "?").first.map(String.init) ?? key
    guard let target = targets[name] else {
      return (403, StagedUploads.error("AccessDenied", "Access denied."))
    }
    guard target.method == "POST" else {
      files[name] = Data(file)
      return (200, "")
    }
    for parameter in target.parameters where fields[parameter.name] != parameter.value {
      return (
        403,
        StagedUploads.error(
          "AccessDenied", "The form field \(parameter.name) is missing or differs from the policy.")
      )
    }
    guard !file.isEmpty else {
      return (400, StagedUploads.error("EntityTooSmall", "The file has fewer than 1 bytes."))
    }
    guard file.count <= StagedUploads.maxBytes else {
      return (
        400,
        StagedUploads.error(
          "EntityTooLarge", "The file has more than \(StagedUploads.maxBytes) bytes.")
      )
    }
    files[name] = Data(file)
    return (201, "<PostResponse><Key>\(name)</Key></PostResponse>")
  }

  private static func error(_ code: String, _ message: String) -> String {
    "<?xml version='1.0' encoding='UTF-8'?><Error><Code>\(code)</Code><Message>\(message)</Message></Error>"
  }
}
