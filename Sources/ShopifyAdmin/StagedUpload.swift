// SPDX-License-Identifier: Apache-2.0

internal import Tables
internal import Transport

/// Where to upload a file, as `stagedUploadsCreate` gives it.
private struct UploadTarget {
  let url: String
  let parameters: [(name: String, value: String)]
  /// What `stagedUploadPath` must be: the parameter `key`.
  let path: String

  init?(_ json: JSON) {
    guard let url = json["url"]?.string, let items = json["parameters"]?.array else { return nil }
    parameters = items.compactMap { item in
      guard let name = item["name"]?.string, let value = item["value"]?.string else { return nil }
      return (name, value)
    }
    guard let key = parameters.first(where: { $0.name == "key" }) else { return nil }
    self.url = url
    path = key.value
  }
}

extension AdminClient {
  /// Tries at an upload, each with a target of its own: a target is only good for some time, and half
  /// an upload cannot be taken up again.
  static var uploadTries: Int { 3 }
  /// An upload may take so long.
  static var uploadTimeout: Duration { .seconds(1800) }

  /// Uploads JSON Lines and gives the staged upload path; a new target each time.
  /// - Throws: `unreachable` where it did not succeed (nothing was started), `refused` where the store
  ///   gives no target or the file cannot be read.
  package func stageUpload(file path: String, name: String) async throws(AdminError) -> String {
    var tries = 1
    while true {
      let target = try await uploadTarget(name: name)
      let failure: String
      do throws(TransportError) {
        // No token goes along: the parameters are the permission.
        let reply = try await http.send(
          HTTPRequest(
            method: "POST", url: target.url,
            body: .form(
              fields: target.parameters, filePath: path, fileName: name, contentType: "text/jsonl"),
            timeout: AdminClient.uploadTimeout, maxReplyBytes: 1 << 20))
        if 200..<300 ~= reply.status { return target.path }
        failure = "HTTP \(reply.status): \(redactor.sample(reply.body))"
      } catch {
        switch error.kind {
        case .localFile:
          throw AdminError(.refused(code: "LOCAL_FILE"), "upload: \(error.description)")
        case .cancelled: throw AdminError(.cancelled, "upload: cancelled")
        case .certificate, .refusedURL:
          throw AdminError(.storeUnavailable, "upload: \(error.description)")
        case .notSent, .unknown, .replyTooLarge: failure = error.description
        }
      }
      guard tries < AdminClient.uploadTries else {
        throw AdminError(
          .unreachable, "upload: \(tries) tries, the last ended with \(failure)")
      }
      do {
        try await clock.sleep(Backoff.wait(after: tries, jitter: clock.jitter()))
      } catch {
        throw AdminError(.cancelled, "upload: cancelled")
      }
      tries += 1
    }
  }

  /// Knows the configured secrets; uploads and downloads carry no token.
  var redactor: Redactor { Redactor(configuration.secrets) }

  private func uploadTarget(name: String) async throws(AdminError) -> UploadTarget {
    let root = "stagedUploadsCreate"
    let variables: JSON = [
      "input": [
        [
          "resource": "BULK_MUTATION_VARIABLES", "filename": .string(name),
          "mimeType": "text/jsonl", "httpMethod": "POST",
        ]
      ]
    ]
    let reply = try await send(
      AdminRequest(
        document: AdminDocuments.stagedUpload, variables: variables.bytes, root: root,
        isRead: true,  // a target nobody uses does no harm
        assumedCost: 11))
    if let error = reply.userErrors.first {
      throw AdminError(.refused(code: error.code), "\(root): \(error.message)")
    }
    guard let target = UploadTarget(reply.value(of: root)["stagedTargets"]?[0] ?? .null) else {
      throw AdminError(.unknown, "\(root): expected an upload target with a key, found none")
    }
    return target
  }
}
