// SPDX-License-Identifier: Apache-2.0

import Jobs
import Transport

extension Courier {
  /// PUTs a file under its name. The same bytes under the same name, so another try changes nothing.
  func put(_ send: Send, _ path: String, to web: Target.Web) async throws(UploadError) {
    let request = HTTPRequest(
      method: "PUT", url: "\(web.url)/\(Self.escaped(send.file))",
      headers: try access.authorization(web) + [
        ("Content-Type", MediaType.named(send.file)), ("X-Dray-SHA256", send.sha256),
      ],
      body: .file(path: path), timeout: .seconds(600 + send.bytes / 1024),
      maxReplyBytes: 1 << 20)
    try TargetAccess.judge(try await access.exchange(request), doing: "PUT \(send.file)")
  }

  private static func escaped(_ name: String) -> String {
    let letters = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~".utf8)
    return name.utf8.map { byte in
      letters.contains(byte)
        ? String(Unicode.Scalar(byte))
        : "%" + String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }
}
